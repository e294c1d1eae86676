import type { Item, Message } from '@confab/sdk';

/** What stands in the timeline, from top to bottom. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly time: number }
  | { readonly kind: 'divider'; readonly key: string }
  | { readonly kind: 'hole'; readonly key: string }
  | { readonly kind: 'system'; readonly key: string; readonly message: Message }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly item: MessageItem;
      readonly first: boolean;
      readonly last: boolean;
    };

export type MessageItem = Exclude<Item, { kind: 'hole' }>;

const GROUP_MS = 5 * 60_000;

/** Puts day lines and, above the first new one that somebody else wrote, the divider between the messages; and puts messages of one sender within five minutes into groups. */
export function rowsOf(items: readonly Item[], me: string, dividerSeq?: number): Row[] {
  const rows: Row[] = [];
  let day = '';
  let divided = dividerSeq === undefined;
  let before: { from: string; time: number; at: number } | undefined;
  for (const item of items) {
    if (item.kind === 'hole') {
      rows.push({ kind: 'hole', key: item.key });
      before = undefined;
      continue;
    }
    const time = timeOf(item);
    const itsDay = new Date(time).toDateString();
    if (itsDay !== day) {
      day = itsDay;
      rows.push({ kind: 'day', key: `day ${item.key}`, time });
      before = undefined;
    }
    if (!divided && item.kind === 'message' && item.message.seq >= (dividerSeq ?? 0) && item.message.from_uid !== me) {
      divided = true;
      rows.push({ kind: 'divider', key: 'divider' });
      before = undefined;
    }
    if (item.kind === 'message' && item.message.type === 'system') {
      rows.push({ kind: 'system', key: item.key, message: item.message });
      before = undefined;
      continue;
    }
    const from = item.kind === 'message' ? item.message.from_uid : me;
    const joins = before !== undefined && before.from === from && time - before.time < GROUP_MS;
    if (joins && before !== undefined)
      rows[before.at] = { ...(rows[before.at] as Extract<Row, { kind: 'message' }>), last: false };
    rows.push({ kind: 'message', key: item.key, item, first: !joins, last: true });
    before = { from, time, at: rows.length - 1 };
  }
  return rows;
}

export const timeOf = (item: MessageItem): number =>
  item.kind === 'message' ? item.message.create_time : item.pending.client_create_time;
