import type { ApiConversation, GoneConversation } from '../api/types.js';
import { asConfabError, type Core } from '../core.js';
import type { ConversationRow, MetaRow, RangesRow } from '../store/schema.js';
import type { Asks } from './asks.js';
import type { History } from './history.js';
import { top } from './ranges.js';
import { marginMs } from './records.js';

const longAgoMs = 25 * 24 * 3_600_000;
const firstPage = 100;
const page = 500;
const newestFilled = 20;
const atOnce = 4;

/** The rest of what a reconnect brings up to date: notifications, friends. */
export interface Beside {
  refresh(first: boolean): Promise<void>;
}

/** Brings the cache up to date: once at every connection, and every few minutes. */
export class Sync {
  private running: Promise<void> | null = null;
  private again = false;
  /** Conversations whose timelines are open. */
  openIds: () => string[] = () => [];
  beside: Beside = { refresh: async () => undefined };

  constructor(
    private readonly core: Core,
    private readonly asks: Asks,
    private readonly history: History,
  ) {}

  /** At most one runs; asked for again meanwhile, it starts once more from the beginning. */
  run(): Promise<void> {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.repeat().finally(() => (this.running = null));
    return this.running;
  }

  private async repeat(): Promise<void> {
    do {
      this.again = false;
      await this.once();
    } while (this.again && !this.core.closed);
  }

  private async once(): Promise<void> {
    const { core } = this;
    const stored = await core.read(['meta'], (tx) => tx.get<MetaRow>('meta', 'sync'));
    const since = (stored?.value as number | undefined) ?? null;
    const first = since === null;
    const time =
      first || core.now() - since > longAgoMs ? await this.whole() : await this.changedSince(since - marginMs);
    await this.fill(first ? core.now() : since - marginMs);
    await this.beside.refresh(first);
    await core.write(['meta'], async (tx) => tx.put('meta', { name: 'sync', value: time } satisfies MetaRow));
  }

  private async changedSince(minChangeTime: number): Promise<number> {
    let time: number | null = null;
    let cursor: string | undefined;
    do {
      const askedAt = this.core.timers.now();
      const reply = await this.core.call('getConversationList', { minChangeTime, limit: page, cursor });
      if (time === null) this.core.setServerTime(reply.time, askedAt);
      time ??= reply.time;
      await this.asks.merge(reply.data);
      cursor = reply.hasMore ? reply.nextCursor : undefined;
    } while (cursor !== undefined);
    return time;
  }

  /** The plain list. What it does not hold is hidden, or gone. */
  private async whole(): Promise<number> {
    const seen = new Set<string>();
    let time: number | null = null;
    let cursor: string | undefined;
    let limit = firstPage;
    do {
      const askedAt = this.core.timers.now();
      const reply = await this.core.call('getConversationList', { limit, cursor });
      if (time === null) this.core.setServerTime(reply.time, askedAt);
      time ??= reply.time;
      const said = reply.data as (ApiConversation | GoneConversation)[];
      for (const c of said) seen.add(c.id);
      await this.asks.merge(said);
      cursor = reply.hasMore ? reply.nextCursor : undefined;
      limit = page;
    } while (cursor !== undefined);
    const rows = await this.core.read(['conversations'], (tx) => tx.list<ConversationRow>('conversations'));
    await this.asks.now(rows.filter((row) => !row.local && !seen.has(row.id)).map((row) => row.id));
    return time;
  }

  /** Messages of the conversations that someone will look at first; the others when they are opened. */
  private async fill(since: number): Promise<void> {
    const { rows, ranges } = await this.core.read(['conversations', 'ranges'], async (tx) => ({
      rows: await tx.list<ConversationRow>('conversations'),
      ranges: await tx.list<RangesRow>('ranges'),
    }));
    const known = new Map(ranges.map((r) => [r.conversation_id, r]));
    const open = new Set(this.openIds());
    const shown = rows.filter((row) => !row.hidden && !row.local).sort((a, b) => b.update_time - a.update_time);
    const candidates = [
      ...rows.filter((row) => open.has(row.id) && !row.local),
      ...shown.filter((row) => row.pinned && !open.has(row.id)),
      ...shown.filter((row) => !row.pinned && !open.has(row.id)).slice(0, newestFilled),
    ].filter((row) => {
      const r = known.get(row.id);
      return row.last_seq > top(r?.known ?? []) || row.change_time > (r?.synced ?? 0);
    });
    const next = candidates[Symbol.iterator]();
    const work = async () => {
      for (const row of next) await this.fillOne(row.id, since);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  /** A conversation that is no longer mine keeps nothing from the others. */
  private async fillOne(id: string, since: number): Promise<void> {
    try {
      await this.history.fill(id, { since, live: false });
    } catch (failure) {
      const error = asConfabError(failure);
      if (error.status !== 403 && error.status !== 404) throw error;
      this.asks.later([id]);
    }
  }
}
