/// <reference lib="webworker" />
/**
 * The service worker: shows pushes, opens the chat of a clicked notification, and, away from a laptop, keeps one whole version of the client
 * so that it opens without a network. On a loopback address it answers no request and empties every cache: another program may listen on
 * that port tomorrow. Methods, uploads and `config.json` are never answered from here.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;

/** Written by the build: all files of this version, and a name that is the hash of their content. */
const FILES: readonly string[] = JSON.parse('__FILES__') as string[];
const VERSION = 'confab-__VERSION__';

const onLoopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(worker.location.hostname);

if (!onLoopback) {
  worker.addEventListener('install', (event) => {
    event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll([...FILES])));
  });
  worker.addEventListener('fetch', (event) => {
    const file = fileOf(event.request);
    if (file !== undefined) event.respondWith(answer(file, event.request));
  });
}

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOthers());
});

worker.addEventListener('message', (event: ExtendableMessageEvent) => {
  if ((event.data as { type?: unknown } | null)?.type === 'take-over') void worker.skipWaiting();
});

worker.addEventListener('push', (event) => {
  event.waitUntil(show(event.data));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open((event.notification.data as { conversation?: unknown } | null)?.conversation));
});

function fileOf(request: Request): string | undefined {
  if (request.method !== 'GET') return undefined;
  const scope = worker.registration.scope;
  const url = request.url.split(/[?#]/, 1)[0] ?? '';
  if (!url.startsWith(scope)) return undefined;
  const path = url.slice(scope.length) || 'index.html';
  return FILES.includes(path) ? path : undefined;
}

async function answer(file: string, request: Request): Promise<Response> {
  const cache = await caches.open(VERSION);
  return (await cache.match(file)) ?? fetch(request);
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('confab-') && (onLoopback || name !== VERSION));
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** A push always shows one notification, whatever it holds: browsers demand it. */
async function show(data: PushMessageData | null): Promise<void> {
  let title = 'Confab';
  let body = '';
  let conversation: string | undefined;
  try {
    const push = data?.json() as {
      title?: unknown;
      content?: unknown;
      payload?: { data?: { conversation_id?: unknown } };
    };
    if (typeof push.title === 'string' && push.title !== '') title = push.title;
    if (typeof push.content === 'string') body = push.content;
    const id = push.payload?.data?.conversation_id;
    if (typeof id === 'string') conversation = id;
  } catch {
    // What cannot be read is still a sign that something has come.
  }
  await worker.registration.showNotification(title, {
    body,
    tag: conversation,
    icon: 'icon-192.png',
    data: { conversation },
  });
}

async function open(conversation: unknown): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages[0];
  if (page === undefined) {
    const hash = typeof conversation === 'string' ? `#/c/${encodeURIComponent(conversation)}` : '';
    await worker.clients.openWindow(`./${hash}`);
    return;
  }
  await page.focus();
  page.postMessage({ type: 'open', conversation });
}
