import { expect, test } from 'vitest';
import { ids } from '../../src/text/ids.js';
import type { Timeline } from '../../src/types.js';
import { World } from '../fake/world.js';

const single = ids.single('alice', 'bob');

/** The numbers that are shown, and the most that ever were at once. */
function follow(t: Timeline): { seqs(): number[]; most(): number } {
  let most = 0;
  const seqs = () => t.items.flatMap((item) => (item.kind === 'message' ? [item.message.seq] : []));
  t.subscribe(() => (most = Math.max(most, seqs().length)));
  return { seqs, most: () => most };
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('a limited timeline moves on by pages and never shows more, in whatever order pages and news come', async () => {
  const world = new World(['alice', 'bob']);
  const by = { uid: 'alice', deviceId: 'x', appId: 'demo' };
  const say = (n: number) => world.server.handle('sendMsg', { to_uid: 'bob', type: 'text', body: `${n}` }, by);
  for (let n = 1; n <= 1000; n++) say(n);
  const bob = world.tab('bob', 'bob-1');
  const done = bob.login(world.token('bob'));
  await world.clock.advance(2000);
  await done;
  const t = bob.conversation.open(single, 'newest');
  const { seqs, most } = follow(t);
  await world.clock.advance(2000);
  t.limit(120, 'newest');

  // Nobody waits between two pages: the window moves by one page each, not to the beginning.
  const pages = [t.older(), t.older(), t.older(), t.older()];
  await world.clock.advance(5000);
  await Promise.all(pages);
  expect(seqs()).toEqual(range(771, 890));
  expect(t.atNewest).toBe(false);

  for (let n = 1001; n <= 1010; n++) say(n);
  await world.clock.advance(1000);
  expect(seqs()).toEqual(range(771, 890));

  const down = [t.newer(), t.newer(), t.newer()];
  await world.clock.advance(5000);
  await Promise.all(down);
  expect(seqs()).toEqual(range(891, 1010));
  expect(t.atNewest).toBe(true);
  say(1011);
  await world.clock.advance(1000);
  expect(seqs()).toEqual(range(892, 1011));

  // Who reads at the upper end keeps it, whatever is said meanwhile.
  t.limit(120, 'oldest');
  say(1012);
  await world.clock.advance(1000);
  expect(seqs()).toEqual(range(892, 1011));
  expect(most()).toBeLessThanOrEqual(120);
  void bob.close();
});
