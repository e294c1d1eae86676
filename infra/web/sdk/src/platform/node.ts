import type { Adapters, FileRef } from '../adapters.js';
import { MemoryStore } from '../store/memory.js';
import { memoryKeep, timers } from './common.js';
import { http } from './http.js';
import { wireOf, type SocketLike } from './wire.js';

type SocketClass = new (url: string, protocols: string[]) => SocketLike;

/** Node 20 and newer. `WebSocket`: the class of the package `ws`, where Node has none of its own. */
export function nodeAdapters(WebSocketClass: SocketClass): Adapters {
  return {
    platform: 'node',
    http,
    upload: async (file, to, onProgress, signal) => {
      const bytes = await bytesOf(file);
      const type = file.type || 'application/octet-stream';
      const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type });
      let body: Blob | FormData = blob;
      if (to.method === 'POST') {
        body = new FormData();
        for (const [name, value] of Object.entries(to.fields ?? {})) body.append(name, value);
        body.append('file', blob, file.name);
      }
      const reply = await fetch(to.url, {
        method: to.method,
        headers: to.headers,
        body,
        signal: signal as AbortSignal,
      });
      if (!reply.ok) throw new Error(`upload answered ${reply.status}`);
      onProgress(file.size, file.size);
    },
    socket: (url, protocols) => wireOf(new WebSocketClass(url, protocols)),
    subProtocols: true,
    store: async () => new MemoryStore(),
    dropStore: async () => undefined,
    keep: memoryKeep(),
    tabKeep: memoryKeep(),
    lifecycle: { visible: () => true, online: () => true, onChange: () => () => undefined },
    random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    timers,
    abort: () => {
      const controller = new AbortController();
      return { signal: controller.signal, abort: () => controller.abort() };
    },
  };
}

async function bytesOf(file: FileRef): Promise<Uint8Array> {
  if (file.bytes) return file.bytes;
  if (file.blob) return new Uint8Array(await file.blob.arrayBuffer());
  const { readFile } = await import('node:fs/promises');
  return readFile(file.path ?? '');
}
