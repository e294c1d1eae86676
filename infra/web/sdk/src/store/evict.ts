import type { Core } from '../core.js';
import { above } from '../sync/ranges.js';
import { recordStores } from '../sync/records.js';
import type { RangesRow } from './schema.js';

const kept = 200;
/** What a message takes, roughly, indexes included. */
const bytesPerMessage = 1000;
const defaultBytes = 200_000_000;

/** Makes room, down to that share of the limit or of what there is: of the conversations that were not looked at for longest, all but the newest messages. */
export async function evict(core: Core, share = 1): Promise<void> {
  const room = await core.adapters.roomBytes?.().catch(() => undefined);
  const rows = await core.store.read(['ranges'], (tx) => tx.list<RangesRow>('ranges', {}, 'used'));
  let messages = rows.reduce((sum, row) => sum + size(row), 0);
  const most = core.options.cacheLimitBytes ?? Math.min(defaultBytes, room !== undefined ? room / 5 : defaultBytes);
  const limit = share === 1 ? most : Math.min(most, messages * bytesPerMessage) * share;
  for (const row of rows) {
    if (messages * bytesPerMessage <= limit) return;
    const before = size(row);
    const from = (row.known[row.known.length - 1]?.[1] ?? 0) - kept + 1;
    if (before <= kept || from <= 1) continue;
    const { changed } = await core.store.write(recordStores, async (tx) => {
      const now = await tx.get<RangesRow>('ranges', row.conversation_id);
      if (!now) return;
      await tx.clear('messages', { from: [row.conversation_id, 0], to: [row.conversation_id, from - 1] });
      tx.put('ranges', { ...now, known: above(now.known, from) });
    });
    core.announce(changed, 'here');
    core.post({ t: 'changed', changed });
    messages -= before - kept;
  }
}

function size(row: RangesRow): number {
  return row.known.reduce((sum, [a, b]) => sum + b - a + 1, 0);
}
