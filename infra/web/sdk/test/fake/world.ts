import type { Adapters, Keep, Tabs, Wire } from '../../src/adapters.js';
import { ConfabClient } from '../../src/confab.js';
import { MemoryStore } from '../../src/store/memory.js';
import type { Confab, LogEvent, Options } from '../../src/types.js';
import { memoryKeep } from '../../src/platform/common.js';
import { FakeClock } from './clock.js';
import { uniAdapters } from '../../src/platform/uni.js';
import { stubUni } from './uni.js';
import { FakeServer, Refusal, type Caller } from './server.js';

export interface Faults {
  /** Of calls, in per cent: never arrives; stored, but the answer is lost; takes long. */
  dropCall: number;
  cutAfter: number;
  slow: number;
  /** Of pushes: lost, doubled, late. */
  dropPush: number;
  doublePush: number;
  latePush: number;
}
export const noFaults: Faults = { dropCall: 0, cutAfter: 0, slow: 0, dropPush: 0, doublePush: 0, latePush: 0 };

class SharedStore extends MemoryStore {
  override readonly kind = 'persistent' as const;
}

/** Tabs of one browser: a lock and a channel of each name. */
class Browser {
  readonly keep: Keep = memoryKeep();
  readonly stores = new Map<string, SharedStore>();
  /** Of uni-app. */
  readonly storage = new Map<string, unknown>();
  private readonly queues = new Map<string, { f: (leads: boolean) => void; held: boolean }[]>();
  private readonly channels = new Map<string, Set<(m: unknown) => void>>();

  tabs(name: string): Tabs {
    const queue = this.queues.get(name) ?? [];
    this.queues.set(name, queue);
    const channel = this.channels.get(name) ?? new Set();
    this.channels.set(name, channel);
    const own = new Set<(m: unknown) => void>();
    const grant = () => {
      const first = queue[0];
      if (first && !first.held) {
        first.held = true;
        void Promise.resolve().then(() => queue[0] === first && first.f(true));
      }
    };
    return {
      lead: (f, o = {}) => {
        const request = { f, held: false };
        if (o.steal) {
          const robbed = queue.shift();
          queue.unshift(request);
          robbed?.f(false);
        } else queue.push(request);
        grant();
        return () => {
          const at = queue.indexOf(request);
          if (at >= 0) queue.splice(at, 1);
          grant();
        };
      },
      post: (m) => {
        const text = JSON.stringify(m);
        for (const f of channel)
          if (!own.has(f)) void Promise.resolve().then(() => channel.has(f) && f(JSON.parse(text)));
      },
      onMessage: (f) => {
        channel.add(f);
        own.add(f);
        return () => void channel.delete(f);
      },
      close: () => own.forEach((f) => channel.delete(f)),
    };
  }
}

/** A server, its network, and browsers with tabs, all in one clock. */
export class World {
  readonly clock = new FakeClock();
  readonly server: FakeServer;
  faults: Faults = { ...noFaults };
  reachable = true;
  /** What becomes of a socket that is opened while calls work: a proxy may know none, or let it hang. */
  channel: 'works' | 'refused' | 'hangs' = 'works';
  /** When somebody tried to open a socket. */
  tries: number[] = [];
  log: LogEvent[] = [];
  private readonly browsers = new Map<string, Browser>();
  private readonly wires = new Map<Wire, Caller>();
  /** Until when the devices are pushed to, by user and device. */
  private readonly reach = new Map<string, number>();
  tokenLifeMs = 7_200_000;
  /** Tokens are of an issuer: this server does not renew them. */
  issuer = false;
  private readonly badTokens = new Set<string>();
  private readonly banned = new Set<string>();
  private tokens = 0;
  private seed: number;
  readonly online = new Map<string, boolean>();
  private readonly watchers = new Set<() => void>();

  constructor(users: string[], seed = 1) {
    this.seed = seed || 1;
    this.server = new FakeServer(users, () => this.clock.now());
    this.server.push = (uid, payload, notTo) => this.push(uid, payload, notTo);
  }

  token(uid: string): { token: string; tokenExpired: number } {
    const exp = this.clock.now() + this.tokenLifeMs;
    const claims = Buffer.from(JSON.stringify({ uid, exp, n: ++this.tokens })).toString('base64url');
    return { token: `h.${claims}.s`, tokenExpired: exp };
  }

  /** From now on the server refuses it. */
  expire(token: string): void {
    this.badTokens.add(token);
  }

  tab(uid: string, device: string, more: Partial<Options> = {}): Confab {
    const browser = this.browsers.get(device) ?? new Browser();
    this.browsers.set(device, browser);
    const options: Options = {
      endpoint: 'http://fake',
      socket: 'ws://fake/ws',
      appId: 'demo',
      deviceId: device,
      getToken: async () => this.token(uid),
      log: (e) => void this.log.push(e),
      ...more,
    };
    const adapters = { ...this.adapters(browser, device), ...more.adapters };
    if (process.env.CONFAB_TEST_PLATFORM !== 'uni') return new ConfabClient(options, adapters);
    const uni = uniAdapters(stubUni(adapters, browser.storage));
    return new ConfabClient(options, { ...uni, timers: this.clock, ...more.adapters });
  }

  /** The network of a device that none of the tabs is on. */
  network(device: string): Adapters {
    return this.adapters(new Browser(), device);
  }

  storeOf(device: string, uid: string): MemoryStore | undefined {
    const stores = this.browsers.get(device)?.stores ?? new Map<string, MemoryStore>();
    return [...stores].find(([name]) => name.endsWith(`-${uid}`))?.[1];
  }

  ban(uid: string): void {
    this.banned.add(uid);
  }

  /** Something of this user's cache is on this device. */
  keeps(device: string, uid: string): boolean {
    const { stores, storage } = this.browsers.get(device) ?? new Browser();
    return [...stores.keys(), ...storage.keys()].some((name) => name.includes(`-${uid}`));
  }

  setOnline(device: string, on: boolean): void {
    this.online.set(device, on);
    if (!on) for (const [wire, by] of [...this.wires]) if (by.deviceId === device) this.cut(wire);
    for (const f of [...this.watchers]) f();
  }

  /** The server dies: every connection ends. */
  cutAll(): void {
    for (const wire of [...this.wires.keys()]) this.cut(wire);
  }

  private cut(wire: Wire): void {
    this.wires.delete(wire);
    wire.onclose?.(1006, '');
  }

  get sockets(): number {
    return this.wires.size;
  }

  chance(percent: number): boolean {
    return this.random() * 100 < percent;
  }

  /** Park and Miller: enough for tests, and the same each time. */
  random(): number {
    this.seed = (this.seed * 48_271) % 2_147_483_647;
    return this.seed / 2_147_483_647;
  }

  private push(uid: string, payload: unknown, notTo?: string): void {
    const text = JSON.stringify({ type: 'receive', data: { title: '', content: '', payload } });
    for (const [wire, by] of this.wires) {
      if (by.uid !== uid || by.deviceId === notTo || this.chance(this.faults.dropPush)) continue;
      // Nothing is pushed after the token's end, and nobody says so.
      if (this.clock.now() >= (this.reach.get(`${by.uid} ${by.deviceId}`) ?? 0)) continue;
      const times = this.chance(this.faults.doublePush) ? 2 : 1;
      for (let i = 0; i < times; i++) {
        const late = this.chance(this.faults.latePush) ? this.random() * 1000 : 5;
        this.clock.set(() => this.wires.has(wire) && wire.onmessage?.(text), late);
      }
    }
  }

  private who(token: string, deviceId: string, appId: string): Caller {
    if (this.badTokens.has(token)) throw new Refusal(401, 'uni-id-token-expired');
    const claims = claimsOf(token);
    if (claims.exp <= this.clock.now()) throw new Refusal(401, 'uni-id-token-expired');
    if (this.banned.has(claims.uid)) throw new Refusal(403, 'uni-id-account-banned');
    return { uid: claims.uid, deviceId, appId };
  }

  private extend(by: Caller, until: number): void {
    this.reach.set(`${by.uid} ${by.deviceId}`, until);
  }

  private later<T>(ms: number, f: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.clock.set(() => {
        try {
          resolve(f());
        } catch (failure) {
          reject(failure as Error);
        }
      }, ms);
    });
  }

  private answer(r: { url: string; headers: Record<string, string>; body: string }): { status: number; body: string } {
    try {
      const by = this.who(
        (r.headers.authorization ?? '').slice(7),
        r.headers['x-client-device-id'] ?? '',
        r.headers['x-client-app-id'] ?? '',
      );
      const method = r.url.split('/').pop() ?? '';
      if (method === 'refreshToken') {
        if (this.issuer) throw new Refusal(403, 'no-permission');
        const newToken = this.token(by.uid);
        this.extend(by, newToken.tokenExpired);
        return { status: 200, body: JSON.stringify({ errCode: 0, errMsg: '', uid: by.uid, newToken }) };
      }
      return {
        status: 200,
        body: JSON.stringify(this.server.handle(method, JSON.parse(r.body) as Record<string, unknown>, by)),
      };
    } catch (failure) {
      if (!(failure instanceof Refusal)) throw failure;
      return {
        status: failure.status,
        body: JSON.stringify({ errSubject: 'uni-im-co', errCode: failure.code, errMsg: failure.message }),
      };
    }
  }

  private adapters(browser: Browser, device: string): Adapters {
    const up = () => this.reachable && this.online.get(device) !== false;
    return {
      platform: 'web',
      http: async (r) => {
        const slow = this.chance(this.faults.slow) ? 3000 * this.random() : 10;
        await this.later(slow, () => undefined);
        if (!up() || this.chance(this.faults.dropCall)) throw new Error('network');
        const { status, body } = this.answer(r);
        await this.later(slow, () => undefined);
        if (!up() || this.chance(this.faults.cutAfter) || r.signal?.aborted) throw new Error('network');
        return { status, headers: {}, body };
      },
      upload: async () => undefined,
      socket: (url, protocols) => this.socket(url, protocols, up),
      subProtocols: true,
      store: async (name) => {
        const store = browser.stores.get(name) ?? new SharedStore();
        browser.stores.set(name, store);
        return store;
      },
      dropStore: async (name) => void browser.stores.delete(name),
      keep: browser.keep,
      tabKeep: memoryKeep(),
      lifecycle: {
        visible: () => true,
        online: () => this.online.get(device) !== false,
        onChange: (f) => {
          this.watchers.add(f);
          return () => void this.watchers.delete(f);
        },
      },
      tabs: (name) => browser.tabs(name),
      random: (n) => Uint8Array.from({ length: n }, () => Math.floor(this.random() * 256)),
      timers: this.clock,
      abort: () => {
        const controller = new AbortController();
        return { signal: controller.signal, abort: () => controller.abort() };
      },
    };
  }

  private socket(url: string, protocols: string[], up: () => boolean): Wire {
    const query = new URL(url).searchParams;
    const wire: Wire = {
      send: (text) => {
        if (text.includes('ping'))
          this.clock.set(
            () => this.wires.has(wire) && wire.onmessage?.(`{"type":"pong","time":${this.clock.now()}}`),
            10,
          );
      },
      close: () => void this.wires.delete(wire),
      onopen: null,
      onmessage: null,
      onclose: null,
    };
    this.tries.push(this.clock.now());
    if (this.channel === 'hangs') return wire;
    this.clock.set(() => {
      try {
        if (!up() || this.channel !== 'works') throw new Error('no network');
        const by = this.who(
          (protocols[0] ?? '').slice('bearer.'.length),
          query.get('deviceId') ?? '',
          query.get('appId') ?? '',
        );
        for (const [other, x] of [...this.wires]) {
          if (x.uid !== by.uid || x.deviceId !== by.deviceId) continue;
          other.onmessage?.('{"type":"bye","reason":"replaced"}');
          this.cut(other);
        }
        this.wires.set(wire, by);
        this.extend(by, claimsOf((protocols[0] ?? '').slice('bearer.'.length)).exp);
        wire.onopen?.();
      } catch {
        wire.onclose?.(1006, '');
      }
    }, 20);
    return wire;
  }
}

function claimsOf(token: string): { uid: string; exp: number } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { uid: string; exp: number };
}
