import { webPush, type WebPush } from '@confab/sdk/web-push';
import { effectScope, watch } from 'vue';
import { t } from '../i18n';
import { preferences } from '../settings/preferences';
import { useConfab } from './app';

const CACHE = 'notifications';
const TEXT = 'notification-text';
let told = false;

/** Web push of this page: messages reach this browser while the client is closed. */
export function push(): WebPush {
  if (!told && 'caches' in window) {
    told = true;
    effectScope(true).run(() =>
      watch(() => (preferences.notifyText ? undefined : t('notify.hidden')), tellWorker, { immediate: true }),
    );
  }
  return webPush(useConfab());
}

let telling: Promise<unknown> = Promise.resolve();

/**
 * The worker has no settings of its own: what it finds in this cache, it shows in the place of what was written. One change after another: of two
 * quick ones the last counts.
 */
function tellWorker(text: string | undefined): void {
  const write = async () => {
    const cache = await caches.open(CACHE);
    if (text === undefined) await cache.delete(TEXT);
    else await cache.put(TEXT, new Response(text));
  };
  telling = telling.then(write).catch(() => undefined);
}
