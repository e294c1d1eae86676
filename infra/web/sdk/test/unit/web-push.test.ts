import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConfabError } from '../../src/api/errors.js';
import { memoryKeep } from '../../src/platform/common.js';
import { endPush } from '../../src/platform/push-owner.js';
import { WebPush } from '../../src/platform/web-push.js';
import type { Confab } from '../../src/types.js';
import { World } from '../fake/world.js';

/** A browser with one subscription at most, as the Push API describes it. */
class FakeBrowser {
  permission: PermissionState = 'granted';
  works = true;
  made = 0;
  subscription: PushSubscription | null = null;
  readonly keep = memoryKeep();
  time = 0;

  readonly pushManager = {
    permissionState: async () => this.permission,
    getSubscription: async () => this.subscription,
    subscribe: async (o?: PushSubscriptionOptionsInit) => {
      if (this.permission === 'prompt') this.permission = 'granted';
      if (this.permission !== 'granted') throw new DOMException('no', 'NotAllowedError');
      if (!this.works) throw new DOMException('Registration failed', 'AbortError');
      const key = Buffer.from(String(o?.applicationServerKey), 'base64url');
      if (this.subscription) throw new DOMException('another key', 'InvalidStateError');
      const endpoint = `https://push.example/${++this.made}`;
      this.subscription = {
        endpoint,
        options: { applicationServerKey: new Uint8Array(key).buffer },
        toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
        unsubscribe: async () => {
          this.subscription = null;
          return true;
        },
      } as unknown as PushSubscription;
      return this.subscription;
    },
  };
}

/** What the server would do, for one user at a time. */
class FakeCalls {
  uid: string | null = 'alice';
  key: string | undefined = 'BKey_-1A';
  down = false;
  readonly told: unknown[] = [];
  readonly call = (async (method: string, params: unknown) => {
    if (this.down) throw new ConfabError('network', { kind: 'network' });
    if (method === 'getPushKey') return { data: this.key === undefined ? {} : { publicKey: this.key } };
    this.told.push(params);
    return { data: {} };
  }) as unknown as Confab['call'];
}

function start(supported = true) {
  const browser = new FakeBrowser();
  const server = new FakeCalls();
  const push = new WebPush(server, {
    worker: async () => (supported ? browser : null),
    keep: browser.keep,
    now: () => browser.time,
  });
  return { browser, server, push };
}
const told = (n: number) => ({
  channel: 'webpush',
  endpoint: JSON.stringify({ endpoint: `https://push.example/${n}`, keys: { p256dh: 'p', auth: 'a' } }),
});

describe('a browser says what it can', () => {
  test('no worker, no key, forbidden, off, on', async () => {
    expect(await start(false).push.state()).toBe('unsupported');
    expect(await start(false).push.subscribe()).toBe('unsupported');
    const { browser, server, push } = start();
    server.key = undefined;
    expect(await push.state()).toBe('unavailable');
    expect(await push.subscribe()).toBe('unavailable');
    server.key = 'BKey_-1A';
    browser.permission = 'denied';
    expect(await push.state()).toBe('denied');
    expect(await push.subscribe()).toBe('denied');
    expect(server.told).toEqual([]);
    browser.permission = 'prompt';
    expect(await push.state()).toBe('off');
    expect(await push.subscribe()).toBe('on');
    expect(await push.state()).toBe('on');
    expect(server.told).toEqual([told(1)]);
  });

  test('a push service that does not work is an error with a code; it stays off', async () => {
    const { browser, server, push } = start();
    browser.works = false;
    await expect(push.subscribe()).rejects.toMatchObject({ code: 'push-failed' });
    expect(await push.state()).toBe('off');
    expect(server.told).toEqual([]);
  });

  test('what the server does not take is ended in the browser, too', async () => {
    const { browser, server, push } = start();
    const { call } = server;
    (server as { call: unknown }).call = async (method: 'getPushKey', params: Record<string, never>) => {
      if ((method as string) === 'setPushCid') throw new ConfabError('param-error', { kind: 'refused' });
      return call(method, params);
    };
    await expect(push.subscribe()).rejects.toMatchObject({ code: 'param-error' });
    expect(browser.subscription).toBeNull();
    expect(await push.state()).toBe('off');
  });
});

describe('what is on stays on', () => {
  test('the same address is told once a day, another one and another key at once', async () => {
    const { browser, server, push } = start();
    await push.renew();
    expect(server.told).toEqual([]);
    await push.subscribe();
    browser.time = 23 * 3_600_000;
    await push.renew();
    expect(server.told).toHaveLength(1);
    browser.time = 24 * 3_600_000;
    await push.renew();
    expect(server.told).toEqual([told(1), told(1)]);
    await browser.subscription?.unsubscribe();
    await push.renew();
    expect(server.told[2]).toEqual(told(2));
    server.key = 'BOther_1';
    await push.renew();
    expect(server.told[3]).toEqual(told(3));
    expect(Buffer.from(browser.subscription?.options.applicationServerKey as ArrayBuffer).toString('base64url')).toBe(
      'BOther_1',
    );
    await push.renew();
    expect(server.told).toHaveLength(4);
  });

  test('an address that the server could not be told of is told at the next start', async () => {
    const { browser, server, push } = start();
    await push.subscribe();
    await browser.subscription?.unsubscribe();
    server.down = true;
    await expect(push.renew()).rejects.toMatchObject({ code: 'network' });
    server.down = false;
    await push.renew();
    expect(server.told.at(-1)).toEqual(told(2));
  });

  test.each(['forbidden', 'without a key'])('%s it is off from then on', async (why) => {
    const { browser, server, push } = start();
    await push.subscribe();
    if (why === 'forbidden') browser.permission = 'denied';
    else server.key = undefined;
    await push.renew();
    expect(server.told.at(-1)).toEqual({ channel: 'websocket' });
    expect(await push.state()).toBe(why === 'forbidden' ? 'denied' : 'unavailable');
  });
});

describe('it ends', () => {
  test('by hand, also while the server is away', async () => {
    const { browser, server, push } = start();
    await push.subscribe();
    server.down = true;
    await push.unsubscribe();
    expect(browser.subscription).toBeNull();
    server.down = false;
    expect(await push.state()).toBe('off');
  });

  test("another user's is left alone, and is not mine", async () => {
    const { browser, server, push } = start();
    await push.subscribe();
    server.uid = 'bob';
    expect(await push.state()).toBe('off');
    await push.unsubscribe();
    await push.renew();
    expect(browser.subscription).not.toBeNull();
    expect(server.told).toHaveLength(1);
    await push.subscribe();
    server.uid = 'alice';
    expect(await push.state()).toBe('off');
  });

  test('a sign-out while the server is being told leaves nothing on', async () => {
    const { server, push } = start();
    const { call } = server;
    (server as { call: unknown }).call = async (method: 'getPushKey', params: Record<string, never>) => {
      if ((method as string) === 'setPushCid') server.uid = null;
      return call(method, params);
    };
    await push.subscribe();
    server.uid = 'alice';
    expect(await push.state()).toBe('off');
  });
});

describe('with a session', () => {
  afterEach(() => vi.unstubAllGlobals());

  async function signedInWithPush(more: object = {}) {
    const { browser, push } = start();
    await push.subscribe();
    vi.stubGlobal('navigator', { serviceWorker: { getRegistration: async () => browser } });
    const world = new World(['alice', 'bob']);
    const confab = world.tab('alice', 'd', {
      ...more,
      adapters: { endPush: (isFor) => endPush(browser.keep, isFor) },
    });
    const first = world.token('alice');
    void confab.login(first);
    await world.clock.advance(1000);
    return { browser, world, confab, first };
  }

  test('signing out ends it before the server is asked, also without a network', async () => {
    const { browser, world, confab } = await signedInWithPush();
    expect(browser.subscription).not.toBeNull();
    world.setOnline('d', false);
    const out = confab.logout();
    await world.clock.advance(1);
    expect(browser.subscription).toBeNull();
    await world.clock.advance(10_000);
    await out;
    expect(browser.keep.get('confab:push')).toBeNull();
  });

  test('a session that the server ends, ends it', async () => {
    const { browser, world, confab, first } = await signedInWithPush({ getToken: async () => null });
    world.expire(first.token);
    void confab.call('getMyInfo', {}).catch(() => undefined);
    await world.clock.advance(5000);
    expect(confab.state.connection).toBe('signed-out');
    expect(browser.subscription).toBeNull();
  });

  test.each([
    ['shared', null],
    ['tab', 'https://push.example/1'],
  ] as const)('with a session that is %s, another user who signs in leaves: %s', async (session, left) => {
    const { browser, world, confab } = await signedInWithPush({ session });
    void confab.login(world.token('bob'));
    await world.clock.advance(1000);
    expect(confab.uid).toBe('bob');
    expect(browser.subscription?.endpoint ?? null).toBe(left);
  });

  test('a browser that does not answer keeps nobody from signing out', async () => {
    const world = new World(['alice']);
    const confab = world.tab('alice', 'd', { adapters: { endPush: () => new Promise(() => undefined) } });
    void confab.login(world.token('alice'));
    await world.clock.advance(2000);
    let out = false;
    void confab.logout().then(() => (out = true));
    await world.clock.advance(2000);
    expect(out).toBe(true);
  });
});
