import { expect, test } from 'vitest';
import { ids } from '../../src/text/ids.js';
import type { Timeline } from '../../src/types.js';
import { signedIn } from '../fake/signed-in.js';
import { noFaults, World } from '../fake/world.js';

const single = ids.single('alice', 'bob');
const alice = { uid: 'alice', deviceId: 'a', appId: 'demo' };

function send(world: World, body: string): string {
  const by = body.startsWith('bob') ? { ...alice, uid: 'bob', deviceId: 'b2' } : alice;
  const to_uid = by === alice ? 'bob' : 'alice';
  return (world.server.handle('sendMsg', { to_uid, type: 'text', body }, by) as { data: { _id: string } }).data._id;
}

const shown = (t: Timeline) => t.items.map((i) => (i.kind === 'message' ? i.message.body : i.kind));

/** The connection ends; what changed meanwhile is read by the next one. */
async function reconnected(world: World, ms = 60_000): Promise<void> {
  world.cutAll();
  await world.clock.advance(ms);
}

test('a message whose push is late was taken back meanwhile, and nobody told of that: the next question for changes does', async () => {
  const world = new World(['alice', 'bob']);
  const bob = await signedIn(world, 'bob');
  // Late is 20 ms (World.push): before the conversation is asked for.
  world.random = () => 0.02;
  world.faults.latePush = 100;
  const heard: unknown[] = [];
  bob.on('message', ({ message }) => void heard.push(message.body));
  const first = send(world, 'first');
  await world.clock.advance(1);
  world.faults = { ...noFaults, dropPush: 100 };
  world.server.handle('revokeMsg', { msgId: first }, alice);
  await world.clock.advance(1);
  world.faults = { ...noFaults };
  send(world, 'second');
  await world.clock.advance(2000);
  expect(heard).toEqual(['second', 'first']);
  const timeline = bob.conversation.open(single);
  await reconnected(world);
  expect(shown(timeline)).toEqual(['[消息已撤回]', 'second']);
});

test('what I take back before it is here is taken back when it comes', async () => {
  const world = new World(['alice', 'bob']);
  const bob = await signedIn(world, 'bob');
  const timeline = bob.conversation.open(single);
  world.random = () => 0.05;
  world.faults.latePush = 100;
  const mine = send(world, 'bob, from another device');
  await world.clock.advance(1);
  const done = bob.message.revoke(mine);
  await world.clock.advance(40);
  await done;
  expect(shown(timeline)).toEqual([]);
  await world.clock.advance(30);
  expect(shown(timeline)).toEqual(['[消息已撤回]']);
});

test('a page that was read before a change, and comes after it was asked for: the change is asked for again', async () => {
  const world = new World(['alice', 'bob']);
  const sent = Array.from({ length: 300 }, (_, i) => send(world, `${i + 1}`));
  const bob = await signedIn(world, 'bob');
  const timeline = bob.conversation.open(single, 'newest');
  await world.clock.advance(1000);
  world.random = () => 0.9;
  world.faults.slow = 100;
  const asked = world.server.calls.length;
  const jump = timeline.jumpTo({ seq: 10 });
  while (!world.server.calls.slice(asked).includes('getMsgList')) await world.clock.advance(1);
  world.faults = { ...noFaults, dropPush: 100 };
  world.server.handle('revokeMsg', { msgId: sent[9] }, alice);
  send(world, 'last');
  world.cutAll();
  await world.clock.advance(2000);
  expect(bob.state.conversation.dataList[0]?.last_msg_note).toBe('last');
  expect(shown(timeline)).not.toContain('10');
  world.faults = { ...noFaults };
  await world.clock.advance(3000);
  await jump;
  expect(shown(timeline)).toContain('10');
  await reconnected(world);
  expect(shown(timeline)).not.toContain('10');
  expect(shown(timeline)).toContain('[消息已撤回]');
});

/** A network on which answers with messages can be held, from when the server gave them on. */
function holding(world: World) {
  const { http } = world.network('d');
  const line = {
    holds: false,
    held: [] as (() => void)[],
    http: async (request: Parameters<typeof http>[0]) => {
      const reply = await http(request);
      if (line.holds && request.url.endsWith('/getMsgList')) await new Promise<void>((go) => line.held.push(go));
      return reply;
    },
  };
  return line;
}

test.each(['more has changed', 'nothing else has changed'])(
  'such a page comes while the next changes are under way: what they do not hold is asked for again, also if %s',
  async (since) => {
    const world = new World(['alice', 'bob']);
    const sent = Array.from({ length: 60 }, (_, i) => send(world, `${i + 1}`));
    await world.clock.advance(200_000);
    const line = holding(world);
    const bob = await signedIn(world, 'bob', 'd', { adapters: { http: line.http } });
    const timeline = bob.conversation.open(single, 'newest');
    await world.clock.advance(1000);
    world.faults = { ...noFaults, dropPush: 100 };
    line.holds = true;
    const jump = timeline.jumpTo({ seq: 10 });
    await world.clock.advance(100);
    line.holds = false;
    world.server.handle('revokeMsg', { msgId: sent[9] }, alice);
    await world.clock.advance(1);
    send(world, 'later than that');
    await reconnected(world, 5000);

    line.holds = true;
    world.server.handle('revokeMsg', { msgId: sent[59] }, alice);
    await reconnected(world, 5000);
    expect(line.held).toHaveLength(2);
    for (const comes of line.held) {
      comes();
      await world.clock.advance(100);
    }
    await jump;
    expect(shown(timeline)).toContain('10');

    line.holds = false;
    if (since === 'more has changed') send(world, 'even later');
    await reconnected(world);
    expect(shown(timeline)).toContain('[消息已撤回]');
    expect(shown(timeline)).not.toContain('10');
  },
);
