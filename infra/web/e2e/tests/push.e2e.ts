import type { Browser, BrowserContext, Page, Worker } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { enter, launch, opened, signedIn, type User } from '../support/browser.js';
import { breakable } from '../support/line.js';
import { PushService } from '../support/push-service.js';
import { Server } from '../support/server.js';

let browser: Browser;
let service: PushService;
let server: Server;
let alice: User;
let bob: Api;
const line = breakable();

beforeAll(async () => {
  service = await PushService.start();
  [browser, server] = await Promise.all([launch(), Server.start(service.settings())]);
  alice = await signedInWithPush();
  bob = await Api.of(server.url, 'bob');
});
afterEach(() => {
  expect(alice.complaints).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([server.stop(), service.stop()]);
});

/** Chromium's own push service cannot be reached here: a stub gives out what it would, and keeps it for the next page. */
async function stubPush(context: BrowserContext): Promise<void> {
  await context.addInitScript(
    ([first, second]) => {
      const place = 'stub:push';
      const read = () => JSON.parse(localStorage.getItem(place) ?? 'null') as { n: number; key: string } | null;
      const subscription = () => {
        const at = read();
        if (at === null || at.key === '') return null;
        const it = at.n === 1 ? first : second;
        const text = atob(at.key.replace(/-/g, '+').replace(/_/g, '/'));
        return {
          ...it,
          options: { applicationServerKey: Uint8Array.from(text, (c) => c.charCodeAt(0)).buffer },
          toJSON: () => it,
          unsubscribe: () => {
            localStorage.setItem(place, JSON.stringify({ ...read(), key: '' }));
            return Promise.resolve(true);
          },
        };
      };
      Object.assign(PushManager.prototype, {
        getSubscription: () => Promise.resolve(subscription()),
        subscribe: (o: { applicationServerKey: string }) => {
          localStorage.setItem(place, JSON.stringify({ n: (read()?.n ?? 0) + 1, key: o.applicationServerKey }));
          return Promise.resolve(subscription());
        },
      });
    },
    [service.subscription('/first'), service.subscription('/second')] as const,
  );
}

async function signedInWithPush(): Promise<User> {
  const user = await signedIn(browser, server.url, 'alice', {}, async (context) => {
    await stubPush(context);
    await line.prepare(context);
  });
  await user.context.grantPermissions(['notifications'], { origin: server.url });
  return user;
}

/** The part of a service worker's world that is used here; its whole library contradicts that of pages. */
interface WorkerScope extends EventTarget {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    openWindow(url: string): Promise<null>;
    matchAll(o: object): Promise<readonly { url: string; focused: boolean }[]>;
  };
  readonly NotificationEvent: new (type: string, o: { notification: Notification }) => Event;
  readonly WindowClient: { prototype: { focus(): Promise<unknown> } };
  opened?: string;
}

const toSettings = (page: Page) => page.goto(`${server.url}/#/settings`);
const pushSwitch = (page: Page) => page.getByRole('switch', { name: '关闭 Confab 后仍接收通知' });
const channels = async () =>
  (await (await Api.of(server.url, 'alice')).call<{ channel?: string }[]>('getMyDevices')).map((each) => each.channel);

async function worker(): Promise<Worker> {
  const [there] = alice.context.serviceWorkers();
  return there ?? alice.context.waitForEvent('serviceworker');
}
/** In turn, as the client itself asks: `client/src/shell/shown.ts` says why. */
const shown = async () =>
  (await worker()).evaluate(() =>
    navigator.locks.request('notifications', async () => {
      const { registration } = self as unknown as WorkerScope;
      const all = await registration.getNotifications();
      return all.map(({ title, body, tag }) => ({ title, body, tag }));
    }),
  );
const closeAll = async () =>
  (await worker()).evaluate(() =>
    navigator.locks.request('notifications', async () => {
      const { registration } = self as unknown as WorkerScope;
      for (const each of await registration.getNotifications()) each.close();
    }),
  );

/** Whether a page of the client is looked at, as the worker sees it: a little later than it is so. */
const lookedAt = async () =>
  (await worker()).evaluate(async () => {
    const { clients } = self as unknown as WorkerScope;
    const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
    return pages.some(({ url, focused }) => focused && !url.endsWith('/icon.svg'));
  });

/** A page of the same origin that is no page of the client. */
async function besides(): Promise<Page> {
  const page = await opened(alice.context, alice.complaints);
  await page.goto(`${server.url}/icon.svg`);
  return page;
}

/** As a push service delivers it. */
async function deliver(page: Page, data: string): Promise<void> {
  const session = await alice.context.newCDPSession(page);
  const registered = new Promise<string>((done) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) done(registrations[0].registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: server.url,
    registrationId: await registered,
    data,
  });
  await session.detach();
}

test('switched on in the settings, the server takes the subscription; what it sends to a closed client decrypts and is shown', async () => {
  const { page } = alice;
  await toSettings(page);
  await pushSwitch(page).check();
  await page.getByText('浏览器运行时，新消息会通知到这里').waitFor();
  await expect.poll(channels).toContain('webpush');

  const beside = await besides();
  await page.close();
  await expect
    .poll(async () =>
      (await (await Api.of(server.url, 'alice')).call<{ online: boolean }[]>('getMyDevices')).some(
        (each) => each.online,
      ),
    )
    .toBe(false);
  const { conversation_id } = await bob.send({ to_uid: 'alice' }, 'text', '你好，在吗？');
  await expect.poll(() => service.received.length, { timeout: 60_000 }).toBe(1);
  const [{ path, push }] = service.received as [{ path: string; push: object }];
  expect(path).toBe('/first');
  expect(push).toMatchObject({ title: 'bob', content: '你好，在吗？' });

  await deliver(beside, JSON.stringify(push));
  await expect.poll(shown).toEqual([{ title: 'bob', body: '你好，在吗？', tag: conversation_id }]);

  await (
    await worker()
  ).evaluate(async () => {
    const scope = self as unknown as WorkerScope;
    scope.clients.openWindow = (url) => {
      scope.opened = url;
      return Promise.resolve(null);
    };
    const [notification] = await scope.registration.getNotifications();
    if (notification !== undefined)
      scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
  });
  await expect
    .poll(async () => (await worker()).evaluate(() => (self as unknown as WorkerScope).opened))
    .toBe(`./#/c/${conversation_id}`);
  await expect.poll(shown).toEqual([]);

  await deliver(beside, 'not JSON');
  await expect.poll(shown).toEqual([{ title: 'Confab', body: '', tag: '' }]);
  await beside.close();
});

test('a page that is looked at shows nothing; a click on a notification leads it to the chat', async () => {
  // Before the page is there: it tells of what comes later.
  const { conversation_id } = await bob.send({ to_uid: 'alice' }, 'text', 'x');
  const page = await enter(alice.context, alice.complaints, server.url, 'alice');
  alice = { ...alice, page };
  const beside = await besides();
  const push = (title: string) => JSON.stringify({ title, content: 'c', payload: { data: { conversation_id } } });
  await closeAll();
  await page.bringToFront();
  await expect.poll(lookedAt).toBe(true);
  await deliver(beside, push('looked at'));
  await beside.waitForTimeout(500);
  expect(await shown()).toEqual([]);

  await toSettings(page);
  await page.getByRole('switch', { name: '通知中显示内容' }).uncheck();
  const insteadOfContent = () => page.evaluate(async () => (await caches.match('notification-text'))?.text());
  await expect.poll(insteadOfContent).toBe('收到一条新消息');
  // Without this, a test's browser takes every page for the one that is looked at.
  const focus = await alice.context.newCDPSession(page);
  await focus.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  await beside.bringToFront();
  await expect.poll(lookedAt).toBe(false);
  await deliver(beside, push('not looked at'));
  await expect.poll(shown).toEqual([{ title: 'not looked at', body: '收到一条新消息', tag: conversation_id }]);
  await (
    await worker()
  ).evaluate(async () => {
    const scope = self as unknown as WorkerScope;
    scope.WindowClient.prototype.focus = function () {
      return Promise.resolve(this);
    };
    const [notification] = await scope.registration.getNotifications();
    if (notification !== undefined)
      scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
  });
  await page.waitForURL(`${server.url}/#/c/${conversation_id}`);
  await beside.close();
});

test('what is read on another device is told no longer, whether this page, or a push to a closed one, told of it', async () => {
  const { page, context } = alice;
  const elsewhere = await Api.of(server.url, 'alice');
  const beside = await besides();
  await toSettings(page);
  await page.getByRole('switch', { name: '显示桌面通知' }).check();
  await page.getByRole('switch', { name: '通知中显示内容' }).check();
  await beside.bringToFront();

  const first = await bob.send({ to_uid: 'alice' }, 'text', 'one');
  await expect.poll(shown).toEqual([{ title: 'bob', body: 'one', tag: first.conversation_id }]);
  const carol = await (await Api.of(server.url, 'carol')).send({ to_uid: 'alice' }, 'text', 'from carol');
  await expect.poll(async () => (await shown()).length).toBe(2);
  await bob.send({ to_uid: 'alice' }, 'text', 'two');
  await expect.poll(async () => (await shown()).map(({ body }) => body).sort()).toEqual(['from carol', 'two']);
  // Only as far as it was read: the second one is still new.
  await elsewhere.call('clearUnreadCount', { conversation_id: first.conversation_id, seq: first.seq });
  await page.waitForTimeout(500);
  expect(await shown()).toHaveLength(2);
  await elsewhere.call('clearUnreadCount', { conversation_id: first.conversation_id });
  await expect.poll(shown).toEqual([{ title: 'carol', body: 'from carol', tag: carol.conversation_id }]);
  await elsewhere.call('removeConversation', { conversation_id: carol.conversation_id });
  await expect.poll(shown).toEqual([]);

  await page.close();
  const { conversation_id, _id, seq } = await bob.send({ to_uid: 'alice' }, 'text', 'three');
  const data = { _id, conversation_id, seq, to_uid: 'alice' };
  await deliver(beside, JSON.stringify({ title: 'bob', content: 'three', payload: { type: 'uni-im', data } }));
  await expect.poll(shown).toEqual([{ title: 'bob', body: 'three', tag: conversation_id }]);
  await elsewhere.call('clearUnreadCount', { conversation_id });
  alice = { ...alice, page: await enter(context, alice.complaints, server.url, 'alice') };
  await expect.poll(shown).toEqual([]);
  await beside.close();
});

test('of many chats in which somebody writes at the same moment each is told; and what was missed for a moment, too', async () => {
  const { page, context } = alice;
  const elsewhere = await Api.of(server.url, 'alice');
  const beside = await besides();
  await toSettings(page);
  const groups = await Promise.all(Array.from({ length: 24 }, (_, n) => bob.group(`g${n}`, [elsewhere])));
  const wanted = groups.map((_, n) => `g${n}`).sort();
  const told = async () => (await shown()).map(({ title }) => title).sort();
  await Promise.all(groups.map((group_id) => bob.send({ group_id }, 'text', 'all at once')));
  await expect.poll(told).toEqual(wanted);
  await closeAll();
  await expect.poll(shown).toEqual([]);

  await line.cut(context);
  const { conversation_id } = await bob.send({ to_uid: 'alice' }, 'text', 'missed');
  const read = await bob.send({ group_id: groups[0] ?? '' }, 'text', 'missed, and read elsewhere');
  await elsewhere.call('clearUnreadCount', { conversation_id: read.conversation_id });
  await line.mend(context);
  await expect.poll(shown).toEqual([{ title: 'bob', body: 'missed', tag: conversation_id }]);
  await closeAll();
  await beside.close();
});

test('a subscription that the browser replaced is told to the server', async () => {
  const { page } = alice;
  await page.evaluate(() => localStorage.setItem('stub:push', JSON.stringify({ n: 1, key: '' })));
  await (await worker()).evaluate(() => void self.dispatchEvent(new Event('pushsubscriptionchange')));
  await expect
    .poll(() =>
      page.evaluate(() => (JSON.parse(localStorage.getItem('confab:push') ?? '{}') as { endpoint: string }).endpoint),
    )
    .toBe(service.subscription('/second').endpoint);
  await expect.poll(channels).toContain('webpush');
});

test('signing out ends it; a browser that forbids notifications says so', async () => {
  const { page, context } = alice;
  await toSettings(page);
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('button', { name: 'alice' }).waitFor();
  await expect
    .poll(() => page.evaluate(() => [localStorage.getItem('confab:push'), localStorage.getItem('stub:push')]))
    .toEqual([null, expect.stringContaining('"key":""')]);
  await expect.poll(channels).not.toContain('webpush');

  // As a browser does in which the user has forbidden them.
  await context.addInitScript(() =>
    Object.assign(PushManager.prototype, { permissionState: () => Promise.resolve('denied') }),
  );
  await page.reload();
  await page.getByRole('button', { name: 'alice' }).click();
  await page.locator('.shell').waitFor();
  await toSettings(page);
  await page.getByText('通知已被禁止').waitFor();
  await expect.poll(() => pushSwitch(page).isDisabled()).toBe(true);
});
