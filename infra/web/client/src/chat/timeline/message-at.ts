import type { Message } from '@confab/sdk';
import type { View } from './use-timeline';

export type Place = { readonly seq: number } | { readonly _id: string } | { readonly time: number };

/**
 * The message at a place, as far as it is here: of a time, the first one since then, else the newest. `sure`: nothing that is not here could
 * come before it.
 */
export function messageAt(view: View, to: Place, sure: boolean): Message | undefined {
  const all = view.items;
  const at = all.findIndex(
    (item) =>
      item.kind === 'message' &&
      ('time' in to
        ? item.message.create_time >= to.time
        : 'seq' in to
          ? item.message.seq === to.seq
          : item.message._id === to._id),
  );
  if (at >= 0) {
    const item = all[at];
    const known = !('time' in to) || !sure || (at === 0 ? view.atOldest : all[at - 1]?.kind === 'message');
    return known && item?.kind === 'message' ? item.message : undefined;
  }
  const last = [...all].reverse().find((item) => item.kind === 'message');
  return 'time' in to && (view.atNewest || !sure) && last?.kind === 'message' ? last.message : undefined;
}
