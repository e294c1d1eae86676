import type { ConfabError } from '../api/errors.js';
import { asConfabError, type Core } from '../core.js';
import type { History } from '../sync/history.js';
import type { Item } from '../types.js';

const pageSize = 200;
const againMs = 5000;

/** Reads what a timeline shows in part: holes, and messages that came shortened. Each once at a time. */
export class Missing {
  private readonly filling = new Set<string>();
  private readonly partial = new Set<string>();

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
