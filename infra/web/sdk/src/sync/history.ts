import type { Message } from '../api/types.js';
import type { Core } from '../core.js';
import type { ConversationRow, RangesRow } from '../store/schema.js';
import { revokedBody } from '../text/note.js';
import { Changes } from './changes.js';
import { covers, gaps, top, type Interval } from './ranges.js';
import {
  addPage,
  arrive,
  changesAgain,
  emptyRanges,
  firstRead,
  latest,
  newsSince,
  pageSize,
  pagesInARow,
  recordStores,
  revoke,
  settle,
  type PageRecord,
} from './records.js';

const rememberRevokesMs = 600_000;

/** What is read to hear of news. Without it, messages are read to be looked at, and only what came since the last connection is news. */
interface Told {
  /** Messages created before are no news, where nothing was known of the conversation; by default, those from before the last connection. */
  since?: number;
  live: boolean;
}

/** What was known of a conversation before the server was asked: its answer may be older than what is known when it comes. */
interface Asked {
  row: ConversationRow | undefined;
  ranges: RangesRow;
}

/** Reads messages from the server into the cache. */
export class History {
  /** Taken back before they came. */
  private readonly revoked = new Map<string, number>();
  private readonly deleted = new Set<string>();
  /** The conversation must be asked for; set by the session. */
  onDoubt: (ids: string[]) => void = () => undefined;
  /** New messages and changed ones, after they are stored. */
  onArrived: (messages: Message[], live: boolean) => void = () => undefined;
  onAnswered: (message: Message) => void = () => undefined;
  onChangedMessages: (messages: Message[]) => void = () => undefined;

  private readonly asking = new Map<string, Promise<void>>();

  private readonly changes: Changes;

  constructor(private readonly core: Core) {
    this.changes = new Changes(core, this);
  }

  ranges(id: string): Promise<RangesRow> {
    return this.core.read(['ranges'], async (tx) => (await tx.get<RangesRow>('ranges', id)) ?? emptyRanges(id));
  }

  row(id: string): Promise<ConversationRow | undefined> {
    return this.core.read(['conversations'], (tx) => tx.get<ConversationRow>('conversations', id));
  }

  known(id: string): Promise<Asked> {
    return this.core.read(['ranges', 'conversations'], async (tx) => {
      const [ranges, row] = await Promise.all([
        tx.get<RangesRow>('ranges', id),
        tx.get<ConversationRow>('conversations', id),
      ]);
      return { row, ranges: ranges ?? emptyRanges(id) };
    });
  }

  /** The newest page; what lies between it and older known numbers stays a hole. */
  async newest(id: string, limit: number, told?: Told): Promise<void> {
    const asked = await this.known(id);
    const { data, hasMore } = await this.core.call('getMsgList', { conversation_id: id, limit });
    const high = Math.max(data[0]?.seq ?? 0, asked.row?.last_seq ?? 0);
    const low = hasMore ? (data[data.length - 1]?.seq ?? 1) : 1;
    await this.add(id, data, high >= 1 ? [low, high] : null, asked, told);
  }

  /** Those before `before`, one page. Who wants the same meanwhile waits for the same call: a view that jumps, and the hole that it then shows. */
  private older(id: string, before: number, limit: number, asked: Asked): Promise<void> {
    const key = `${id} ${before} ${limit}`;
    const asking = this.asking.get(key) ?? this.ask(id, before, limit, asked).finally(() => this.asking.delete(key));
    this.asking.set(key, asking);
    return asking;
  }

  private async ask(id: string, before: number, limit: number, asked: Asked): Promise<void> {
    const { data, hasMore } = await this.core.call('getMsgList', { conversation_id: id, beforeSeq: before, limit });
    const low = hasMore ? (data[data.length - 1]?.seq ?? before) : 1;
    await this.add(id, data, low < before ? [low, before - 1] : null, asked);
  }

  /** Those after `after`, one page; true if there are more. */
  async newer(id: string, after: number, limit: number, told?: Told): Promise<{ upTo: number; more: boolean }> {
    const asked = await this.known(id);
    const { data, hasMore } = await this.core.call('getMsgList', { conversation_id: id, afterSeq: after, limit });
    const last = data[data.length - 1]?.seq ?? after;
    const upTo = hasMore ? last : Math.max(last, asked.row?.last_seq ?? 0);
    await this.add(id, data, upTo > after ? [after + 1, upTo] : null, asked, told);
    return { upTo, more: hasMore };
  }

  /** Makes [lo, hi] known, from its upper end: what the view needs. */
  async need(id: string, lo: number, hi: number): Promise<void> {
    for (let i = 0; i < 20; i++) {
      const known = await this.known(id);
      const gap = gaps(known.ranges.known, lo, hi).pop();
      if (!gap) return;
      await this.older(id, gap[1] + 1, Math.min(pageSize, Math.max(firstRead, gap[1] - gap[0] + 1)), known);
    }
  }

  /** From the top of what is known to the newest; a long absence leaves a hole. */
  async fill(id: string, told: Told): Promise<void> {
    const { row, ranges } = await this.known(id);
    if (!row || row.local) return;
    let changedTo = 0;
    const from = await this.start(id, ranges.known, told);
    // One that began while I was away is read from its beginning: whoever listens hears its first message, too.
    const began = told.since !== undefined && row.create_time >= told.since && row.last_seq <= pageSize * pagesInARow;
    if (ranges.known.length === 0 && !began) await this.newest(id, firstRead, told);
    else {
      if (row.last_seq - from > pageSize * pagesInARow) await this.newest(id, pageSize, told);
      else {
        let after = from;
        for (let i = 0; i < pagesInARow && after < row.last_seq; i++) {
          const { upTo, more } = await this.newer(id, after, pageSize, told);
          if (!more) break;
          after = upTo;
        }
      }
      if (ranges.known.length > 0 && row.change_time > ranges.synced) changedTo = await this.changes.read(id);
    }
    await this.core.write(['ranges', 'conversations'], async (tx) => {
      const now = (await tx.get<RangesRow>('ranges', id)) ?? emptyRanges(id);
      const delete_no = now.delete_no >= 0 ? now.delete_no : (row.delete_no ?? 0);
      // Lower than what I have read up to: something older came meanwhile, and the changes are read once more.
      const synced = now.changed_to < changedTo ? now.synced : Math.max(now.synced, row.change_time);
      if (now.synced !== synced || now.delete_no !== delete_no) tx.put('ranges', { ...now, delete_no, synced });
    });
  }

  /** Up to where all is known that can be news: below a push of the last connection there may be what that connection did not bring. */
  private start(id: string, known: Interval[], told: Told): Promise<number> {
    return this.core.read(['messages', 'meta'], async (tx) => {
      const since = told.since ?? (await newsSince(tx));
      let from = top(known);
      for (let i = known.length - 1; i >= 0; i--) {
        const [low, high] = known[i] as Interval;
        // Some may have been deleted.
        const to = Math.min(high, low + firstRead);
        const [lowest] = await tx.list<Message>('messages', { from: [id, low], to: [id, to] });
        if (low === 1 || (lowest && lowest.create_time < since)) break;
        from = known[i - 1]?.[1] ?? Math.max(0, low - 1 - firstRead);
      }
      return from;
    });
  }

  /** A small gap that pushes left behind them. */
  private async close(id: string, gap: Interval, since: number): Promise<void> {
    let after = gap[0] - 1;
    for (let i = 0; i < pagesInARow && after < gap[1]; i++) {
      const { known } = await this.ranges(id);
      if (covers(known, gap[0], gap[1])) return;
      const { upTo, more } = await this.newer(id, after, Math.min(pageSize, gap[1] - after), { since, live: true });
      if (!more || upTo <= after) return;
      after = upTo;
    }
  }

  /** Whole messages by id, into the cache. */
  async byId(id: string, wanted: string[]): Promise<Message[]> {
    const found: Message[] = [];
    for (let i = 0; i < wanted.length; i += 100) {
      let _ids = wanted.slice(i, i + 100);
      while (_ids.length > 0) {
        const asked = await this.known(id);
        const { data, hasMore } = await this.core.call('getMsgList', { conversation_id: id, _ids });
        await this.add(id, data, null, asked);
        found.push(...data);
        if (!hasMore || data.length === 0) break;
        const have = new Set(data.map((m) => m._id));
        const last = _ids.indexOf(data[data.length - 1]?._id as string);
        _ids = _ids.slice(last + 1).filter((x) => !have.has(x));
      }
    }
    return found;
  }

  /** One message, by push or as the answer to a send. */
  async arrived(message: Message, how: 'push' | 'answer'): Promise<void> {
    const m = this.masked(message);
    if (this.deleted.has(m._id)) return this.settled(m);
    const arrival = await this.core.write(recordStores, (tx) => arrive(tx, m, this.core.uid, this.core.now()));
    if (arrival.what === 'added') this.onArrived([m], true);
    if (arrival.what === 'changed') this.onChangedMessages([m]);
    if (arrival.doubt) this.onDoubt([m.conversation_id]);
    const { gap, since } = arrival;
    if (arrival.what === 'late') {
      if (gap) await this.newer(m.conversation_id, m.seq - 1, 1, { since, live: true });
      return this.settled(m);
    }
    if (gap && gap[1] - gap[0] < pageSize * pagesInARow) {
      this.core.timers.set(
        () => this.core.background(`gap after ${how}`, this.close(m.conversation_id, gap, since)),
        150,
      );
    }
  }

  /** Stored on the server, whether I still see it or not. */
  private settled(m: Message): Promise<void> {
    const { unique_id, from_uid } = m;
    if (from_uid !== this.core.uid || unique_id === undefined) return Promise.resolve();
    this.onAnswered(m);
    return this.core.write(['outbox', 'files'], (tx) => settle(tx, unique_id));
  }

  /** Also one that is not here: it may be on its way. */
  async takenBack(msg_id: string, conversation_id?: string): Promise<void> {
    const now = this.core.timers.now();
    for (const [id, at] of this.revoked) if (now - at > rememberRevokesMs) this.revoked.delete(id);
    this.revoked.set(msg_id, now);
    const { message, doubt } = await this.core.write(recordStores, (tx) =>
      revoke(tx, msg_id, conversation_id, this.core.uid),
    );
    if (message) this.onChangedMessages([message]);
    if (doubt && conversation_id !== undefined) this.onDoubt([conversation_id]);
  }

  /** I deleted it for me: gone here, and the conversation's number of deletions is one more. */
  async deletedByMe(m: Message): Promise<void> {
    this.deleted.add(m._id);
    await this.core.write(recordStores, async (tx) => {
      // Not here: the server has told of this deletion already, and it is counted.
      if (!(await tx.get('messages', [m.conversation_id, m.seq]))) return;
      tx.delete('messages', [m.conversation_id, m.seq]);
      const row = await tx.get<ConversationRow>('conversations', m.conversation_id);
      const ranges = await tx.get<RangesRow>('ranges', m.conversation_id);
      const delete_no = (row?.delete_no ?? 0) + 1;
      if (row) tx.put('conversations', { ...row, delete_no });
      if (ranges) tx.put('ranges', { ...ranges, delete_no });
    });
    this.onDoubt([m.conversation_id]);
  }

  /**
   * If I have deleted a message elsewhere since the question, the answer may still hold it. If changes were read since, the answer may be
   * from before one of them: they are read again.
   */
  private async add(
    id: string,
    messages: Message[],
    interval: Interval | null,
    asked: Asked,
    told?: Told,
  ): Promise<void> {
    const { news, changed } = await this.core.write(recordStores, async (tx) => {
      const [row, before, lastTime] = await Promise.all([
        tx.get<ConversationRow>('conversations', id),
        tx.get<RangesRow>('ranges', id),
        newsSince(tx),
      ]);
      if (row && !row.local && deletions(row) !== deletions(asked.row)) return { news: [], changed: [] };
      const highest = top(before?.known ?? []);
      const kept = messages.filter((m) => !this.deleted.has(m._id)).map((m) => this.masked(m));
      const page = await addPage(tx, this.page(id, kept, interval), this.core.uid);
      const askedTo = asked.ranges.changed_to;
      if (before && before.changed_to > askedTo) await changesAgain(tx, id, latest(kept, askedTo));
      const since = told?.since ?? lastTime;
      const isNew = (m: Message) => (!!told && highest > 0 && m.seq > highest) || m.create_time >= since;
      return { news: page.added.filter(isNew), changed: page.changed };
    });
    if (news.length > 0)
      this.onArrived(
        news.sort((a, b) => a.seq - b.seq),
        told?.live ?? false,
      );
    if (changed.length > 0) this.onChangedMessages(changed);
  }

  private page(conversation_id: string, messages: Message[], interval: Interval | null): PageRecord {
    return { conversation_id, messages, interval, now: this.core.now() };
  }

  private masked(m: Message): Message {
    if (m.is_revoke || !this.revoked.has(m._id)) return m;
    return { ...m, is_revoke: true, body: revokedBody };
  }
}

/** How many messages of the conversation I had deleted, as far as was known. */
function deletions(row: ConversationRow | undefined): number {
  return row && !row.local ? (row.delete_no ?? 0) : 0;
}
