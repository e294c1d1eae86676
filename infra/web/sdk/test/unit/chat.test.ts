import { afterEach, describe, expect, test } from 'vitest';
import type { Confab, Timeline } from '../../src/types.js';
import { ids } from '../../src/text/ids.js';
import { World } from '../fake/world.js';

const open: Confab[] = [];
afterEach(async () => {
  for (const confab of open.splice(0)) void confab.close();
});

async function signedIn(world: World, uid: string, device = `${uid}-1`): Promise<Confab> {
  const confab = world.tab(uid, device);
  open.push(confab);
  const done = confab.login(world.token(uid));
  done.catch(() => undefined);
  await world.clock.advance(500);
  await done;
  return confab;
}
const bodies = (t: Timeline) =>
  t.items.map((i) =>
    i.kind === 'message' ? i.message.body : i.kind === 'pending' ? `…${String(i.pending.body)}` : `[${i.from}-${i.to}]`,
  );
const single = ids.single('alice', 'bob');

describe('two users', () => {
  test('a message is shown at once, stored, pushed, and read', async () => {
    const world = new World(['alice', 'bob']);
    const alice = await signedIn(world, 'alice');
    const bob = await signedIn(world, 'bob');
    const a = alice.conversation.open(single);
    const pending = alice.message.send({ to_uid: 'bob' }, { type: 'text', body: 'hi' });
    await world.clock.advance(5);
    expect(bodies(a)).toEqual(['…hi']);
    const key = a.items[0]?.key;
    await world.clock.advance(500);
    expect(bodies(a)).toEqual(['hi']);
    expect(a.items[0]?.key).toBe(key);
    expect((await pending.stored).seq).toBe(1);
    expect(bob.state.unreadTotal).toBe(1);
    expect(bob.state.conversation.dataList[0]).toMatchObject({ title: 'alice', unread_count: 1, last_msg_note: 'hi' });
    const b = bob.conversation.open(single);
    await world.clock.advance(500);
    expect(b.dividerSeq).toBe(1);
    b.seen(1);
    await world.clock.advance(2000);
    expect(bob.state.unreadTotal).toBe(0);
    expect(a.items[0]).toMatchObject({ message: { is_read: true } });
  });

  test('an answer that is lost after storing is found again: nothing twice, order kept', async () => {
    const world = new World(['alice', 'bob']);
    const alice = await signedIn(world, 'alice');
    world.faults.cutAfter = 100;
    const sent = [1, 2, 3].map((n) => alice.message.send({ to_uid: 'bob' }, { type: 'text', body: `${n}` }));
    await world.clock.advance(10_000);
    world.faults.cutAfter = 0;
    await world.clock.advance(120_000);
    expect((await Promise.all(sent.map((p) => p.stored))).map((m) => m.seq)).toEqual([1, 2, 3]);
    expect(world.server.talks.get(single)?.messages.map((m) => m.body)).toEqual(['1', '2', '3']);
  });

  test('sent while offline, the tab closed, opened again: sent once, in order', async () => {
    const world = new World(['alice', 'bob']);
    const first = await signedIn(world, 'alice');
    world.setOnline('alice-1', false);
    for (const n of [1, 2, 3]) first.message.send({ to_uid: 'bob' }, { type: 'text', body: `${n}` });
    await world.clock.advance(100);
    expect(first.state.outbox.waiting).toBe(3);
    void first.close();
    await world.clock.advance(10_000);
    world.setOnline('alice-1', true);
    const second = await signedIn(world, 'alice');
    await world.clock.advance(5000);
    expect(second.state.outbox).toEqual({ waiting: 0, failed: 0 });
    expect(world.server.talks.get(single)?.messages.map((m) => m.body)).toEqual(['1', '2', '3']);
  });

  test('a refusal fails one message, with its code; the next goes on; it can be sent again', async () => {
    const world = new World(['alice', 'bob']);
    const alice = await signedIn(world, 'alice');
    const bad = alice.message.send({ to_uid: 'nobody' }, { type: 'text', body: 'x' });
    const good = alice.message.send({ to_uid: 'bob' }, { type: 'text', body: 'y' });
    await world.clock.advance(2000);
    await expect(bad.stored).rejects.toMatchObject({ code: 'user-not-found' });
    expect((await good.stored).body).toBe('y');
    expect(alice.state.outbox).toEqual({ waiting: 0, failed: 1 });
    world.server.users.push('nobody');
    await alice.message.resend(bad.unique_id);
    await world.clock.advance(2000);
    expect(alice.state.outbox.failed).toBe(0);
  });

  test('a cancelled message is never sent', async () => {
    const world = new World(['alice', 'bob']);
    const alice = await signedIn(world, 'alice');
    world.setOnline('alice-1', false);
    const pending = alice.message.send({ to_uid: 'bob' }, { type: 'text', body: 'x' });
    await world.clock.advance(20);
    await world.clock.advance(50);
    const took = pending.cancel();
    await world.clock.advance(100);
    world.setOnline('alice-1', true);
    await world.clock.advance(60_000);
    expect(took).toBe(true);
    expect(world.server.talks.get(single)?.messages ?? []).toEqual([]);
    await expect(pending.stored).rejects.toMatchObject({ code: 'aborted' });
  });

  test('more than a thousand missed messages: the newest are there, older ones come when they are looked for', async () => {
    const world = new World(['alice', 'bob']);
    const bob = await signedIn(world, 'bob');
    const by = { uid: 'alice', deviceId: 'x', appId: 'demo' };
    for (let n = 1; n <= 10; n++) world.server.handle('sendMsg', { to_uid: 'bob', type: 'text', body: `${n}` }, by);
    await world.clock.advance(2000);
    world.setOnline('bob-1', false);
    await world.clock.advance(1000);
    for (let n = 11; n <= 1500; n++) world.server.handle('sendMsg', { to_uid: 'bob', type: 'text', body: `${n}` }, by);
    world.setOnline('bob-1', true);
    await world.clock.advance(10_000);
    expect(bob.state.connection).toBe('live');
    const t = bob.conversation.open(single, 'newest');
    await world.clock.advance(2000);
    expect(bodies(t).pop()).toBe('1500');
    while (!t.atOldest) {
      const more = t.older();
      await world.clock.advance(1000);
      await more;
    }
    expect(bodies(t)).toEqual(Array.from({ length: 1500 }, (_, i) => `${i + 1}`));
    const jump = t.jumpTo({ seq: 700 });
    await world.clock.advance(1000);
    await jump;
    expect(bodies(t)).toContain('700');
    expect(t.items.length).toBeLessThan(100);
  });

  test('revoked, deleted, pinned and read on one device while the other was away', async () => {
    const world = new World(['alice', 'bob']);
    const phone = await signedIn(world, 'alice', 'phone');
    const desk = await signedIn(world, 'alice', 'desk');
    for (const body of ['1', '2', '3']) phone.message.send({ to_uid: 'bob' }, { type: 'text', body });
    world.server.handle(
      'sendMsg',
      { to_uid: 'alice', type: 'text', body: '4' },
      { uid: 'bob', deviceId: 'b', appId: 'demo' },
    );
    await world.clock.advance(3000);
    const t = desk.conversation.open(single, 'newest');
    await world.clock.advance(1000);
    expect(t.items).toHaveLength(4);
    world.setOnline('desk', false);
    const [m1, m2] = (world.server.talks.get(single)?.messages ?? []).filter((m) => m.from_uid === 'alice');
    const work = [
      phone.message.revoke(m1?._id ?? ''),
      phone.message.remove(m2?._id ?? ''),
      phone.conversation.pin(single, true),
      phone.conversation.clearUnreadCount(single),
    ];
    await world.clock.advance(2000);
    await Promise.all(work);
    world.setOnline('desk', true);
    await world.clock.advance(10_000);
    const server = world.server.talks.get(single)?.messages.map((m) => m.body);
    expect(server).toEqual(['4', '1', '2', '3']);
    expect(bodies(t)).toEqual(['4', '[消息已撤回]', '3']);
    expect(desk.state.conversation.dataList[0]).toMatchObject({ pinned: true, unread_count: 0 });
  });

  test('a long message is pushed short and read whole when it is shown', async () => {
    const world = new World(['alice', 'bob']);
    const bob = await signedIn(world, 'bob');
    const long = 'x'.repeat(5000);
    world.server.handle(
      'sendMsg',
      { to_uid: 'bob', type: 'text', body: long },
      { uid: 'alice', deviceId: 'a', appId: 'demo' },
    );
    await world.clock.advance(1000);
    const t = bob.conversation.open(single);
    await world.clock.advance(1000);
    expect(bodies(t)).toEqual([long]);
  });
});

describe.skipIf(process.env.CONFAB_TEST_PLATFORM === 'uni')('tabs', () => {
  test('two tabs have one socket, show the same; the second takes over when the first goes', async () => {
    const world = new World(['alice', 'bob']);
    const one = await signedIn(world, 'alice', 'desk');
    const two = await signedIn(world, 'alice', 'desk');
    expect(world.sockets).toBe(1);
    expect([one.state.leader, two.state.leader]).toEqual([true, false]);
    expect(two.state.connection).toBe('live');
    const t = two.conversation.open(single);
    const pending = two.message.send({ to_uid: 'bob' }, { type: 'text', body: 'from the second' });
    await world.clock.advance(1000);
    expect((await pending.stored).seq).toBe(1);
    world.server.handle(
      'sendMsg',
      { to_uid: 'alice', type: 'text', body: 'answer' },
      { uid: 'bob', deviceId: 'b', appId: 'demo' },
    );
    await world.clock.advance(1000);
    expect(bodies(t)).toEqual(['from the second', 'answer']);
    expect(one.state.unreadTotal).toBe(1);
    expect(two.state.unreadTotal).toBe(1);
    void one.close();
    await world.clock.advance(3000);
    expect(two.state.leader).toBe(true);
    expect(two.state.connection).toBe('live');
    expect(world.sockets).toBe(1);
  });
});

describe('sessions', () => {
  test('a token that ends is renewed once for all calls that wait', async () => {
    const world = new World(['alice', 'bob']);
    const token = world.token('alice');
    let asked = 0;
    const confab = world.tab('alice', 'd', {
      getToken: async () => {
        asked++;
        return world.token('alice');
      },
    });
    open.push(confab);
    void confab.login(token);
    await world.clock.advance(1000);
    world.expire(token.token);
    const calls = [1, 2, 3].map(() => confab.call('getMyInfo', {}));
    await world.clock.advance(2000);
    await Promise.all(calls);
    expect(asked).toBe(1);
    expect(confab.state.connection).toBe('live');
  });

  test.each([
    ['the server renews', false, 7_200_000],
    ['the server renews, that live a minute', false, 60_000],
    ['an issuer renews', true, 300_000],
  ])('tokens that %s: pushes never stop', async (_who, issuer, life) => {
    const world = new World(['alice', 'bob']);
    world.issuer = issuer;
    world.tokenLifeMs = life;
    const confab = world.tab('alice', 'd');
    open.push(confab);
    void confab.login(world.token('alice'));
    const heard: string[] = [];
    confab.on('message', ({ message, live }) => void (live && heard.push(String(message.body))));
    for (let i = 0; i < 20; i++) {
      await world.clock.advance(life / 3);
      const by = { uid: 'bob', deviceId: 'b', appId: 'demo' };
      world.server.handle('sendMsg', { to_uid: 'alice', type: 'text', body: `${i}` }, by);
      await world.clock.advance(1000);
      expect(heard).toHaveLength(i + 1);
    }
    expect(confab.state.connection).toBe('live');
  });

  test('without another token the session ends; what was to be sent is kept', async () => {
    const world = new World(['alice', 'bob']);
    const token = world.token('alice');
    const confab = world.tab('alice', 'd', { getToken: async () => null });
    open.push(confab);
    const reasons: string[] = [];
    confab.on('signed-out', ({ reason }) => void reasons.push(reason));
    void confab.login(token);
    await world.clock.advance(1000);
    world.expire(token.token);
    confab.message.send({ to_uid: 'bob' }, { type: 'text', body: 'kept' });
    await world.clock.advance(5000);
    expect(reasons).toEqual(['expired']);
    expect(confab.state.connection).toBe('signed-out');
    expect(confab.uid).toBe(null);
    void confab.login(world.token('alice'));
    await world.clock.advance(5000);
    expect(world.server.talks.get(single)?.messages.map((m) => m.body)).toEqual(['kept']);
  });

  test('signing out with unsent messages is refused unless they are given up', async () => {
    const world = new World(['alice', 'bob']);
    const alice = await signedIn(world, 'alice');
    world.setOnline('alice-1', false);
    alice.message.send({ to_uid: 'bob' }, { type: 'text', body: 'x' });
    await world.clock.advance(100);
    await expect(alice.logout()).rejects.toMatchObject({ code: 'unsent' });
    const out = alice.logout({ discardUnsent: true });
    await world.clock.advance(5000);
    await out;
    expect(alice.state.connection).toBe('signed-out');
    expect(world.keeps('alice-1', 'alice')).toBe(false);
  });
});
