import { afterEach, expect, test, vi } from 'vitest';
import type { MemoryStore } from '../../src/store/memory.js';
import { Sorted } from '../../src/store/sorted.js';
import { ids } from '../../src/text/ids.js';
import type { Confab, Timeline } from '../../src/types.js';
import { World } from '../fake/world.js';

const single = ids.single('alice', 'bob');

/** The numbers that are shown, and the most that ever were at once. */
function follow(t: Timeline): { seqs(): number[]; most(): number } {
  let most = 0;
  const seqs = () => t.items.flatMap((item) => (item.kind === 'message' ? [item.message.seq] : []));
  t.subscribe(() => (most = Math.max(most, seqs().length)));
  return { seqs, most: () => most };
}

/** bob, to whom alice has said so much, with that chat open at its end. */
async function chatOf(messages: number) {
  const world = new World(['alice', 'bob']);
  const alice = { uid: 'alice', deviceId: 'x', appId: 'demo' };
  const say = (body: string): string => {
    const said = world.server.handle('sendMsg', { to_uid: 'bob', type: 'text', body }, alice);
    return (said as { data: { _id: string } }).data._id;
  };
  const sent = range(1, messages).map((n) => say(`${n}`));
  const bob = world.tab('bob', 'bob-1');
  open.push(bob);
  const done = bob.login(world.token('bob'));
  await world.clock.advance(2000);
  await done;
  const t = bob.conversation.open(single, 'newest');
  const shown = follow(t);
  await world.clock.advance(2000);
  const pages = () => world.server.calls.filter((method) => method === 'getMsgList').length;
  return { world, alice, say, sent, t, ...shown, pages };
}

const open: Confab[] = [];
afterEach(() => {
  for (const confab of open.splice(0)) void confab.close();
});

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('a limited timeline moves on by pages and never shows more, in whatever order pages and news come', async () => {
  const { world, say, t, seqs, most, pages: calls } = await chatOf(1000);
  t.limit(120, 'newest');

  const before = calls();
  // Nobody waits between two pages: the window moves by one page each, not to the beginning, and nothing is asked twice.
  const pages = [t.older(), t.older(), t.older(), t.older()];
  await world.clock.advance(5000);
  await Promise.all(pages);
  expect(seqs()).toEqual(range(771, 890));
  expect(t.atNewest).toBe(false);
  expect(calls() - before).toBe(3);

  for (let n = 1001; n <= 1010; n++) say(`${n}`);
  await world.clock.advance(1000);
  expect(seqs()).toEqual(range(771, 890));

  const down = [t.newer(), t.newer(), t.newer()];
  await world.clock.advance(5000);
  await Promise.all(down);
  expect(seqs()).toEqual(range(891, 1010));
  expect(t.atNewest).toBe(true);
  say('1011');
  await world.clock.advance(1000);
  expect(seqs()).toEqual(range(892, 1011));

  // Who reads at the upper end keeps it, whatever is said meanwhile.
  t.limit(120, 'oldest');
  say('1012');
  await world.clock.advance(1000);
  expect(seqs()).toEqual(range(892, 1011));
  expect(most()).toBeLessThanOrEqual(120);
});

test('who goes up does not wait: what is older is read ahead, and a page of it is one reading of the cache', async () => {
  const { world, t, seqs, pages } = await chatOf(1000);
  t.limit(300, 'oldest');
  const before = pages();
  expect(before).toBeLessThan(4);
  void t.older();
  await world.clock.advance(1000);

  const store = world.storeOf('bob-1', 'bob') as MemoryStore;
  const reading = vi.spyOn(store, 'read');
  const listing = vi.spyOn(Sorted.prototype, 'list');
  for (let n = 0; n < 10; n++) {
    const oldest = seqs()[0] as number;
    reading.mockClear();
    listing.mockClear();
    // No time passes: nothing is asked of the server.
    await t.older();
    expect(seqs()[0]).toBe(oldest - 50);
    expect(reading.mock.calls.filter(([stores]) => stores.includes('messages'))).toHaveLength(1);
    const most = Math.max(...listing.mock.results.map(({ value }) => (value as unknown[]).length));
    expect(most, 'what is shown already is not read again').toBe(50);
    await world.clock.advance(1000);
  }
  expect(pages() - before).toBeLessThanOrEqual(7);
  expect(seqs()).toEqual(range(seqs()[0] as number, (seqs()[0] as number) + 299));
});

test('what is taken back between two pages is shown so, wherever it stands', async () => {
  const { world, alice, sent, t } = await chatOf(400);
  const wanted = [390, 345, 300, 280, 399];
  for (const seq of wanted) {
    const more = t.older();
    world.server.handle('revokeMsg', { msgId: sent[seq - 1] }, alice);
    await world.clock.advance(20);
    await world.clock.advance(1000);
    await more;
  }
  const revoked = t.items.flatMap((item) =>
    item.kind === 'message' && item.message.is_revoke ? [item.message.seq] : [],
  );
  expect(revoked).toEqual([...wanted].sort((a, b) => a - b));
});

test('a jump far away reads its place once, though a hole is shown there meanwhile', async () => {
  const { world, t, seqs, pages: calls } = await chatOf(500);
  const before = calls();
  const jump = t.jumpTo({ seq: 100 });
  await world.clock.advance(2000);
  await jump;
  expect(seqs()).toContain(100);
  expect(calls() - before).toBe(1);
});
