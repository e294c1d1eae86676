import type { Adapters, FileRef, Lifecycle, Tabs } from '../adapters.js';
import type { Upload } from '../api/types.js';
import { deleteDB } from 'idb';
import { ConfabError } from '../api/errors.js';
import { IdbStore, type KeyRanges } from '../store/idb.js';
import { timers } from './common.js';
import { http } from './http.js';
import { prepareImage } from './image.js';
import { endPush } from './push-owner.js';
import { storageKeep } from './storage-keep.js';
import { wireOf } from './wire.js';

export function browserAdapters(): Adapters {
  return {
    platform: 'web',
    http,
    upload,
    socket: (url, protocols) => wireOf(new WebSocket(url, protocols) as never),
    subProtocols: true,
    store: (name) => IdbStore.open(name, IDBKeyRange as unknown as KeyRanges),
    dropStore: (name) => deleteDB(name),
    keep: storageKeep(() => localStorage),
    tabKeep: storageKeep(() => sessionStorage),
    lifecycle,
    tabs,
    random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    timers,
    abort: () => {
      const controller = new AbortController();
      return { signal: controller.signal, abort: () => controller.abort() };
    },
    screen: {
      wide: () => window.innerWidth >= 900,
      onChange: (f) => {
        window.addEventListener('resize', f);
        return () => window.removeEventListener('resize', f);
      },
      info: { language: navigator.language, userAgent: navigator.userAgent },
    },
    prepareImage,
    endPush: (isFor) =>
      endPush(
        storageKeep(() => localStorage),
        isFor,
      ),
    persist: async () => void (await navigator.storage?.persist?.()),
    roomBytes: async () => (await navigator.storage?.estimate?.())?.quota,
  };
}

const lifecycle: Lifecycle = {
  visible: () => document.visibilityState !== 'hidden',
  online: () => navigator.onLine !== false,
  onChange: (f) => {
    document.addEventListener('visibilitychange', f);
    window.addEventListener('online', f);
    window.addEventListener('offline', f);
    window.addEventListener('focus', f);
    window.addEventListener('pageshow', f);
    return () => {
      document.removeEventListener('visibilitychange', f);
      for (const type of ['online', 'offline', 'focus', 'pageshow']) window.removeEventListener(type, f);
    };
  },
};

function tabs(name: string): Tabs | null {
  if (typeof BroadcastChannel === 'undefined' || !navigator.locks) return null;
  const channel = new BroadcastChannel(name);
  return {
    lead(f, o = {}) {
      const giveUp = new AbortController();
      let release: () => void = () => giveUp.abort();
      let done = false;
      const held = () =>
        new Promise<void>((resolve) => {
          release = resolve;
          if (done) resolve();
          else f(true);
        });
      const request = o.steal
        ? navigator.locks.request(name, { steal: true }, held)
        : navigator.locks.request(name, { signal: giveUp.signal }, held);
      // Rejects when this tab stops waiting, and when another one steals the lock.
      request.catch(() => {
        if (!done) f(false);
      });
      return () => {
        done = true;
        release();
      };
    },
    post: (message) => channel.postMessage(message),
    onMessage: (f) => {
      const listener = (e: MessageEvent) => f(e.data);
      channel.addEventListener('message', listener);
      return () => channel.removeEventListener('message', listener);
    },
    close: () => channel.close(),
  };
}

/** With progress, which fetch does not tell. */
function upload(
  file: FileRef,
  to: Upload,
  onProgress: (sent: number, all: number) => void,
  signal?: { aborted: boolean; addEventListener(t: 'abort', f: () => void): void },
): Promise<void> {
  const { blob, bytes } = file;
  const content = blob ?? (bytes ? new Blob([bytes as Uint8Array<ArrayBuffer>], { type: file.type }) : null);
  if (!content) return Promise.reject(new ConfabError('file-gone', { kind: 'client' }));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(to.method, to.url);
    for (const [name, value] of Object.entries(to.headers ?? {})) request.setRequestHeader(name, value);
    request.upload.onprogress = (e) => onProgress(e.loaded, e.lengthComputable ? e.total : file.size);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(`upload answered ${request.status}`)));
    request.onerror = () => reject(new Error('upload failed'));
    request.onabort = () => reject(new Error('upload ended'));
    signal?.addEventListener('abort', () => request.abort());
    if (to.method === 'PUT') {
      request.send(content);
      return;
    }
    const form = new FormData();
    for (const [name, value] of Object.entries(to.fields ?? {})) form.append(name, value);
    form.append('file', content, file.name);
    request.send(form);
  });
}
