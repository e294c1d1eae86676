import { shallowRef } from 'vue';

/** The one URL that trusted types let through: our own worker. */
function workerUrl(): string {
  const url = 'sw.js';
  const factory = (window as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (factory === undefined) return url;
  const policy = factory.createPolicy('confab', {
    createScriptURL(input) {
      if (input !== url) throw new TypeError('Not our worker.');
      return input;
    },
  });
  return policy.createScriptURL(url) as unknown as string;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(input: string): string },
  ): { createScriptURL(input: string): { toString(): string } };
}

/** The worker shows notifications, and away from a laptop keeps the client for the next start. */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator) || !isSecureContext || import.meta.env.DEV) return;
  void navigator.serviceWorker.register(workerUrl(), { updateViaCache: 'none' }).then(watchForUpdate, () => undefined);
}

/** A newer version waits until the user says so, or all pages are closed. */
export const newerVersion = shallowRef<() => void>();

const LOOK_MS = 3_600_000;
const SOONEST_MS = 600_000;
/** Time for what is being written to be kept. */
const DRAFT_MS = 500;

function watchForUpdate(registration: ServiceWorkerRegistration | undefined): void {
  if (registration === undefined) return;
  const look = () => {
    const { waiting } = registration;
    if (waiting !== null && navigator.serviceWorker.controller !== null)
      newerVersion.value = () => waiting.postMessage({ type: 'take-over' });
  };
  look();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  // With a version, its files change: a page of the version before, in whichever tab, would find those of the next one.
  if (navigator.serviceWorker.controller !== null)
    navigator.serviceWorker.addEventListener('controllerchange', reload, { once: true });
  askNowAndThen(registration);
}

/** A browser looks for a new version when a page is opened; a chat stays open for days. */
function askNowAndThen(registration: ServiceWorkerRegistration): void {
  let asked = Date.now();
  const ask = () => {
    asked = Date.now();
    registration.update().catch(() => undefined);
  };
  setInterval(ask, LOOK_MS);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - asked > SOONEST_MS) ask();
  });
}

/** The page is about to be loaded anew. */
export const leaving = shallowRef(false);

function reload(): void {
  leaving.value = true;
  setTimeout(() => location.reload(), DRAFT_MS);
}

const RELOADED = 'confab:reloaded';
const AGAIN_MS = 60_000;

/**
 * A part of the client is no longer there, because there is a newer version: loaded anew, but not again and again, and not while the server
 * is away, where a page that stands is better than none.
 */
export function reloadIfOutdated(): void {
  addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (Date.now() - last < AGAIN_MS) return;
    const again = (reply: Response) => {
      if (!reply.ok) return;
      sessionStorage.setItem(RELOADED, String(Date.now()));
      reload();
    };
    fetch('index.html', { method: 'HEAD', cache: 'no-store' }).then(again, () => undefined);
  });
}
