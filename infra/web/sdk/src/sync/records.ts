import type { ApiConversation, GoneConversation, Message } from '../api/types.js';
import type { ConversationRow, MarkRow, MetaRow, OutboxRow, RangesRow } from '../store/schema.js';
import type { StoreName, Tx } from '../store/store.js';
import { noteOf, revokedBody, revokedNote } from '../text/note.js';
import { cover, covers, top, type Interval } from './ranges.js';

/** The stores that these transactions touch. */
export const recordStores: StoreName[] = ['conversations', 'messages', 'ranges', 'outbox', 'files', 'marks', 'meta'];

/** Of a conversation that is read for the first time. */
export const firstRead = 30;
export const pageSize = 200;
export const pagesInARow = 5;
/** By so much the clocks of servers may differ, and an answer may be older than its time. */
export const marginMs = 90_000;

export const lastKey = Number.MAX_SAFE_INTEGER;

export function emptyRanges(conversation_id: string): RangesRow {
  return { conversation_id, known: [], changed_to: 0, synced: 0, delete_no: -1, used_at: 0 };
}

/** Messages created before are no news: the last connection brought them. Infinity before the first one. */
export async function newsSince(tx: Tx): Promise<number> {
  const row = await tx.get<MetaRow>('meta', 'sync');
  return row ? (row.value as number) - marginMs : Infinity;
}

/** When the last of them changed, or `least`. */
export function latest(messages: Message[], least: number): number {
  return messages.reduce((max, m) => Math.max(max, m.update_time), least);
}

/** A message that counts as unread for me. */
export function counts(m: Message, uid: string): boolean {
  return m.from_uid !== uid && m.type !== 'system' && !m.is_revoke;
}

export function mentions(m: Message, uid: string): boolean {
  return counts(m, uid) && !!m.call_uid && (m.call_uid.includes(uid) || m.call_uid.includes('all'));
}

/** Stores a message unless what is there is newer. Returns what became of it. */
function putMessage(tx: Tx, m: Message, there: Message | undefined): 'added' | 'changed' | 'same' {
  if (!there) {
    tx.put('messages', m);
    return 'added';
  }
  if (there.update_time > m.update_time) return 'same';
  if (m.LongMsg && !there.LongMsg && there.update_time === m.update_time) return 'same';
  if (there.is_revoke && !m.is_revoke) return 'same';
  if (JSON.stringify(there) === JSON.stringify(m)) return 'same';
  tx.put('messages', m);
  return there.is_revoke === m.is_revoke && !!there.LongMsg === !!m.LongMsg ? 'same' : 'changed';
}

/** Takes my messages out of the outbox: they are stored. */
async function settleMine(tx: Tx, messages: Message[], uid: string): Promise<void> {
  const mine = messages.filter((m) => m.from_uid === uid && m.unique_id !== undefined);
  await Promise.all(mine.map((m) => settle(tx, m.unique_id as string)));
}

/** It is stored: nothing of it has to be sent any more. */
export async function settle(tx: Tx, unique_id: string): Promise<void> {
  if (!(await tx.get<OutboxRow>('outbox', unique_id))) return;
  tx.delete('outbox', unique_id);
  await tx.clear('files', { from: [unique_id, 0], to: [unique_id, lastKey] });
}

/** Forgets the messages of a conversation; what is to be sent and the draft stay. */
export async function dropMessages(tx: Tx, id: string): Promise<void> {
  tx.delete('ranges', id);
  await tx.clear('messages', { from: [id, 0], to: [id, lastKey] });
}

/** Unread messages above a mark, counted in the cache; null if it does not know all of them. */
export async function recount(
  tx: Tx,
  row: ConversationRow,
  mark: number,
  uid: string,
): Promise<{ unread: number; mentioned?: number } | null> {
  if (mark >= row.last_seq) return { unread: 0 };
  const ranges = await tx.get<RangesRow>('ranges', row.id);
  if (!ranges || row.last_seq - mark > 500 || !covers(ranges.known, mark + 1, row.last_seq)) return null;
  const messages = await tx.list<Message>('messages', { from: [row.id, mark + 1], to: [row.id, row.last_seq] });
  const mentioned = messages.filter((m) => mentions(m, uid)).pop()?.seq;
  return { unread: messages.filter((m) => counts(m, uid)).length, mentioned };
}

/** Moves my mark forward, never back. False: how many are unread must be asked. */
export async function moveMark(tx: Tx, row: ConversationRow, seq: number, uid: string): Promise<boolean> {
  const mark = Math.max(row.read_seq ?? 0, Math.min(seq, row.last_seq));
  const counted = await recount(tx, row, mark, uid);
  const next: ConversationRow = { ...row, read_seq: mark };
  if (counted) {
    next.unread_count = Math.min(counted.unread, row.unread_count);
    setMentioned(next, counted.mentioned);
  } else if (row.mentioned_seq !== undefined && row.mentioned_seq <= mark) setMentioned(next, undefined);
  tx.put('conversations', next);
  return counted !== null;
}

function setMentioned(row: ConversationRow, seq: number | undefined): void {
  if (seq === undefined) delete row.mentioned_seq;
  else row.mentioned_seq = seq;
}

/** Merges what the server says of a conversation. `stale`: it was read before a message that is here already; ask again. */
export async function mergeConversation(
  tx: Tx,
  said: ApiConversation | GoneConversation,
  uid: string,
): Promise<'merged' | 'same' | 'stale' | 'gone'> {
  const row = await tx.get<ConversationRow>('conversations', said.id);
  if ('gone' in said) {
    if (!row || row.change_time > said.change_time) return 'same';
    await forget(tx, said.id);
    return 'gone';
  }
  const next: ConversationRow = { ...said, last_seq: said.last_seq ?? 0, change_time: said.change_time ?? 0 };
  if (row && !row.local) {
    if (next.change_time < row.change_time) return 'same';
    if (next.last_seq < row.last_seq) return 'stale';
  }
  const ranges = await tx.get<RangesRow>('ranges', said.id);
  if (ranges && ranges.delete_no !== (said.delete_no ?? 0)) {
    if (ranges.delete_no >= 0 || said.delete_no) await dropMessages(tx, said.id);
    else tx.put('ranges', { ...ranges, delete_no: 0 });
  }
  const mark = await tx.get<MarkRow>('marks', said.id);
  const read = Math.max(mark?.seq ?? 0, row && !row.local ? (row.read_seq ?? 0) : 0);
  if (read > (next.read_seq ?? 0)) {
    next.read_seq = Math.min(read, next.last_seq);
    const counted = await recount(tx, next, next.read_seq, uid);
    if (counted) {
      next.unread_count = Math.min(counted.unread, next.unread_count);
      setMentioned(next, counted.mentioned);
    }
  }
  if (row?.peer_read_seq && row.peer_read_seq > (next.peer_read_seq ?? 0)) next.peer_read_seq = row.peer_read_seq;
  if (row && JSON.stringify(row) === JSON.stringify(next)) return 'same';
  tx.put('conversations', next);
  return 'merged';
}

export async function forget(tx: Tx, id: string): Promise<void> {
  tx.delete('conversations', id);
  tx.delete('marks', id);
  await dropMessages(tx, id);
}

/** A page of messages: it covers the interval that was asked for, deleted ones included. */
export interface PageRecord {
  conversation_id: string;
  messages: Message[];
  interval: Interval | null;
  now: number;
}

/** Messages and what is known of the conversation, together. Returns those that were not here. All is read at once: each wait for IndexedDB takes its time. */
export async function addPage(
  tx: Tx,
  page: PageRecord,
  uid: string,
): Promise<{ added: Message[]; changed: Message[] }> {
  const id = page.conversation_id;
  const [before, row, here] = await Promise.all([
    tx.get<RangesRow>('ranges', id),
    tx.get<ConversationRow>('conversations', id),
    storedOf(tx, page),
    settleMine(tx, page.messages, uid),
  ]);
  const ranges = before ?? emptyRanges(id);
  const there = new Map(here.map((m) => [m.seq, m]));
  const added: Message[] = [];
  const changed: Message[] = [];
  for (const m of page.messages) {
    const what = putMessage(tx, m, there.get(m.seq));
    if (what !== 'same') there.set(m.seq, m);
    if (what === 'added') added.push(m);
    else if (what === 'changed') changed.push(m);
  }
  const known = page.interval ? cover(ranges.known, page.interval[0], page.interval[1]) : ranges.known;
  tx.put('ranges', {
    ...ranges,
    known,
    changed_to: ranges.known.length === 0 ? latest(page.messages, ranges.changed_to) : ranges.changed_to,
    delete_no: ranges.delete_no >= 0 ? ranges.delete_no : (row?.delete_no ?? -1),
    used_at: page.now,
  } satisfies RangesRow);
  return { added, changed };
}

/** What is here of a page. */
async function storedOf(tx: Tx, { conversation_id, messages, interval }: PageRecord): Promise<Message[]> {
  if (interval)
    return tx.list('messages', { from: [conversation_id, interval[0]], to: [conversation_id, interval[1]] });
  const each = messages.map((m) => tx.get<Message>('messages', [conversation_id, m.seq]));
  return (await Promise.all(each)).flatMap((m) => m ?? []);
}

/** A message was stored that may be from before changes that were read already: they are asked for again from `time` on. */
export async function changesAgain(tx: Tx, id: string, time: number): Promise<void> {
  const ranges = await tx.get<RangesRow>('ranges', id);
  if (!ranges || ranges.changed_to <= time) return;
  tx.put('ranges', { ...ranges, changed_to: time, synced: Math.min(ranges.synced, time) });
}

export interface Arrival {
  /**
   * `late`: I deleted the message here; or the server has told of the conversation since, and I may have deleted the message elsewhere.
   * It was not stored; if its number is unknown (`gap`), it must be read.
   */
  what: 'added' | 'changed' | 'same' | 'late';
  /** The conversation must be asked for. */
  doubt: boolean;
  /** Numbers that were overtaken; of them, what was created before `since` is no news. */
  gap: Interval | null;
  since: number;
}

/** A message that was pushed, or that the server answered to a send. */
export async function arrive(tx: Tx, m: Message, uid: string, now: number): Promise<Arrival> {
  const [before, row, there, since] = await Promise.all([
    tx.get<RangesRow>('ranges', m.conversation_id),
    tx.get<ConversationRow>('conversations', m.conversation_id),
    tx.get<Message>('messages', [m.conversation_id, m.seq]),
    newsSince(tx),
  ]);
  const ranges = before ?? emptyRanges(m.conversation_id);
  const deleted = !there && covers(ranges.known, m.seq, m.seq);
  if (deleted || (row && !row.local && m.seq <= row.last_seq && !there)) {
    return { what: 'late', doubt: false, gap: deleted ? null : [m.seq, m.seq], since: 0 };
  }
  await settleMine(tx, [m], uid);
  const what = putMessage(tx, m, there);
  const highest = top(ranges.known);
  if (!covers(ranges.known, m.seq, m.seq)) {
    tx.put('ranges', {
      ...ranges,
      known: cover(ranges.known, m.seq, m.seq),
      changed_to: ranges.known.length === 0 ? m.update_time : ranges.changed_to,
      delete_no: ranges.delete_no >= 0 ? ranges.delete_no : (row?.delete_no ?? -1),
      used_at: Math.max(ranges.used_at, now),
    } satisfies RangesRow);
  }
  // A push that was long under way shows the message as it was.
  if (what === 'added') await changesAgain(tx, m.conversation_id, m.update_time);
  if (row && m.seq > row.last_seq) tx.put('conversations', bumped(row, m, uid));
  else if (row && m.is_revoke && m.seq === row.last_seq) tx.put('conversations', revokedNewest(row));
  const below = highest > 0 ? highest : notMissed(row, m, since);
  const gap: Interval | null = m.seq > below + 1 ? [below + 1, m.seq - 1] : null;
  const doubt = !row || !!row.local || m.seq > row.last_seq + 1;
  return { what, doubt, gap, since: highest > 0 ? 0 : since };
}

/** Up to where nothing is news, in a conversation none of whose messages has been read yet. */
function notMissed(row: ConversationRow | undefined, m: Message, since: number): number {
  if (since === Infinity) return m.seq;
  if (row && !row.local && row.update_time < since) return row.last_seq;
  return Math.max(0, m.seq - 1 - firstRead);
}

/** The conversation after one message more, as the server will say it. */
function bumped(row: ConversationRow, m: Message, uid: string): ConversationRow {
  const next: ConversationRow = {
    ...row,
    last_seq: m.seq,
    update_time: Math.max(row.update_time, m.create_time),
    last_msg_note: noteOf(m),
    hidden: false,
    msgList: [m],
  };
  if (counts(m, uid) && m.seq > (row.read_seq ?? 0)) {
    next.unread_count = row.unread_count + 1;
    if (mentions(m, uid)) next.mentioned_seq = m.seq;
  }
  return next;
}

function revokedNewest(row: ConversationRow): ConversationRow {
  return {
    ...row,
    last_msg_note: revokedNote,
    msgList: row.msgList.map((m) => ({ ...m, is_revoke: true, body: revokedBody })),
  };
}

/** A message was taken back. `message` is null if it is not here yet; `doubt`: the unread count must be asked. */
export async function revoke(
  tx: Tx,
  msg_id: string,
  conversation_id: string | undefined,
  uid: string,
): Promise<{ message: Message | null; doubt: boolean }> {
  const [there] = await tx.list<Message>('messages', { from: msg_id, to: msg_id }, 'id');
  const id = there?.conversation_id ?? conversation_id;
  const row = id === undefined ? undefined : await tx.get<ConversationRow>('conversations', id);
  if (!there) {
    if (row && row.msgList[0]?._id === msg_id) tx.put('conversations', revokedNewest(row));
    return { message: null, doubt: !!row && row.unread_count > 0 };
  }
  if (there.is_revoke) return { message: there, doubt: false };
  const message: Message = { ...there, is_revoke: true, body: revokedBody };
  delete message.LongMsg;
  tx.put('messages', message);
  if (row) {
    let next = there.seq === row.last_seq ? revokedNewest(row) : row;
    if (counts(there, uid) && there.seq > (row.read_seq ?? 0) && row.unread_count > 0) {
      next = { ...next, unread_count: row.unread_count - 1 };
    }
    if (row.mentioned_seq === there.seq) {
      const counted = await recount(tx, row, row.read_seq ?? 0, uid);
      next = { ...next };
      setMentioned(next, counted?.mentioned);
    }
    if (next !== row) tx.put('conversations', next);
  }
  return { message, doubt: false };
}
