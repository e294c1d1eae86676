import { createServer } from 'node:net';

const FIRST = 20_000;
const END = 32_768;

/**
 * A port for a server that is given one: nobody listens on it, and the system does not choose it for connections that go out, which
 * could otherwise take it before the server starts, or while it is restarted.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (END - FIRST));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
