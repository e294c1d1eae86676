import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import WebSocket from 'ws';

const built = fileURLToPath(new URL('../../../example/dist/build/mp-weixin', import.meta.url));

type Options = Record<string, unknown>;
type Listener = (e?: unknown) => void;

/** What WeChat gives to a mini program, as far as the example uses it: no page, no `fetch`, no `URL`; storage that outlives it. */
export class Weixin {
  readonly sockets = new Set<WebSocket>();
  /** Paths that were asked for, in their order. */
  readonly asked: string[] = [];
  private readonly shows: Listener[] = [];
  private readonly hides: Listener[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private app: Record<string, Listener> = {};
  private component: { lifetimes: Record<string, Listener>; methods: Record<string, Listener> } & Options = {
    lifetimes: {},
    methods: {},
  };

  constructor(
    private readonly port: number,
    private readonly storage: Map<string, unknown>,
  ) {}

  /** Starts the built example on this system, and opens its page. */
  open(): Page {
    if (!existsSync(built)) throw new Error('The example is not built: infra/web/check builds it.');
    const later = (f: () => void, ms?: number) => {
      const timer = setTimeout(f, ms);
      this.timers.add(timer);
      return timer;
    };
    const context = createContext({
      wx: this.wx(),
      global: {},
      console,
      setTimeout: later,
      clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
      App: (o: typeof this.app) => (this.app = o),
      Component: (o: typeof this.component) => (this.component = o),
      Page: () => undefined,
      getApp: () => this.app,
      getCurrentPages: () => [],
    });
    const modules = new Map<string, { exports: unknown }>();
    const load = (path: string): unknown => {
      const known = modules.get(path);
      if (known) return known.exports;
      const module = { exports: {} };
      modules.set(path, module);
      const code = readFileSync(path, 'utf8').replaceAll('127.0.0.1:8080', `127.0.0.1:${this.port}`);
      const wrapped = runInContext(`(function (require, module, exports) {${code}\n})`, context, { filename: path });
      (wrapped as (...x: unknown[]) => void)((name: string) => load(join(dirname(path), name)), module, module.exports);
      return module.exports;
    };
    load(join(built, 'app.js'));
    this.app.onLaunch?.({ path: 'pages/chat/chat', query: {} });
    this.app.onShow?.({});
    load(join(built, 'pages/chat/chat.js'));
    const page = new Page(this.component.methods, readFileSync(join(built, 'pages/chat/chat.wxml'), 'utf8'));
    for (const name of ['attached', 'ready']) this.component.lifetimes[name]?.call(page);
    return page;
  }

  hide(): void {
    for (const f of this.hides) f();
  }

  show(): void {
    for (const f of this.shows) f({});
  }

  /** As the system ends it: at once, without a word. */
  end(): void {
    for (const timer of this.timers) clearTimeout(timer);
    for (const socket of this.sockets) socket.removeAllListeners().terminate();
    this.sockets.clear();
  }

  private wx(): Options {
    const info = { windowWidth: 375, platform: 'android', language: 'zh_CN', SDKVersion: '3.8.0' };
    return {
      getSystemInfoSync: () => info,
      getAppBaseInfo: () => info,
      getWindowInfo: () => info,
      getDeviceInfo: () => info,
      getLaunchOptionsSync: () => ({ path: 'pages/chat/chat', query: {} }),
      getStorageSync: (key: string) => this.storage.get(key) ?? '',
      setStorageSync: (key: string, value: unknown) => void this.storage.set(key, structuredClone(value)),
      setStorage: ({ key, data }: { key: string; data: unknown }) => void this.storage.set(key, structuredClone(data)),
      removeStorageSync: (key: string) => void this.storage.delete(key),
      onAppShow: (f: Listener) => void this.shows.push(f),
      onAppHide: (f: Listener) => void this.hides.push(f),
      request: (o: Options) => this.request(o),
      connectSocket: (o: Options) => this.connect(o),
    };
  }

  private request(o: Options): object {
    const { url, header, data, dataType, success, fail } = o as {
      url: string;
      header?: Record<string, string>;
      data: unknown;
      dataType?: string;
      success?: (e: object) => void;
      fail?: (e: object) => void;
    };
    this.asked.push(new URL(url).pathname);
    const aborting = new AbortController();
    const body = typeof data === 'string' ? data : JSON.stringify(data);
    const headers = { 'content-type': 'application/json', ...header };
    fetch(url, { method: 'POST', headers, body, signal: aborting.signal })
      .then(async (reply) => {
        const text = await reply.text();
        const answer = dataType === 'text' ? text : (JSON.parse(text) as unknown);
        success?.({ statusCode: reply.status, header: Object.fromEntries(reply.headers), data: answer });
      })
      .catch((failure: unknown) => fail?.({ errMsg: `request:fail ${String(failure)}` }));
    return { abort: () => aborting.abort() };
  }

  private connect(o: Options): object {
    const socket = new WebSocket(String(o.url), (o.protocols as string[] | undefined) ?? []);
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    return {
      send: ({ data, fail }: { data: string; fail?: Listener }) =>
        socket.readyState === WebSocket.OPEN ? socket.send(data) : fail?.({ errMsg: 'not open' }),
      close: ({ code }: { code?: number }) => socket.close(code),
      onOpen: (f: Listener) => socket.on('open', () => f({})),
      onMessage: (f: Listener) => socket.on('message', (data: Buffer) => f({ data: String(data) })),
      onClose: (f: Listener) => socket.on('close', (code, reason) => f({ code, reason: String(reason) })),
      onError: (f: Listener) => socket.on('error', (failure) => f({ errMsg: String(failure) })),
    };
  }
}

/** The example's one page, as WeChat holds it: what it shows is `data`, which its template places. */
export class Page {
  [name: string]: unknown;
  readonly route = 'pages/chat/chat';
  readonly is = this.route;
  readonly properties = {};
  readonly data: Record<string, unknown> = {};

  constructor(
    methods: Record<string, Listener>,
    private readonly template: string,
  ) {
    Object.assign(this, methods);
  }

  /** Keys may be paths: `list[0].name`. */
  setData(data: Record<string, unknown>, done?: () => void): void {
    for (const [path, value] of Object.entries(data)) {
      const names = path.replace(/\[(\d+)\]/g, '.$1').split('.');
      const last = names.pop() as string;
      const at = names.reduce((x, name) => x[name] as Record<string, unknown>, this.data);
      at[last] = structuredClone(value);
    }
    done?.();
  }

  selectComponent(): void {}
  triggerEvent(): void {}
  selectAllComponents(): never[] {
    return [];
  }

  /** All texts that are shown. */
  get texts(): unknown[] {
    const leaves = (x: unknown): unknown[] =>
      x !== null && typeof x === 'object' ? Object.values(x).flatMap(leaves) : [x];
    return leaves(this.data);
  }

  /** What the user does to the one element that listens for it. */
  fire(event: 'bindinput' | 'bindtap', detail: object = {}): void {
    const place = new RegExp(`${event}="{{(\\w+)}}"`).exec(this.template)?.[1] ?? '';
    const f = this[String(this.data[place])] as Listener;
    f.call(this, { type: event.slice(4), detail, target: {}, currentTarget: {}, timeStamp: Date.now() });
  }
}
