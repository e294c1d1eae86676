import type { Message } from '../api/types.js';
import type { ConversationRow, OutboxRow, RangesRow } from '../store/schema.js';
import type { Tx } from '../store/store.js';
import { gaps, type Interval } from '../sync/ranges.js';
import { emptyRanges, lastKey } from '../sync/records.js';
import type { Item, PendingMessage } from '../types.js';

/** What a timeline shows: numbers from `from` on; to `to`, or to the newest. */
export interface Window {
  from: number;
  to: number | 'newest';
}

export type End = 'oldest' | 'newest';

export interface WindowContents {
  window: Window;
  row: ConversationRow | undefined;
  ranges: RangesRow;
  messages: Message[];
  outbox: OutboxRow[];
}

export function highOf(window: Window): number {
  return window.to === 'newest' ? lastKey : window.to;
}

/** What a window shows, in one reading. Messages that `have` holds are taken from there: none of them has changed. */
export async function contentsOf(tx: Tx, id: string, window: Window, have?: WindowContents): Promise<WindowContents> {
  const high = highOf(window);
  const list = (from: number, to: number): Promise<Message[]> | Message[] =>
    from > to ? [] : tx.list<Message>('messages', { from: [id, from], to: [id, to] });
  const kept = have?.messages.filter((m) => m.seq >= window.from && m.seq <= high) ?? [];
  const [first, last] = have && kept.length > 0 ? [have.window.from, highOf(have.window)] : [lastKey, lastKey];
  const [row, ranges, below, above, outbox] = await Promise.all([
    tx.get<ConversationRow>('conversations', id),
    tx.get<RangesRow>('ranges', id),
    list(window.from, Math.min(high, first - 1)),
    list(last + 1, high),
    tx.list<OutboxRow>('outbox', { from: [id, 0], to: [id, lastKey] }, 'conversation'),
  ]);
  return { window, row, ranges: ranges ?? emptyRanges(id), messages: [...below, ...kept, ...above], outbox };
}

/** Lets go of messages beyond `most`, at the end that is not `near`. */
export function fit(has: WindowContents, most: number, near: End): WindowContents {
  const { messages, window } = has;
  if (messages.length <= most) return has;
  const kept = near === 'oldest' ? messages.slice(0, most) : messages.slice(-most);
  const edge = (near === 'oldest' ? kept[kept.length - 1] : kept[0]) as Message;
  return {
    ...has,
    messages: kept,
    window: near === 'oldest' ? { ...window, to: edge.seq } : { ...window, from: edge.seq },
  };
}

/** The items of a window. An item that says the same is the same object. */
export function itemsOf(
  has: WindowContents,
  uid: string,
  progress: (unique_id: string) => number,
  before: ReadonlyMap<string, Item>,
): Item[] {
  const items: Item[] = [];
  const { window } = has;
  const high =
    window.to === 'newest'
      ? Math.max(has.row?.last_seq ?? 0, has.messages[has.messages.length - 1]?.seq ?? 0)
      : window.to;
  const holes = gaps(has.ranges.known, window.from, high);
  let hole = 0;
  const same = (item: Item): Item => {
    const was = before.get(item.key);
    if (was?.kind === 'message' && item.kind === 'message' && was.message === item.message) return was;
    return was && JSON.stringify(was) === JSON.stringify(item) ? was : Object.freeze(item);
  };
  const holesBefore = (seq: number) => {
    for (; hole < holes.length && (holes[hole] as Interval)[0] < seq; hole++) {
      const [from, to] = holes[hole] as Interval;
      items.push(same({ kind: 'hole', key: `hole-${from}-${to}`, from, to }));
    }
  };
  for (const message of has.messages) {
    holesBefore(message.seq);
    items.push(same({ kind: 'message', key: keyOf(message, uid), message }));
  }
  holesBefore(Infinity);
  if (window.to !== 'newest') return items;
  for (const row of has.outbox) {
    items.push(same({ kind: 'pending', key: row.unique_id, pending: pendingOf(row, progress(row.unique_id)) }));
  }
  return items;
}

/** The same before and after it is stored. */
function keyOf(m: Message, uid: string): string {
  return m.from_uid === uid && m.unique_id !== undefined ? m.unique_id : m._id;
}

/** In a single chat, what lies below the reader's mark is read; no message changes for that. */
export function marked(m: Message, row: ConversationRow | undefined, uid: string): Message {
  if (m.is_read || row?.type !== 1) return m;
  const mark = m.from_uid === uid ? row.peer_read_seq : row.read_seq;
  return m.seq <= (mark ?? 0) ? { ...m, is_read: true } : m;
}

export function pendingOf(row: OutboxRow, progress: number): PendingMessage {
  return {
    unique_id: row.unique_id,
    conversation_id: row.conversation_id,
    type: row.draft.type,
    body: row.draft.body,
    about_msg_id: row.draft.about_msg_id,
    call_uid: row.draft.call_uid,
    client_create_time: row.client_create_time,
    state: row.state,
    progress,
    error: row.error,
  };
}
