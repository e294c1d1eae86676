import type { Wire } from '../adapters.js';
import { asConfabError, type Core } from '../core.js';
import type { Connection } from '../types.js';

const pongMs = 10_000;
const openMs = 20_000;
/** An opening that takes longer than this is not waited for when the server answers calls. */
const stalledMs = 3_000;

export interface SocketHandler {
  /** The socket is open: bring everything up to date. Rejects: the connection is tried anew. */
  catchUp(): Promise<void>;
  push(data: unknown): void;
  state(to: Connection, reason?: string): void;
  token(): Promise<string | null>;
  /** The server ended the session; true: there is another token. */
  ended(reason: 'token-expired' | 'signed-out'): Promise<boolean>;
  opened(): void;
  /** Another connection of this device has taken its place. True: by a tab that is closed already, perhaps; once more. */
  replaced(): boolean;
}

/** The one connection of the leader: opened, kept alive by pings, opened again. */
export class Socket {
  private wire: Wire | null = null;
  private timer: unknown = null;
  private pingTimer: unknown = null;
  private pongTimer: unknown = null;
  private due = 0;
  private failures = 0;
  /** How often an attempt was hastened without a lasting connection. */
  private hastened = 0;
  private handshakes = 0;
  private lastFrame = 0;
  private lastTry = 0;
  private running = false;
  private number = 0;

  constructor(
    private readonly core: Core,
    private readonly handler: SocketHandler,
  ) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    this.failures = this.hastened = 0;
    this.connect();
  }

  /** Ends it for good, or until `start`. */
  stop(): void {
    this.running = false;
    this.drop();
    this.clear();
  }

  get open(): boolean {
    return this.wire !== null && this.lastFrame > 0;
  }

  /** There is another token: the connection is made again with it. */
  renew(): void {
    if (!this.running || !this.wire) return;
    this.drop();
    this.connect();
  }

  /** Something may have changed: the network is back, someone looks, the clock jumped. */
  wake(): void {
    if (!this.running) return;
    this.failures = 0;
    if (this.open) return this.ping();
    if (this.wire && !this.stalled()) return;
    this.drop();
    // Not more than twice a second.
    const pause = this.lastTry + 500 - this.core.timers.now();
    if (pause <= 0) this.connect();
    else this.connectIn(pause);
  }

  /**
   * The server has answered a call: the next attempt need not wait for its turn. Where calls work and the channel does not, each
   * attempt that this brought forward makes the next pause twice as long, until none is shorter than the usual ones.
   */
  reached(): void {
    if (!this.running || this.open) return;
    const now = this.core.timers.now();
    const wait = Math.max(0, this.lastTry + 500 * 2 ** this.hastened - now);
    const pause = wait + 500 * this.share();
    if (this.wire ? wait > 0 || !this.stalled() : this.timer === null || this.due <= now + pause) return;
    this.drop();
    this.hastened++;
    this.connectIn(pause);
  }

  /** An opening from which nothing is heard: the network that it began in may be another. */
  private stalled(): boolean {
    return this.core.timers.now() - this.lastTry >= stalledMs;
  }

  /** Is it still there? Asked before a send after a long silence, and when someone looks again. */
  check(silenceMs: number): void {
    if (this.open && this.core.timers.now() - this.lastFrame > silenceMs) this.ping();
  }

  private connect(): void {
    if (this.wire) return;
    this.clear();
    this.lastTry = this.core.timers.now();
    this.handler.state('connecting');
    const number = ++this.number;
    this.handler
      .token()
      .then((token) => {
        if (number !== this.number || !this.running || this.wire) return;
        if (token === null) this.handler.state('offline', 'no token');
        else this.openWire(token);
      })
      .catch((failure: unknown) => this.retry(String(asConfabError(failure).code)));
  }

  private openWire(token: string): void {
    const { options, adapters, caller } = this.core;
    const query: Record<string, string> = {
      appId: options.appId,
      deviceId: caller.deviceId,
      platform: caller.platform,
    };
    if (!adapters.subProtocols) query.token = token;
    const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const url = options.socket + (options.socket.includes('?') ? '&' : '?') + text.join('&');
    let wire: Wire;
    try {
      wire = adapters.socket(url, adapters.subProtocols ? [`bearer.${token}`] : []);
    } catch (failure) {
      this.core.log('warn', 'socket', { message: String((failure as Error)?.message) });
      this.retry('no socket');
      return;
    }
    this.wire = wire;
    this.lastFrame = 0;
    const limit = this.core.timers.set(() => wire.close(), openMs);
    wire.onopen = () => {
      this.core.timers.clear(limit);
      if (wire === this.wire) this.onOpen(wire);
    };
    wire.onmessage = (frame) => {
      if (wire === this.wire) this.onFrame(frame);
    };
    wire.onclose = (code, reason) => {
      this.core.timers.clear(limit);
      if (wire !== this.wire) return;
      const opened = this.lastFrame > 0;
      this.wire = null;
      this.core.log('debug', 'socket closed', { code, reason });
      if (opened) this.retry(`closed ${code}`);
      else this.core.background('handshake', this.handshakeFailed());
    };
  }

  private onOpen(wire: Wire): void {
    const { timers } = this.core;
    this.handshakes = 0;
    this.lastFrame = timers.now();
    this.handler.opened();
    this.handler.state('catching-up');
    timers.set(() => {
      if (wire === this.wire) this.failures = this.hastened = 0;
    }, 30_000);
    this.pingLater();
    this.handler.catchUp().then(
      () => {
        if (wire === this.wire) this.handler.state('live');
      },
      (failure: unknown) => {
        if (wire !== this.wire) return;
        this.core.log('warn', 'catching up', { code: asConfabError(failure).code });
        this.drop();
        this.retry('catching up failed');
      },
    );
  }

  private onFrame(text: string): void {
    this.lastFrame = this.core.timers.now();
    if (this.pongTimer !== null) this.core.timers.clear(this.pongTimer);
    this.pongTimer = null;
    const frame = parse(text);
    if (frame.type === 'receive') this.handler.push(frame.data);
    else if (frame.type === 'bye') this.core.background('bye', this.bye(String(frame.reason)));
  }

  private async bye(reason: string): Promise<void> {
    this.drop();
    if (reason === 'replaced') {
      if (this.handler.replaced()) return this.retry(reason);
      this.stop();
      this.handler.state('replaced', reason);
      return;
    }
    const goOn = await this.handler.ended(reason === 'signed-out' ? 'signed-out' : 'token-expired');
    if (goOn && this.running) this.connect();
  }

  /** A browser does not say why a handshake failed: a call does. */
  private async handshakeFailed(): Promise<void> {
    this.handshakes++;
    let answered = false;
    if (this.handshakes >= 2 && this.core.adapters.lifecycle.online()) {
      this.handshakes = 0;
      try {
        await this.core.call('getMyInfo', {}, { retry: false });
        answered = true;
        // The server is there, its channel is not: what is missed comes by asking.
        await this.handler.catchUp();
      } catch (failure) {
        const { status, code } = asConfabError(failure);
        if (status === 403 && String(code).startsWith('uni-id-account-')) {
          this.stop();
          this.handler.state('banned', String(code));
          return;
        }
        if (status === 401) return;
      }
    }
    this.retry('handshake');
    if (answered) this.reached();
  }

  private retry(reason: string): void {
    // Opened meanwhile by something that could not wait.
    if (this.wire) return;
    this.clear();
    if (!this.running) return;
    const longest = Math.min(30_000, 500 * 2 ** this.failures++);
    this.handler.state(this.core.adapters.lifecycle.online() ? 'connecting' : 'offline', reason);
    this.connectIn(Math.max(50, longest * this.share()));
  }

  private connectIn(pause: number): void {
    const { timers } = this.core;
    this.clear();
    this.due = timers.now() + pause;
    this.timer = timers.set(() => this.connect(), pause);
  }

  /** By chance, below 1. */
  private share(): number {
    const [high = 0, low = 0] = this.core.adapters.random(2);
    return ((high << 8) | low) / 65_536;
  }

  private ping(): void {
    if (!this.wire || this.pongTimer !== null) return;
    const { timers } = this.core;
    const wire = this.wire;
    try {
      wire.send('{"action":"ping"}');
    } catch {
      // The close that follows says the same.
    }
    this.pongTimer = timers.set(() => {
      this.pongTimer = null;
      if (wire !== this.wire) return;
      this.drop();
      this.retry('no pong');
    }, pongMs);
    this.pingLater();
  }

  private pingLater(): void {
    const { timers, options } = this.core;
    if (this.pingTimer !== null) timers.clear(this.pingTimer);
    this.pingTimer = timers.set(() => this.ping(), Math.min(options.heartbeatMs ?? 240_000, 480_000));
  }

  private drop(): void {
    const wire = this.wire;
    this.wire = null;
    this.lastFrame = 0;
    if (wire) {
      wire.onclose = wire.onmessage = wire.onopen = null;
      wire.close(1000);
    }
  }

  private clear(): void {
    const { timers } = this.core;
    for (const timer of [this.timer, this.pingTimer, this.pongTimer]) if (timer !== null) timers.clear(timer);
    this.timer = this.pingTimer = this.pongTimer = null;
  }
}

function parse(text: string): { type?: unknown; data?: unknown; reason?: unknown } {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {};
  }
}
