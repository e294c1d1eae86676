import type { Message } from '../api/types.js';
import type { Core } from '../core.js';
import type { RangesRow } from '../store/schema.js';
import type { Tx } from '../store/store.js';
import { above } from './ranges.js';
import { addPage, emptyRanges, latest, pageSize, pagesInARow, recordStores } from './records.js';

/** What is needed of the history. */
interface Pages {
  ranges(id: string): Promise<RangesRow>;
  newest(id: string, limit: number): Promise<void>;
  onChangedMessages(messages: Message[]): void;
}

/** Reads what changed in messages that are known already. */
export class Changes {
  constructor(
    private readonly core: Core,
    private readonly history: Pages,
  ) {}

  /** Answers up to when it was read: the next question's `minUpdateTime`, unless something older comes meanwhile. */
  async read(id: string): Promise<number> {
    const { changed_to } = await this.history.ranges(id);
    let upTo = changed_to;
    let cursor: string | undefined;
    for (let i = 0; i < pagesInARow; i++) {
      const { data, hasMore, nextCursor } = await this.core.call('getMsgList', {
        conversation_id: id,
        minUpdateTime: changed_to,
        limit: pageSize,
        cursor,
      });
      const from = upTo;
      const changed = await this.core.write(recordStores, (tx) => this.apply(tx, id, data, from));
      upTo = latest(data, from);
      if (changed.length > 0) this.history.onChangedMessages(changed);
      if (!hasMore) return upTo;
      cursor = nextCursor;
    }
    return this.believeNewest(id);
  }

  private async apply(tx: Tx, id: string, data: Message[], from: number): Promise<Message[]> {
    // What is known and not here was deleted by me, perhaps while the answer was under way.
    const here = await Promise.all(data.map((m) => tx.get('messages', [id, m.seq])));
    const messages = data.filter((_, i) => here[i]);
    const { changed } = await addPage(
      tx,
      { conversation_id: id, messages, interval: null, now: this.core.now() },
      this.core.uid,
    );
    const after = (await tx.get<RangesRow>('ranges', id)) ?? emptyRanges(id);
    // Else something older came meanwhile, whose changes are not in this answer.
    if (after.changed_to >= from) tx.put('ranges', { ...after, changed_to: latest(data, after.changed_to) });
    return changed;
  }

  /** Too much has changed to read it all: what is older than the newest page is forgotten. */
  private async believeNewest(id: string): Promise<number> {
    await this.history.newest(id, pageSize);
    return this.core.write(recordStores, async (tx) => {
      const ranges = (await tx.get<RangesRow>('ranges', id)) ?? emptyRanges(id);
      const newest = ranges.known[ranges.known.length - 1];
      if (!newest) return ranges.changed_to;
      const from = Math.max(newest[0], newest[1] - pageSize + 1);
      const messages = await tx.list<Message>('messages', { from: [id, from], to: [id, newest[1]] });
      const changed_to = latest(messages, ranges.changed_to);
      tx.put('ranges', { ...ranges, known: above(ranges.known, from), changed_to });
      return changed_to;
    });
  }
}
