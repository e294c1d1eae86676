import type { HttpReply, HttpRequest } from '../adapters.js';

/** By fetch: browsers and Node. */
export async function http(r: HttpRequest): Promise<HttpReply> {
  const reply = await fetch(r.url, {
    method: 'POST',
    headers: r.headers,
    body: r.body,
    signal: r.signal as AbortSignal | undefined,
    cache: 'no-store',
    credentials: 'omit',
  });
  const headers: Record<string, string> = {};
  reply.headers.forEach((value, name) => (headers[name.toLowerCase()] = value));
  return { status: reply.status, headers, body: await reply.text() };
}
