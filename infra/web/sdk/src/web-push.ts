import { storageKeep } from './platform/storage-keep.js';
import { WebPush } from './platform/web-push.js';
import type { Confab } from './types.js';

export { WebPush, type PushWorker, type WebPushOptions, type WebPushState } from './platform/web-push.js';

/** Web push for this page's origin. Its service worker, which the application registers, shows what comes. */
export function webPush(confab: Confab): WebPush {
  return new WebPush(confab, {
    worker: async () => (await globalThis.navigator.serviceWorker?.getRegistration()) ?? null,
    keep: storageKeep(() => globalThis.localStorage),
    now: () => Date.now(),
  });
}
