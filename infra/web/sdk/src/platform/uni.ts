import type { Adapters, FileRef, HttpReply, HttpRequest, Wire } from '../adapters.js';
import type { Upload } from '../api/types.js';
import { ConfabError } from '../api/errors.js';
import { KeyValueStore, type KeyValues } from '../store/keyvalue.js';
import { plainAbort, timers } from './common.js';

interface SocketTask {
  send(o: { data: string; fail?: (e: unknown) => void }): void;
  close(o: { code?: number }): void;
  onOpen(f: () => void): void;
  onMessage(f: (e: { data: unknown }) => void): void;
  onClose(f: (e: { code?: number; reason?: string }) => void): void;
  onError(f: (e: unknown) => void): void;
}
interface Task {
  abort?(): void;
  onProgressUpdate?(f: (e: { totalBytesSent: number; totalBytesExpectedToSend: number }) => void): void;
}

/** The part of uni-app that is used; mini programs' own objects (`wx`) have the same. */
export interface Uni {
  request(o: Record<string, unknown>): Task | undefined;
  uploadFile(o: Record<string, unknown>): Task | undefined;
  connectSocket(o: Record<string, unknown>): SocketTask;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: unknown): void;
  removeStorageSync(key: string): void;
  onNetworkStatusChange?(f: (e: { isConnected: boolean }) => void): void;
  onAppShow?(f: () => void): void;
  onAppHide?(f: () => void): void;
  getSystemInfoSync?(): Record<string, unknown>;
  getFileSystemManager?(): { readFile(o: Record<string, unknown>): void };
  onWindowResize?(f: () => void): void;
}

export interface UniOptions {
  /** Mini programs of some makers cannot send sub-protocols: the token then goes into the query. */
  subProtocols?: boolean;
}

/** uni-app on phones, in mini programs and in browsers. */
export function uniAdapters(uni: Uni, o: UniOptions = {}): Adapters {
  const keep = keepOf(uni);
  const values: KeyValues = keep;
  return {
    platform: 'uni-app',
    http: (r) => request(uni, r),
    upload: (file, to, onProgress, signal) => upload(uni, file, to, onProgress, signal),
    socket: (url, protocols) => socket(uni, url, protocols),
    subProtocols: o.subProtocols ?? true,
    closesWhenHidden: true,
    store: async (name) => new KeyValueStore(values, name),
    dropStore: async (name) => KeyValueStore.drop(values, name),
    keep,
    tabKeep: keep,
    lifecycle: lifecycleOf(uni),
    random,
    timers,
    abort: plainAbort,
    screen: {
      wide: () => Number(uni.getSystemInfoSync?.().windowWidth ?? 0) >= 900,
      onChange: (f) => {
        uni.onWindowResize?.(f);
        return () => undefined;
      },
      info: uni.getSystemInfoSync?.() ?? {},
    },
    // Ten megabytes in all; a fifth of this is used.
    roomBytes: async () => 40_000_000,
  };
}

function request(uni: Uni, r: HttpRequest): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const task = uni.request({
      url: r.url,
      method: 'POST',
      header: r.headers,
      data: r.body,
      timeout: r.timeoutMs,
      dataType: 'text',
      responseType: 'text',
      success: (e: { statusCode: number; header?: Record<string, string>; data: unknown }) => {
        const headers: Record<string, string> = {};
        for (const [name, value] of Object.entries(e.header ?? {})) headers[name.toLowerCase()] = String(value);
        resolve({ status: e.statusCode, headers, body: typeof e.data === 'string' ? e.data : JSON.stringify(e.data) });
      },
      fail: (e: { errMsg?: string }) => reject(new Error(e?.errMsg ?? 'request failed')),
    });
    r.signal?.addEventListener('abort', () => task?.abort?.());
  });
}

function upload(
  uni: Uni,
  file: FileRef,
  to: Upload,
  onProgress: (sent: number, all: number) => void,
  signal?: { aborted: boolean; addEventListener(t: 'abort', f: () => void): void },
): Promise<void> {
  const { path } = file;
  if (path === undefined) return Promise.reject(new ConfabError('file-gone', { kind: 'client' }));
  return new Promise((resolve, reject) => {
    const ended = {
      success: (e: { statusCode: number }) =>
        e.statusCode < 300 ? resolve() : reject(new Error(`upload answered ${e.statusCode}`)),
      fail: (e: { errMsg?: string }) => reject(new Error(e?.errMsg ?? 'upload failed')),
    };
    const follow = (task: Task | undefined) => {
      task?.onProgressUpdate?.((e) => onProgress(e.totalBytesSent, e.totalBytesExpectedToSend));
      signal?.addEventListener('abort', () => task?.abort?.());
    };
    if (to.method === 'POST') {
      follow(
        uni.uploadFile({
          url: to.url,
          filePath: path,
          name: 'file',
          formData: to.fields ?? {},
          header: to.headers ?? {},
          ...ended,
        }),
      );
      return;
    }
    const files = uni.getFileSystemManager?.();
    if (!files) return reject(new Error('this platform cannot PUT a file'));
    files.readFile({
      filePath: path,
      success: (e: { data: unknown }) =>
        follow(uni.request({ url: to.url, method: 'PUT', header: to.headers ?? {}, data: e.data, ...ended })),
      fail: () => reject(new ConfabError('file-gone', { kind: 'client' })),
    });
  });
}

function socket(uni: Uni, url: string, protocols: string[]): Wire {
  const task = uni.connectSocket({ url, ...(protocols.length > 0 && { protocols }), complete: () => undefined });
  let closed = false;
  const close = (code: number, reason: string) => {
    if (closed) return;
    closed = true;
    wire.onclose?.(code, reason);
  };
  const wire: Wire = {
    send: (text) => task.send({ data: text, fail: () => close(1006, 'send failed') }),
    close: (code) => task.close({ code: code ?? 1000 }),
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  task.onOpen(() => wire.onopen?.());
  task.onMessage((e) => wire.onmessage?.(String(e.data)));
  task.onClose((e) => close(e?.code ?? 1006, e?.reason ?? ''));
  task.onError(() => close(1006, 'error'));
  return wire;
}

function keepOf(uni: Uni): Adapters['keep'] {
  return {
    get: (key) => {
      const value = uni.getStorageSync(key);
      return typeof value === 'string' && value !== '' ? value : null;
    },
    set: (key, value) => uni.setStorageSync(key, value),
    remove: (key) => uni.removeStorageSync(key),
  };
}

function lifecycleOf(uni: Uni): Adapters['lifecycle'] {
  let visible = true;
  let online = true;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const f of [...listeners]) f();
  };
  uni.onAppShow?.(() => {
    visible = true;
    tell();
  });
  uni.onAppHide?.(() => {
    visible = false;
    tell();
  });
  uni.onNetworkStatusChange?.((e) => {
    online = e.isConnected;
    tell();
  });
  return {
    visible: () => visible,
    online: () => online,
    onChange: (f) => {
      listeners.add(f);
      return () => void listeners.delete(f);
    },
  };
}

/** Names messages and devices: they must differ, not be secret. Mini programs have no source of random bytes that answers at once. */
function random(n: number): Uint8Array {
  const bytes = new Uint8Array(n);
  for (let i = 0; i < n; i++) bytes[i] = Math.floor(Math.random() * 256);
  return bytes;
}
