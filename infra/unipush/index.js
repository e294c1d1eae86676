'use strict'
// The cloud function that passes Confab's pushes on to uni-push (README.md). Upload it to your uniCloud space and turn on its URL.
const crypto = require('crypto')
const { appId, secret } = require('./config.json')

const WINDOW_MILLIS = 20 * 1000
const seen = new Map() // nonces of the last 40 seconds, of this instance

/** Upper-case hex HMAC-SHA256 with secret + nonce over the timestamp and the sorted parameters that are no objects. */
function signature (params, timestamp, nonce) {
  const text = Object.keys(params).sort()
    .filter(key => params[key] !== null && typeof params[key] !== 'object')
    .map(key => key + '=' + params[key]).join('&')
  return crypto.createHmac('sha256', secret + nonce).update(timestamp + text).digest('hex').toUpperCase()
}

function isFresh (timestamp, nonce) {
  const now = Date.now()
  for (const [old, time] of seen) if (now - time > 2 * WINDOW_MILLIS) seen.delete(old)
  if (!/^.{1,64}$/.test(nonce) || seen.has(nonce) || !(Math.abs(now - Number(timestamp)) <= WINDOW_MILLIS)) return false
  seen.set(nonce, now)
  return true
}

function isOurs (params, headers) {
  const timestamp = headers['uni-id-timestamp'] || ''
  const nonce = headers['uni-id-nonce'] || ''
  const given = Buffer.from(headers['uni-id-signature'] || '')
  const wanted = Buffer.from(signature(params, timestamp, nonce))
  return given.length === wanted.length && crypto.timingSafeEqual(given, wanted) && isFresh(timestamp, nonce)
}

function reply (statusCode, json) {
  return {
    mpserverlessComposedResponse: true,
    statusCode,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(json)
  }
}

exports.main = async function (event) {
  let params
  const headers = {}
  try {
    params = JSON.parse(event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body)
    Object.keys(event.headers || {}).forEach(name => { headers[name.toLowerCase()] = event.headers[name] })
    if (params === null || typeof params !== 'object') throw new TypeError('no object')
  } catch (e) {
    return reply(400, { errCode: 'param-error', errMsg: 'no JSON object' })
  }
  if (!secret || !isOurs(params, headers)) {
    return reply(403, { errCode: 'uni-id-illegal-request', errMsg: 'the signature is not good' })
  }
  try {
    const uniPush = uniCloud.getPushManager({ appId: params.appId || appId })
    const result = await uniPush.sendMessage(JSON.parse(params.push))
    return reply(200, { errCode: result.errCode, errMsg: result.errMsg || '', data: result.data || {} })
  } catch (e) {
    console.error('uni-push failed:', e.message)
    return reply(502, { errCode: 'uni-push-failed', errMsg: e.message })
  }
}
