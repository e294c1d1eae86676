import type { Wire } from '../adapters.js';

/** What a browser's WebSocket and the one of the package `ws` have in common. */
export interface SocketLike {
  send(text: string): void;
  close(code?: number): void;
  addEventListener(type: string, f: (e: never) => void): void;
}

export function wireOf(socket: SocketLike): Wire {
  const wire: Wire = {
    send: (text) => socket.send(text),
    close: (code) => socket.close(code),
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  let closed = false;
  socket.addEventListener('open', () => wire.onopen?.());
  socket.addEventListener('message', (e: { data: unknown }) => wire.onmessage?.(String(e.data)));
  socket.addEventListener('error', () => undefined);
  socket.addEventListener('close', (e: { code?: number; reason?: string }) => {
    if (closed) return;
    closed = true;
    wire.onclose?.(e.code ?? 0, e.reason ?? '');
  });
  return wire;
}
