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

function watchForUpdate(registration: ServiceWorkerRegistration | undefined): void {
  if (registration === undefined) return;
  const look = () => {
    const { waiting } = registration;
    if (waiting === null || navigator.serviceWorker.controller === null) return;
    newerVersion.value = () => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage({ type: 'take-over' });
    };
  };
  look();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
}
