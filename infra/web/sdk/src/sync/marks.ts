import { asConfabError, type Core } from '../core.js';
import type { ConversationRow, MarkRow } from '../store/schema.js';
import type { Asks } from './asks.js';
import { moveMark, recordStores } from './records.js';

const pauseMs = 1000;

/** How far I have read: at once here, soon on the server, in the end in both. */
export class Marks {
  private readonly wanted = new Map<string, number>();
  private timer: unknown = null;
  private sending = false;
  private again = false;
  private failures = 0;
  private retryTimer: unknown = null;
  private lastFlush = -Infinity;
  /** A mark is stored and must be sent; set by the session. */
  onWork: () => void = () => undefined;

  constructor(
    private readonly core: Core,
    private readonly asks: Asks,
  ) {}

  /** Up to here it was on screen. Many calls become one. */
  seen(id: string, seq: number): void {
    if ((this.wanted.get(id) ?? 0) >= seq) return;
    this.wanted.set(id, seq);
    const { timers } = this.core;
    const pause = Math.max(0, this.lastFlush + pauseMs - timers.now());
    this.timer ??= timers.set(() => this.core.background('marks', this.flush()), pause);
  }

  async flush(): Promise<void> {
    if (this.timer !== null) this.core.timers.clear(this.timer);
    this.timer = null;
    this.lastFlush = this.core.timers.now();
    const wanted = [...this.wanted];
    this.wanted.clear();
    for (const [id, seq] of wanted) await this.mark(id, seq);
  }

  /** Moves the mark here and keeps it until the server has it. */
  async mark(id: string, seq?: number): Promise<void> {
    const { core } = this;
    const moved = await core.write(recordStores, async (tx) => {
      const row = await tx.get<ConversationRow>('conversations', id);
      if (!row || row.local) return false;
      const mark = Math.min(seq ?? row.last_seq, row.last_seq);
      const there = await tx.get<MarkRow>('marks', id);
      if (mark <= Math.max(row.read_seq ?? 0, there?.seq ?? 0) && row.unread_count === 0) return false;
      tx.put('marks', { conversation_id: id, seq: Math.max(mark, there?.seq ?? 0) } satisfies MarkRow);
      await moveMark(tx, row, mark, core.uid);
      return true;
    });
    if (moved) this.onWork();
  }

  /** Sends what is kept. In the leader. */
  kick(): void {
    if (this.sending) this.again = true;
    else if (this.retryTimer === null) this.core.background('marks', this.send());
  }

  hurry(): void {
    this.stop();
    this.kick();
  }

  stop(): void {
    if (this.retryTimer !== null) this.core.timers.clear(this.retryTimer);
    this.retryTimer = null;
  }

  private async send(): Promise<void> {
    this.sending = true;
    try {
      do {
        this.again = false;
        const rows = await this.core.read(['marks'], (tx) => tx.list<MarkRow>('marks'));
        for (const row of rows) await this.sendOne(row);
      } while (this.again && !this.core.closed);
      this.failures = 0;
    } catch (failure) {
      const error = asConfabError(failure);
      if (this.core.closed || !this.core.leads || error.status === 401) return;
      const pause = error.retryAfterMs ?? Math.min(60_000, 1000 * 2 ** this.failures++);
      this.retryTimer = this.core.timers.set(() => {
        this.retryTimer = null;
        this.kick();
      }, pause);
    } finally {
      this.sending = false;
    }
  }

  private async sendOne(row: MarkRow): Promise<void> {
    const { core } = this;
    try {
      await core.call('clearUnreadCount', { conversation_id: row.conversation_id, seq: row.seq });
    } catch (failure) {
      const error = asConfabError(failure);
      if (error.retryable || error.status === 401 || error.kind === 'client') throw error;
      core.log('warn', 'mark refused', { code: error.code });
    }
    const below = await core.write(['marks', 'conversations'], async (tx) => {
      const now = await tx.get<MarkRow>('marks', row.conversation_id);
      if (now && now.seq <= row.seq) tx.delete('marks', row.conversation_id);
      const c = await tx.get<ConversationRow>('conversations', row.conversation_id);
      return !!c && row.seq < c.last_seq;
    });
    if (below) this.asks.later([row.conversation_id]);
  }
}
