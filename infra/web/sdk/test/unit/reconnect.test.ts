import { describe, expect, test } from 'vitest';
import type { Confab } from '../../src/types.js';
import { signedIn } from '../fake/signed-in.js';
import { World } from '../fake/world.js';

const inBrowser = process.env.CONFAB_TEST_PLATFORM !== 'uni';

test('the network comes back: connected within two seconds, whenever that is', async () => {
  const world = new World(['alice', 'bob']);
  const alice = await signedIn(world, 'alice');
  for (let away = 100; away < 20_000; away += 137) {
    world.setOnline('d', false);
    await world.clock.advance(away);
    world.setOnline('d', true);
    await world.clock.advance(2000);
    expect(alice.state.connection, `after ${away} ms`).toBe('live');
  }
});

test.runIf(inBrowser)(
  'the server hears late of a tab that was closed while it connected: the next one goes on',
  async () => {
    const world = new World(['alice', 'bob']);
    const first = await signedIn(world, 'alice');
    const next = await signedIn(world, 'alice');
    void first.close();
    await world.clock.advance(500);
    expect(next.state.connection).toBe('live');
    const connects = (device: string) => signedIn(world, 'alice', device, { deviceId: 'd' }, 100);
    void (await connects('late')).close();
    await world.clock.advance(2000);
    expect(next.state.connection).toBe('live');
    // Once: what comes then, or later, is meant to take its place.
    const other = await connects('other');
    await world.clock.advance(4000);
    expect([next.state.connection, other.state.connection]).toEqual(['replaced', 'live']);
  },
);

test('what came while away in one of many chats is told when that chat is read, if only after the next time away', async () => {
  const others = Array.from({ length: 21 }, (_, n) => `other ${n}`);
  const world = new World(['alice', 'bob', ...others]);
  const alice = await signedIn(world, 'alice');
  const say = (uid: string, body: string) =>
    world.server.handle('sendMsg', { to_uid: 'alice', type: 'text', body }, { uid, deviceId: uid, appId: 'demo' });
  const heard: unknown[] = [];
  alice.on('message', ({ message }) => void (message.from_uid === 'bob' && heard.push(message.body)));
  const away = async (...says: [string, string][]) => {
    world.setOnline('d', false);
    for (const [uid, body] of says) {
      say(uid, body);
      await world.clock.advance(100);
    }
    // Longer than the clocks of servers may differ.
    await world.clock.advance(100_000);
    world.setOnline('d', true);
    await world.clock.advance(2000);
  };
  for (const uid of ['bob', ...others]) say(uid, 'known');
  await world.clock.advance(2000);
  await away(['bob', 'missed'], ...others.map((uid): [string, string] => [uid, 'newer']));
  // The chats at the top of the list are read, and his is further down.
  expect(heard).toEqual(['known']);
  await away(['bob', 'later']);
  expect(heard).toEqual(['known', 'missed', 'later']);
});

describe('after a long outage', () => {
  async function outage(world: World, ms: number): Promise<void> {
    world.reachable = false;
    world.cutAll();
    await world.clock.advance(ms);
    world.reachable = true;
  }

  test('a call that succeeds brings the next attempt forward: live in two seconds, whenever that is', async () => {
    const world = new World(['alice', 'bob']);
    const alice = await signedIn(world, 'alice');
    for (let away = 120_000; away < 420_000; away += 13_700) {
      await outage(world, away);
      await Promise.all([alice.call('getMyInfo', {}), world.clock.advance(2000)]);
      expect(alice.state.connection, `after ${away} ms`).toBe('live');
      await world.clock.advance(31_000);
    }
  });

  test.each([
    ['a call succeeds', (alice: Confab) => void alice.call('getMyInfo', {})],
    ['the network changes', (_: Confab, world: World) => world.setOnline('d', true)],
  ])('an opening that hangs is given up when %s', async (_, happens) => {
    const world = new World(['alice', 'bob']);
    const alice = await signedIn(world, 'alice');
    world.channel = 'hangs';
    world.cutAll();
    await world.clock.advance(5000);
    world.channel = 'works';
    happens(alice, world);
    await world.clock.advance(1500);
    expect(alice.state.connection).toBe('live');
  });

  test.skipIf(!inBrowser)('a call of any tab counts', async () => {
    const world = new World(['alice', 'bob']);
    const leader = await signedIn(world, 'alice');
    const follower = await signedIn(world, 'alice');
    expect([leader.state.leader, follower.state.leader]).toEqual([true, false]);
    for (let away = 120_000; away < 420_000; away += 13_700) {
      await outage(world, away);
      await Promise.all([follower.call('getMyInfo', {}), world.clock.advance(2000)]);
      expect(leader.state.connection, `after ${away} ms`).toBe('live');
      await world.clock.advance(31_000);
    }
  });

  test.each(['refused', 'hangs'] as const)(
    'calls that succeed are no hammer where the channel is %s',
    async (channel) => {
      const world = new World(['alice', 'bob']);
      const alice = await signedIn(world, 'alice');
      world.channel = channel;
      world.cutAll();
      world.tries = [];
      for (let i = 0; i < 1200; i++) {
        void alice.call('getMyInfo', {});
        await world.clock.advance(500);
      }
      const { tries } = world;
      // Ten minutes: about forty attempts without any call, every fifteen seconds on the average.
      expect(tries.length, channel).toBeLessThan(70);
      expect(tries.filter((at, i) => at - (tries[i - 1] ?? 0) < 500).length).toBeLessThan(10);
      for (let i = 6; i < tries.length; i++)
        expect((tries[i] as number) - (tries[i - 6] as number)).toBeGreaterThan(2000);
    },
  );
});
