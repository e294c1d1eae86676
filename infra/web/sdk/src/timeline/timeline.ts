import { ConfabError } from '../api/errors.js';
import type { Message } from '../api/types.js';
import { asConfabError, type Core } from '../core.js';
import type { Outbox } from '../outbox/outbox.js';
import type { ConversationRow } from '../store/schema.js';
import type { Changed, Key } from '../store/store.js';
import type { History } from '../sync/history.js';
import type { Marks } from '../sync/marks.js';
import { covers, top } from '../sync/ranges.js';
import type { Item, Jump, Timeline } from '../types.js';
import { Missing } from './missing.js';
import { contentsOf, type End, fit, highOf, itemsOf, marked, type Window, type WindowContents } from './window.js';

const step = 50;
const firstStep = 30;

/** A window on one conversation, shown from the cache and filled from the server. */
export class ConversationTimeline implements Timeline {
  items: readonly Item[] = [];
  atOldest = false;
  loading = false;
  dividerSeq?: number;
  error?: ConfabError;
  private window: Window = { from: 1, to: 'newest' };
  private most = Infinity;
  private near: End = 'newest';
  private readonly listeners = new Set<() => void>();
  private closed = false;
  private chain: Promise<void> = Promise.resolve();
  private reading: Promise<void> | null = null;
  private stale = false;
  /** What was read last. */
  private has: WindowContents | undefined;
  /** A message of it has changed since. */
  private outdated = false;
  private readonly missing: Missing;
  private readonly ends: (() => void)[] = [];
  private opened = false;
  onClose: () => void = () => undefined;

  constructor(
    readonly conversation_id: string,
    private readonly core: Core,
    private readonly history: History,
    private readonly outbox: Outbox,
    private readonly marks: Marks,
    at: Jump,
  ) {
    this.missing = new Missing(conversation_id, core, history, (error) => (this.error = error));
    this.ends.push(core.onChanged((changed) => this.onChanged(changed)));
    this.ends.push(outbox.onProgress(() => this.refresh()));
    void this.act(() => this.start(at));
  }

  get atNewest(): boolean {
    return this.window.to === 'newest';
  }

  /** The lowest number that is shown. */
  private get oldest(): number {
    const first = this.items.find((item) => item.kind === 'message');
    return first?.kind === 'message' ? first.message.seq : Infinity;
  }

  subscribe(f: () => void): () => void {
    this.listeners.add(f);
    return () => void this.listeners.delete(f);
  }

  older(): Promise<void> {
    return this.act(async () => {
      this.near = 'oldest';
      const before = this.oldest;
      for (let i = 0; i < 20 && this.window.from > 1; i++) {
        await this.extend(Math.max(1, this.window.from - step));
        if (this.oldest < before) break;
      }
      this.missing.readAhead(this.window.from, this.has?.ranges.known ?? []);
    });
  }

  newer(): Promise<void> {
    return this.act(async () => {
      this.near = 'newest';
      const { to } = this.window;
      if (to === 'newest') return;
      const last = (await this.history.row(this.conversation_id))?.last_seq ?? 0;
      const next = Math.min(last, to + step);
      await this.history.need(this.conversation_id, to + 1, next);
      this.window = { ...this.window, to: next >= last ? 'newest' : next };
      await this.read();
    });
  }

  jumpTo(to: Jump): Promise<void> {
    return this.act(() => this.go(to));
  }

  seen(seq: number): void {
    this.marks.seen(this.conversation_id, seq);
  }

  clearDivider(): void {
    if (this.dividerSeq === undefined) return;
    this.dividerSeq = undefined;
    this.tell();
  }

  limit(most: number, near: End): void {
    this.most = most;
    this.near = near;
    if (this.items.length > most) this.refresh();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const end of this.ends) end();
    this.listeners.clear();
    this.onClose();
  }

  /** The cache was emptied. */
  reload(): void {
    this.outdated = true;
    void this.act(() => this.go('newest'));
  }

  /** First what is cached, at once; then what is missing. */
  private async start(at: Jump): Promise<void> {
    const { row, ranges } = await this.history.known(this.conversation_id);
    this.opened = true;
    const last = row?.last_seq ?? 0;
    const read = row?.read_seq ?? 0;
    if (row && row.unread_count > 0 && read < last) this.dividerSeq = read + 1;
    const unread = at === 'unread' && this.dividerSeq !== undefined;
    if (at !== 'newest' && at !== 'unread') return this.go(at);
    if (unread && read + 1 < last - step) return this.go('unread');
    const wanted = unread ? Math.max(1, read + 1 - firstStep) : Math.max(1, last - firstStep + 1);
    this.window = { from: wanted, to: 'newest' };
    await this.read();
    if (!row || row.local) return;
    if (
      !covers(ranges.known, wanted, last) ||
      (row.change_time > ranges.synced && this.core.state.value.connection !== 'live')
    ) {
      this.loading = true;
      this.tell();
    }
    if (ranges.known.length === 0 || last > top(ranges.known))
      await this.history.fill(this.conversation_id, { live: false });
    await this.history.need(this.conversation_id, wanted, last);
    await this.read();
    if (row.change_time > ranges.synced && ranges.known.length > 0) {
      await this.history.fill(this.conversation_id, { live: false });
    }
    for (let i = 0; i < 5 && this.window.from > 1 && this.items.length < 10; i++)
      await this.extend(Math.max(1, this.window.from - step));
  }

  /** Shows what is older, down to `from`: of what is cached, in one reading. */
  private async extend(from: number): Promise<void> {
    const to = this.window.from - 1;
    const known = () => covers(this.has?.ranges.known ?? [], from, to);
    if (!known()) await this.missing.ahead;
    if (!known()) await this.history.need(this.conversation_id, from, to);
    this.window = { ...this.window, from };
    await this.read();
  }

  private async go(to: Jump): Promise<void> {
    const row = await this.history.row(this.conversation_id);
    const last = row?.last_seq ?? 0;
    if (to === 'newest') this.near = 'newest';
    const seq = await this.seqOf(to, row);
    if (seq === null || to === 'newest' || seq > last - firstStep) {
      this.window = { from: Math.max(1, last - firstStep + 1), to: 'newest' };
      if (seq !== null) this.window.from = Math.max(1, Math.min(this.window.from, seq - firstStep / 2));
    } else this.window = { from: Math.max(1, seq - firstStep), to: Math.min(last, seq + firstStep) };
    const high = this.window.to === 'newest' ? last : this.window.to;
    await this.read();
    await this.history.need(this.conversation_id, this.window.from, high);
    await this.read();
  }

  private async seqOf(to: Jump, row: ConversationRow | undefined): Promise<number | null> {
    if (to === 'newest') return null;
    if (to === 'unread') return (row?.read_seq ?? 0) + 1;
    if ('seq' in to) return to.seq;
    const id = this.conversation_id;
    if ('time' in to) {
      const { data } = await this.core.call('getMsgList', {
        conversation_id: id,
        minCreateTime: to.time - 1,
        limit: 1,
      });
      return data[0]?.seq ?? null;
    }
    const [cached] = await this.core.read(['messages'], (tx) =>
      tx.list<Message>('messages', { from: to._id, to: to._id }, 'id'),
    );
    const found = cached ?? (await this.history.byId(id, [to._id]))[0];
    if (!found) throw new ConfabError('msg-not-found', { kind: 'refused', status: 404 });
    return found.seq;
  }

  /** One movement of the window at a time. */
  private act(f: () => Promise<void>): Promise<void> {
    const run = this.chain.then(async () => {
      if (this.closed) return;
      try {
        await f();
        this.error = undefined;
      } catch (failure) {
        this.error = asConfabError(failure);
        throw this.error;
      } finally {
        this.loading = false;
        this.tell();
      }
    });
    this.chain = run.catch(() => undefined);
    run.catch(() => undefined);
    return run;
  }

  private onChanged(changed: Changed): void {
    const id = this.conversation_id;
    const own = (keys: Key[] | '*' | undefined, at?: number) =>
      keys === '*' || !!keys?.some((key) => (at === undefined ? key : (key as string[])[at]) === id);
    if (changed.messages === '*' || changed.messages?.some((key) => this.shows(key as [string, number])))
      this.outdated = true;
    if (own(changed.messages, 0) || own(changed.ranges) || own(changed.conversations) || changed.outbox) this.refresh();
  }

  private shows([id, seq]: [string, number]): boolean {
    const windows = [this.window, this.has?.window ?? this.window];
    return id === this.conversation_id && windows.some((window) => seq >= window.from && seq <= highOf(window));
  }

  private refresh(): void {
    if (!this.opened || this.closed) return;
    this.core.background('timeline', this.read());
  }

  /** Reads the window from the cache; at most one reading runs, and one more waits. */
  private read(): Promise<void> {
    if (this.reading) {
      this.stale = true;
      return this.reading;
    }
    this.reading = (async () => {
      try {
        do {
          this.stale = false;
          const contents = await this.contents();
          this.has = contents;
          // The window has moved meanwhile: it is being read again.
          if (!this.closed && contents.window === this.window) this.show(contents);
        } while (this.stale && !this.closed);
      } finally {
        this.reading = null;
      }
    })();
    return this.reading;
  }

  private async contents(): Promise<WindowContents> {
    const { window, core } = this;
    const have = this.outdated ? undefined : this.has;
    this.outdated = false;
    try {
      const all = await core.read(['conversations', 'ranges', 'messages', 'outbox'], (tx) =>
        contentsOf(tx, this.conversation_id, window, have),
      );
      return { ...all, messages: all.messages.map((m) => marked(m, all.row, core.uid)) };
    } catch (failure) {
      this.outdated = true;
      throw failure;
    }
  }

  private show(all: WindowContents): void {
    const before = new Map(this.items.map((item) => [item.key, item]));
    const has = fit(all, this.most, this.near);
    this.has = has;
    this.window = has.window;
    const items = itemsOf(has, this.core.uid, (id) => this.outbox.progressOf(id), before);
    this.atOldest = has.window.from <= 1;
    const same = items.length === this.items.length && items.every((item, i) => item === this.items[i]);
    if (!same) {
      this.items = Object.freeze(items);
      this.tell();
    }
    this.missing.look(items);
  }

  private tell(): void {
    for (const f of [...this.listeners]) f();
  }
}
