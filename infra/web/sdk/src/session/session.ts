import { ConfabError } from '../api/errors.js';
import type { Me } from '../api/types.js';
import type { Core, TabMessage } from '../core.js';
import type { MetaRow } from '../store/schema.js';
import type { ConversationTimeline } from '../timeline/timeline.js';
import type { Connection } from '../types.js';
import { evict } from '../store/evict.js';
import { Leadership } from './leader.js';
import { Parts } from './parts.js';
import { Renewal } from './renewal.js';
import { Socket } from './socket.js';
import type { From, KeptToken, Tokens } from './tokens.js';
import type { Tabs } from '../adapters.js';

const reconcileMs = 600_000;
const tickMs = 10_000;
const jumpMs = 30_000;
/** A server that is busy hears so late, at most, of a connection that a tab began before it was closed. */
const lateMs = 3_000;

/** One user signed in: the cache, and in the leading tab the connection. */
export class Session {
  readonly parts: Parts;
  private readonly socket: Socket;
  private readonly leadership: Leadership;
  private readonly renewal: Renewal;
  private ticking: unknown = null;
  private lastTick = 0;
  private reconciled = 0;
  private ledAt = -Infinity;
  private hiddenAt: number | null = null;
  private readonly ends: (() => void)[] = [];
  private persistAsked = false;
  readonly timelines = new Set<ConversationTimeline>();
  me: Me | null = null;

  constructor(
    readonly core: Core,
    readonly tokens: Tokens,
    tabs: Tabs | null,
    /** The server ended it, or no token works. */
    private readonly onEnd: (reason: string) => void,
  ) {
    this.parts = new Parts(core);
    this.renewal = new Renewal(core, tokens);
    this.socket = new Socket(core, {
      catchUp: () => this.catchUp(),
      push: (push) => this.parts.receiver.accept(push),
      state: (to, reason) => this.setConnection(to, reason),
      token: () => tokens.get(),
      ended: (why) =>
        tokens.refused(
          tokens.value?.token ?? null,
          why === 'token-expired' ? 'uni-id-token-expired' : 'uni-id-check-token-failed',
        ),
      replaced: () => {
        const late = tabs !== null && core.timers.now() - this.ledAt < lateMs;
        this.ledAt = -Infinity;
        return late;
      },
      opened: () => {
        this.parts.openedAt = core.timers.now();
        core.state.set({ socketOpenIndex: core.state.value.socketOpenIndex + 1 });
      },
    });
    this.leadership = new Leadership(core, tabs, {
      lead: () => this.lead(),
      follow: () => this.unlead(),
      message: (m) => this.onTab(m),
      here: () => ({ t: 'here', connection: core.state.value.connection, index: core.state.value.socketOpenIndex }),
    });
    this.parts.sender.beforeSend = () => this.socket.check(60_000);
    this.parts.sender.afterFirst = () => this.askPersistence();
    this.parts.sync.openIds = () => [...this.timelines].map((timeline) => timeline.conversation_id);
    core.onFull = () => evict(core, 0.5);
    core.onReached = () => this.reached();
  }

  /** Shows what is cached, then connects. */
  async start(): Promise<void> {
    const { core } = this;
    await this.parts.load();
    await this.parts.settled();
    const me = await core.read(['meta'], (tx) => tx.get<MetaRow>('meta', 'me'));
    if (me) this.setMe(me.value as Me);
    this.ends.push(core.adapters.lifecycle.onChange(() => this.onLifecycle()));
    this.lastTick = core.timers.now();
    this.tick();
    this.leadership.start();
  }

  async loadMe(): Promise<Me> {
    const { data } = await this.core.call('getMyInfo', {});
    await this.saveMe(data);
    return data;
  }

  async saveMe(me: Me): Promise<void> {
    this.setMe(me);
    await this.core.write(['meta'], async (tx) => tx.put('meta', { name: 'me', value: me } satisfies MetaRow));
  }

  takeOver(): void {
    if (this.core.leads) this.socket.start();
  }

  /** Brings all up to date now. */
  async reconcile(): Promise<void> {
    this.reconciled = this.core.timers.now();
    if (this.core.leads) await this.parts.sync.run();
    else this.core.post({ t: 'kick', what: 'sync' });
  }

  /** The online channel ends with the token it was opened with, unless the server itself gave the new one. */
  newToken(token: KeptToken, from: From): void {
    if (from !== 'tab') this.core.post({ t: 'token', token: token.token, tokenExpired: token.tokenExpired, from });
    if (from === 'outside') this.socket.renew();
    this.renewal.plan();
  }

  /** Told to the other tabs before this one forgets. */
  tellSignedOut(reason: string): void {
    this.core.post({ t: 'signed-out', reason });
  }

  async close(): Promise<void> {
    const { core } = this;
    if (core.closed) return;
    await this.parts.marks.flush().catch(() => undefined);
    core.closed = true;
    for (const end of this.ends) end();
    if (this.ticking !== null) core.timers.clear(this.ticking);
    this.socket.stop();
    this.renewal.stop();
    this.parts.close();
    this.leadership.stop();
    await core.store.close();
  }

  setConnection(to: Connection, reason?: string): void {
    const from = this.core.state.value.connection;
    if (from === to || this.core.closed) return;
    if (to !== 'catching-up' && to !== 'live') this.parts.openedAt = Infinity;
    this.core.state.set({ connection: to });
    this.core.events.emit('connection', { from, to, reason });
    if (to === 'replaced') this.core.events.emit('replaced', {});
    if (!this.core.leads) return;
    this.core.post({ t: 'here', connection: to, index: this.core.state.value.socketOpenIndex });
    if (to !== 'live') return;
    this.core.background('outbox', this.parts.sender.hurry());
    this.renewal.plan();
  }

  private async catchUp(): Promise<void> {
    this.parts.receiver.hold();
    try {
      await this.parts.sync.run();
      this.parts.view.setComplete();
      this.showTime();
      this.reconciled = this.core.timers.now();
      this.parts.marks.hurry();
      this.core.background('drafts', this.parts.drafts.sendAll());
    } finally {
      await this.parts.receiver.release();
      await this.parts.settled();
    }
  }

  private lead(): void {
    const { core } = this;
    core.state.set({ leader: true });
    this.ledAt = core.timers.now();
    core.background('outbox', this.parts.sender.start());
    this.parts.marks.kick();
    this.socket.start();
    this.renewal.plan();
  }

  private unlead(): void {
    this.core.state.set({ leader: false });
    this.parts.sender.stop();
    this.parts.marks.stop();
    this.socket.stop();
    this.renewal.stop();
    this.core.post({ t: 'leader?' });
  }

  private onTab(m: TabMessage): void {
    const { core, parts } = this;
    if (m.t === 'changed') core.announce(m.changed, 'elsewhere');
    else if (m.t === 'token') {
      this.tokens.take(m, 'tab');
      if (m.from === 'outside') this.socket.renew();
    } else if (m.t === 'signed-out') {
      this.tokens.forget();
      this.onEnd(m.reason);
    } else if (m.t === 'progress') parts.outbox.setProgress(m.unique_id, m.progress);
    else if (m.t === 'rewritten') parts.tellChanged(m.messages);
    else if (m.t === 'here' && !core.leads) this.mirror(m);
    else if (core.leads) this.asLeader(m);
  }

  /** Whatever tab has called: the leader's channel may be waiting for its next try. */
  private reached(): void {
    const { core } = this;
    if (core.leads) this.socket.reached();
    else if (['offline', 'connecting'].includes(core.state.value.connection)) core.post({ t: 'kick', what: 'socket' });
  }

  private asLeader(m: TabMessage): void {
    const { core, parts } = this;
    if (m.t === 'ask') parts.doubt(m.ids);
    else if (m.t === 'arrived') parts.tellNew(m.messages, m.live);
    else if (m.t === 'kick') {
      if (m.what === 'outbox') parts.sender.kick();
      else if (m.what === 'marks') parts.marks.kick();
      else if (m.what === 'socket') this.socket.reached();
      else if (m.what === 'sync') core.background('reconcile', this.reconcile());
    }
  }

  private mirror(m: { connection: string; index: number }): void {
    this.core.state.set({ socketOpenIndex: m.index });
    this.setConnection(m.connection as Connection);
    if (m.connection === 'live') this.parts.view.setComplete();
  }

  private onLifecycle(): void {
    const { core } = this;
    const { lifecycle, timers } = core.adapters;
    if (!lifecycle.visible()) {
      this.hiddenAt ??= timers.now();
      // A frozen app keeps a half-open socket that swallows pushes.
      if (core.adapters.closesWhenHidden && core.leads) {
        this.socket.stop();
        if (core.state.value.connection === 'live') this.setConnection('offline', 'hidden');
      }
      return;
    }
    const away = this.hiddenAt === null ? 0 : timers.now() - this.hiddenAt;
    this.hiddenAt = null;
    this.leadership.check();
    if (!core.leads) return;
    if (!lifecycle.online()) return;
    if (core.adapters.closesWhenHidden && !['replaced', 'banned'].includes(core.state.value.connection))
      this.socket.start();
    this.socket.wake();
    this.parts.sender.kick();
    if (away > 30_000) this.renewal.plan();
    if (away > 60_000 && core.state.value.connection === 'live') core.background('reconcile', this.reconcile());
  }

  /** Every few seconds: the clock people see, renewal, and whether the machine has slept. */
  private tick(): void {
    const { core } = this;
    const { timers } = core.adapters;
    const now = timers.now();
    this.showTime();
    if (core.leads) {
      if (now - this.lastTick > jumpMs) {
        this.socket.wake();
        this.renewal.plan();
      }
      if (now - this.reconciled > reconcileMs && core.state.value.connection === 'live') {
        core.background('reconcile', this.reconcile());
        core.background('eviction', evict(core));
      }
    }
    this.lastTick = now;
    this.ticking = timers.set(() => this.tick(), tickMs);
  }

  private showTime(): void {
    const { core } = this;
    if (core.adapters.lifecycle.visible()) core.state.set({ heartbeat: Math.floor(core.now() / 1000) });
  }

  private setMe(me: Me): void {
    this.me = me;
    this.core.state.set({ me: Object.freeze({ ...me }) });
    this.parts.people.merge([me]);
  }

  private askPersistence(): void {
    if (this.persistAsked) return;
    this.persistAsked = true;
    void this.core.adapters.persist?.().catch(() => undefined);
  }
}

export function notSignedIn(): ConfabError {
  return new ConfabError('not-signed-in', { kind: 'client' });
}
