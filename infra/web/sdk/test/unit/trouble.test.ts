import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfabError } from '../../src/api/errors.js';
import { MemoryStore } from '../../src/store/memory.js';
import type { OutboxRow } from '../../src/store/schema.js';
import type { Store } from '../../src/store/store.js';
import { ids } from '../../src/text/ids.js';
import type { Confab } from '../../src/types.js';
import { signedIn } from '../fake/signed-in.js';
import { World } from '../fake/world.js';

const inBrowser = process.env.CONFAB_TEST_PLATFORM !== 'uni';
const single = ids.single('alice', 'bob');
const bob = { uid: 'bob', deviceId: 'b', appId: 'demo' };

const stored = (world: World) => world.server.talks.get(single)?.messages.map((m) => m.body);

describe('a clock that is an hour wrong', () => {
  test.each([-3_600_000, 3_600_000, 3 * 3_600_000])(
    "by %d ms: times are the server's, pushes and tokens go on",
    async (wrong) => {
      const world = new World(['alice', 'bob']);
      let asked = 0;
      const { clock } = world;
      const timers = {
        now: () => clock.now() + wrong,
        set: (f: () => void, ms: number) => clock.set(f, ms),
        clear: (handle: unknown) => clock.clear(handle),
      };
      const getToken = async () => (asked++, world.token('alice'));
      const alice = await signedIn(world, 'alice', 'd', { adapters: { timers }, getToken });
      expect(alice.state.connection).toBe('live');
      expect(Math.abs(alice.clock.now() - clock.now())).toBeLessThan(1000);
      const heard: unknown[] = [];
      alice.on('message', ({ message }) => void heard.push(message.body));
      for (let i = 0; i < 12; i++) {
        await clock.advance(1_800_000);
        world.server.handle('sendMsg', { to_uid: 'alice', type: 'text', body: i }, bob);
        await clock.advance(1000);
        expect(heard).toHaveLength(i + 1);
      }
      expect(asked).toBe(0);
      const pending = alice.message.send({ to_uid: 'bob' }, { type: 'text', body: 'mine' });
      await clock.advance(1000);
      expect(Math.abs(((await pending.stored).client_create_time ?? 0) - clock.now())).toBeLessThan(5000);
      expect(world.server.calls.filter((method) => method === 'getMyInfo').length).toBeLessThan(5);
    },
  );
});

test('2,000 conversations are read in five calls, and 50 changed ones in one more', async () => {
  const others = Array.from({ length: 2000 }, (_, i) => `user${i}`);
  const world = new World(['alice', ...others]);
  const from = (uid: string) => ({ uid, deviceId: 'x', appId: 'demo' });
  const text = (uid: string, body: string) =>
    world.server.handle('sendMsg', { to_uid: 'alice', type: 'text', body }, from(uid));
  for (const uid of others) text(uid, 'hello');
  // Longer than the 90 s that are asked for again.
  await world.clock.advance(200_000);
  const alice = await signedIn(world, 'alice');
  await world.clock.advance(5000);
  const lists = () => world.server.calls.filter((method) => method === 'getConversationList').length;
  expect(alice.state.connection).toBe('live');
  expect(alice.state.conversation.dataList).toHaveLength(2000);
  expect(alice.state.unreadTotal).toBe(2000);
  expect(lists()).toBeLessThanOrEqual(5);
  world.setOnline('d', false);
  await world.clock.advance(60_000);
  for (const uid of others.slice(0, 50)) text(uid, 'again');
  const before = lists();
  world.setOnline('d', true);
  await world.clock.advance(3000);
  expect(alice.state.connection).toBe('live');
  expect(alice.state.unreadTotal).toBe(2050);
  expect(lists() - before).toBeLessThanOrEqual(3);
}, 30_000);

test.skipIf(!inBrowser)('three tabs: one socket, each message told once, what all send is stored once', async () => {
  const world = new World(['alice', 'bob']);
  const tabs = [await signedIn(world, 'alice'), await signedIn(world, 'alice'), await signedIn(world, 'alice')];
  const told: unknown[] = [];
  for (const tab of tabs) tab.on('message', ({ message }) => void told.push(message.body));
  expect(world.sockets).toBe(1);
  const sent = [0, 1, 2, 3, 4, 5].map((n) =>
    (tabs[n % 3] as Confab).message.send({ to_uid: 'bob' }, { type: 'text', body: `${n}` }),
  );
  world.server.handle('sendMsg', { to_uid: 'alice', type: 'text', body: 'theirs' }, bob);
  await world.clock.advance(3000);
  await Promise.all(sent.map((p) => p.stored));
  expect(stored(world)?.sort()).toEqual(['0', '1', '2', '3', '4', '5', 'theirs']);
  expect(told.filter((body) => body === 'theirs')).toHaveLength(1);
  for (const tab of tabs) expect(tab.state.unreadTotal).toBe(1);
  void tabs[0]?.close();
  await world.clock.advance(1000);
  void tabs[1]?.close();
  await world.clock.advance(3000);
  world.server.handle('sendMsg', { to_uid: 'alice', type: 'text', body: 'last' }, bob);
  await world.clock.advance(1000);
  expect(told.filter((body) => body === 'last')).toHaveLength(1);
  expect([world.sockets, tabs[2]?.state.connection]).toEqual([1, 'live']);
});

test('a token that ends while someone types: the draft and what was sent are there after the next sign-in', async () => {
  const world = new World(['alice', 'bob']);
  const first = world.token('alice');
  const confab = world.tab('alice', 'd', { getToken: async () => null });
  onTestFinished(() => void confab.close());
  void confab.login(first);
  await world.clock.advance(1000);
  world.server.handle('sendMsg', { to_uid: 'alice', type: 'text', body: 'hi' }, bob);
  await world.clock.advance(1000);
  const typing = confab.conversation.setDraft(single, 'half a sen');
  world.expire(first.token);
  confab.message.send({ to_uid: 'bob' }, { type: 'text', body: 'before the end' });
  await world.clock.advance(10_000);
  await typing;
  expect(confab.state.connection).toBe('signed-out');
  void confab.login(world.token('alice'));
  await world.clock.advance(5000);
  expect(await confab.conversation.getDraft(single)).toBe('half a sen');
  expect(stored(world)).toEqual(['hi', 'before the end']);
});

test('a ban ends the session, and nothing is tried again', async () => {
  const world = new World(['alice', 'bob']);
  const alice = await signedIn(world, 'alice');
  world.ban('alice');
  world.cutAll();
  await world.clock.advance(60_000);
  expect(alice.state.connection).toBe('banned');
  const calls = world.server.calls.length;
  await world.clock.advance(600_000);
  expect(world.server.calls.length).toBe(calls);
});

test('expelled while the chat is open: it ends, and what was read stays readable until it is closed', async () => {
  const world = new World(['alice', 'bob']);
  const { group_id } = (
    world.server.handle('chooseUserIntoGroup', { user_ids: ['alice'] }, bob) as {
      data: { group_id: string };
    }
  ).data;
  const alice = await signedIn(world, 'alice');
  const chat = alice.conversation.open(ids.group(group_id));
  await world.clock.advance(1000);
  const actions: string[] = [];
  alice.on('group', ({ action }) => void actions.push(action));
  world.server.handle('removeGroupMember', { group_id, user_ids: ['alice'] }, bob);
  const late = alice.message.send({ group_id }, { type: 'text', body: 'too late' });
  await world.clock.advance(5000);
  await expect(late.stored).rejects.toMatchObject({ code: 'not-group-member' });
  expect(actions).toContain('group-expel');
  expect(alice.state.conversation.dataList.some((c) => c.id === ids.group(group_id) && !c.local)).toBe(false);
  expect(alice.state.connection).toBe('live');
  chat.close();
});

test('my own message is pushed before its reply comes: one item, one key, one event', async () => {
  const world = new World(['alice', 'bob']);
  const alice = await signedIn(world, 'alice');
  const { push } = world.server;
  world.server.push = (uid, payload) => push(uid, payload);
  const told: unknown[] = [];
  alice.on('message', ({ message }) => void told.push(message.body));
  const chat = alice.conversation.open(single);
  await world.clock.advance(100);
  world.faults.slow = 100;
  const pending = alice.message.send({ to_uid: 'bob' }, { type: 'text', body: 'mine' });
  const keys = new Set<string>();
  for (let i = 0; i < 80; i++) {
    await world.clock.advance(100);
    expect(chat.items).toHaveLength(1);
    keys.add(chat.items[0]?.key ?? '');
  }
  expect((await pending.stored).seq).toBe(1);
  expect([...keys]).toEqual([pending.unique_id]);
  expect(told).toEqual(['mine']);
  expect(alice.state.outbox).toEqual({ waiting: 0, failed: 0 });
});

describe('a disk that is full', () => {
  class FullStore extends MemoryStore {
    override readonly kind = 'persistent' as const;
    full = false;
    override write: Store['write'] = (stores, f) =>
      this.full ? Promise.reject(new ConfabError('quota', { kind: 'client' })) : super.write(stores, f);
  }

  test('the copy lives in memory from then on; nothing that was to be sent is lost', async () => {
    const world = new World(['alice', 'bob']);
    const store = new FullStore();
    const alice = await signedIn(world, 'alice', 'd', { adapters: { store: async () => store } });
    const states: string[] = [];
    alice.on('cache', ({ state, reason }) => void states.push(`${state} ${reason}`));
    world.server.handle('sendMsg', { to_uid: 'alice', type: 'text', body: 'old' }, bob);
    await world.clock.advance(1000);
    const timeline = alice.conversation.open(single);
    await world.clock.advance(1000);
    world.setOnline('d', false);
    alice.message.send({ to_uid: 'bob' }, { type: 'text', body: 'before' });
    await world.clock.advance(100);
    store.full = true;
    // Both fail, and whoever comes second must not begin another memory.
    for (const body of ['after', 'at once']) alice.message.send({ to_uid: 'bob' }, { type: 'text', body });
    await world.clock.advance(100);
    expect(alice.state.conversation.dataList).toHaveLength(1);
    expect(alice.state.outbox.waiting).toBe(3);
    expect(states).toEqual(['memory quota']);
    expect(alice.state.cache).toBe('memory');
    world.setOnline('d', true);
    await world.clock.advance(20_000);
    expect(stored(world)).toEqual(['old', 'before', 'after', 'at once']);
    expect(timeline.items.map((item) => item.kind === 'message' && item.message.body)).toEqual(stored(world));
    world.server.handle('sendMsg', { to_uid: 'alice', type: 'text', body: 'answer' }, bob);
    await world.clock.advance(1000);
    expect(alice.state.unreadTotal).toBe(2);
  });
});

test.skipIf(!inBrowser).each([true, false])(
  'a page that died while it sent (the server had stored it: %s): sent once, in order',
  async (had) => {
    const world = new World(['alice', 'bob']);
    const first = await signedIn(world, 'alice');
    world.setOnline('d', false);
    for (const body of ['1', '2']) first.message.send({ to_uid: 'bob' }, { type: 'text', body });
    await world.clock.advance(100);
    const store = world.storeOf('d', 'alice') as MemoryStore;
    void first.close();
    await world.clock.advance(1000);
    const [row] = await store.read(['outbox'], (tx) => tx.list<OutboxRow>('outbox', {}, 'conversation'));
    await store.write(['outbox'], async (tx) => tx.put('outbox', { ...row, state: 'sending' }));
    if (had) {
      const { unique_id, client_create_time } = row as OutboxRow;
      const params = { to_uid: 'bob', type: 'text', body: '1', unique_id, client_create_time };
      world.server.handle('sendMsg', params, { uid: 'alice', deviceId: 'd', appId: 'demo' });
    }
    world.setOnline('d', true);
    const second = await signedIn(world, 'alice');
    await world.clock.advance(5000);
    expect(stored(world)).toEqual(['1', '2']);
    expect(second.state.outbox).toEqual({ waiting: 0, failed: 0 });
  },
);
