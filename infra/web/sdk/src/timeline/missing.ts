import type { ConfabError } from '../api/errors.js';
import { asConfabError, type Core } from '../core.js';
import type { History } from '../sync/history.js';
import { covers, type Interval } from '../sync/ranges.js';
import type { Item } from '../types.js';

const pageSize = 200;
const againMs = 5000;
const aheadSize = 100;

/** Reads what a timeline shows in part: holes, and messages that came shortened; and what it will show next. Each once at a time. */
export class Missing {
  private readonly filling = new Set<string>();
  private readonly partial = new Set<string>();
  /** Older messages are being read before somebody asks for them. */
  ahead: Promise<void> | null = null;

  constructor(
    private readonly conversation_id: string,
    private readonly core: Core,
    private readonly history: History,
    private readonly onError: (error: ConfabError) => void,
  ) {}

  look(items: readonly Item[]): void {
    this.fillHoles(items);
    this.complete(items);
  }

  /** Who has gone up goes on: at least a hundred older messages are cached, or being read, two hundred at most. A failure is told to whom asks for them. */
  readAhead(before: number, known: readonly Interval[]): void {
    if (this.ahead || this.core.closed || covers(known, Math.max(1, before - aheadSize), before - 1)) return;
    this.ahead = this.history
      .need(this.conversation_id, Math.max(1, before - 2 * aheadSize), before - 1)
      .catch(() => undefined)
      .then(() => void (this.ahead = null));
  }

  private fillHoles(items: readonly Item[]): void {
    const hole = [...items].reverse().find((item) => item.kind === 'hole');
    if (!hole || hole.kind !== 'hole' || this.filling.has(hole.key) || this.core.closed) return;
    this.filling.add(hole.key);
    const from = Math.max(hole.from, hole.to - pageSize + 1);
    const work = this.history.need(this.conversation_id, from, hole.to).catch((failure: unknown) => {
      this.onError(asConfabError(failure));
      this.core.timers.set(() => this.filling.delete(hole.key), againMs);
      throw failure;
    });
    this.core.background(
      'hole',
      work.then(() => void this.filling.delete(hole.key)),
    );
  }

  private complete(items: readonly Item[]): void {
    const wanted = items.flatMap((item) =>
      item.kind === 'message' && item.message.LongMsg && !this.partial.has(item.message._id) ? [item.message._id] : [],
    );
    if (wanted.length === 0) return;
    for (const id of wanted) this.partial.add(id);
    const work = this.history.byId(this.conversation_id, wanted).catch((failure: unknown) => {
      for (const id of wanted) this.partial.delete(id);
      throw failure;
    });
    this.core.background('long messages', work);
  }
}
