// Signs requests as a back end in JavaScript would, and writes numbers: node make.js > node.json. Shares no code with the product.
const { createHmac } = require('node:crypto');

const SECRET = 'confab-test-request-secret-0123456789abcdef';
const TIMESTAMP = '1767225600000';
const METHOD = 'externalRegister';

const sign = (key, text) => createHmac('sha256', key).update(text, 'utf8').digest('hex').toUpperCase();

function vector(params, number, body = JSON.stringify(params)) {
  const nonce = `node-${number}`;
  const joined = Object.keys(params).sort()
    .filter((name) => params[name] !== null && typeof params[name] !== 'object')
    .map((name) => `${name}=${params[name]}`).join('&');
  return {
    method: METHOD, secret: SECRET, nonce, timestamp: TIMESTAMP, body,
    signature: sign(SECRET + nonce, TIMESTAMP + joined),
    signatureV2: sign(SECRET + nonce, `${TIMESTAMP}\n${METHOD}\n${body}`),
  };
}

const requests = [
  vector({ externalUid: 'js-0', client_create_time: 1732816000.1234 }, 0),
  vector({ externalUid: 'js-1', a: 1e18, b: 1e-7, c: 2 ** 53, d: 0.1 + 0.2, e: -0, f: 123e-20, g: 1.0, h: 2 ** -44 }, 1),
  vector({ externalUid: 'js-2', nickname: '林 😀', z: false, '😀': 1, '～': 2, n: null, l: [1.5], o: { x: 1.5 } }, 2),
  // Something on the way wrote the numbers anew.
  vector({ externalUid: 'js-3', a: 1.5, b: 1000, c: 0 }, 3, '{"externalUid":"js-3","a":1.50,"b":1.0e3,"c":-0.0}'),
];

let seed = 42;
const random = () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed / 2147483648; };
const numbers = [0, 1, 9, 10, 100, 0.1, 0.5, 1.5, 123.456, 1e20, 1e21, 123456789012345680000, 1.2345e21, 1e-6, 1e-7, 1.23e-6,
  1.23e-7, 5e-324, 1e-323, 1.5e-323, 2e-323, 2.2250738585072014e-308, 1.7976931348623157e308, 2 ** 53, 2 ** 53 - 1, 2 ** 63,
  2 ** -44, 2e23, 1e23, 9007199254740993, 0.1 + 0.2, 1 / 3, 2 / 3, 1e15, 1e16, 1732816000.1234, 4.35, 0.000001, 8.41e21,
  2.0919495182368195e19, 9.5e-3, 2.2e-322];
for (let i = 0; i < 100; i++) {
  numbers.push((random() - 0.5) * 10 ** Math.floor(random() * 60 - 30));
}

console.log(JSON.stringify({ requests, numbers: Object.fromEntries(numbers.map((n) => [n.toExponential(20), String(n)])) }, null, 1));
