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

worker.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(subscribeAnew(event as unknown as { oldSubscription?: PushSubscription | null } & Event));
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

/**
 * A push shows one notification, whatever it holds: browsers demand it, except while somebody looks at a page of this client. Apple's
 * browsers demand it then, too, and end the subscription otherwise.
 */
async function show(data: PushMessageData | null): Promise<void> {
  const { title, body, conversation, about } = read(data);
  const pages = await pagesOfClient();
  if (pages.some((page) => page.focused) && !(await isApples())) return;
  const options = {
    body: (await textInsteadOfContent()) ?? body,
    tag: conversation,
    icon: 'icon-192.png',
    data: about,
  };
  await inTurn(() => worker.registration.showNotification(title, options));
}

/** As in `shell/shown.ts`, which says why; a worker is one file, and imports nothing. */
const inTurn = (act: () => Promise<void>): Promise<unknown> =>
  worker.navigator.locks === undefined ? act() : worker.navigator.locks.request('notifications', act);

/** `about` is what the page closes a notification by, once its message has been read. */
function read(data: PushMessageData | null): { title: string; body: string; conversation?: string; about: object } {
  try {
    const push = data?.json() as {
      title?: unknown;
      content?: unknown;
      payload?: { data?: { conversation_id?: unknown; seq?: unknown; to_uid?: unknown } };
    };
    const { conversation_id: id, seq, to_uid: uid } = push.payload?.data ?? {};
    const conversation = typeof id === 'string' ? id : undefined;
    return {
      title: typeof push.title === 'string' && push.title !== '' ? push.title : 'Confab',
      body: typeof push.content === 'string' ? push.content : '',
      conversation,
      about: { conversation, ...(typeof seq === 'number' && { seq }), ...(typeof uid === 'string' && { uid }) },
    };
  } catch {
    // What cannot be read is still a sign that something has come.
    return { title: 'Confab', body: '', about: {} };
  }
}

async function isApples(): Promise<boolean> {
  const subscription = await worker.registration.pushManager.getSubscription();
  return /^https:\/\/[\w.-]+\.push\.apple\.com\//.test(subscription?.endpoint ?? '');
}

/** What the settings want to be shown in the place of what was written: {@link NotificationSettings} puts it there. */
async function textInsteadOfContent(): Promise<string | undefined> {
  return (await caches.match('notification-text'))?.text();
}

/** The browser ends a subscription now and then: a new one with the same key, of which a page tells the server as soon as there is one. */
async function subscribeAnew({ oldSubscription }: { oldSubscription?: PushSubscription | null }): Promise<void> {
  const { pushManager } = worker.registration;
  const options = oldSubscription?.options;
  if (options !== undefined && (await pushManager.getSubscription()) === null)
    await pushManager.subscribe(options).catch(() => undefined);
  for (const page of await pagesOfClient()) page.postMessage({ type: 'push-changed' });
}

/** Those of this client alone: a laptop has others on the same origin. */
async function pagesOfClient(): Promise<readonly WindowClient[]> {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const { scope } = worker.registration;
  return pages.filter(({ url }) => [scope, `${scope}index.html`].includes(url.split(/[?#]/, 1)[0] ?? ''));
}

async function open(conversation: unknown): Promise<void> {
  const page = (await pagesOfClient()).find(({ url }) => !/[?&]embed=1/.test(url));
  if (page === undefined) {
    const hash = typeof conversation === 'string' ? `#/c/${encodeURIComponent(conversation)}` : '';
    await worker.clients.openWindow(`./${hash}`);
    return;
  }
  await page.focus();
  page.postMessage({ type: 'open', conversation });
}
