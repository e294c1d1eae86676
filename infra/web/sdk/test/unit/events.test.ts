import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { ids } from '../../src/text/ids.js';
import type { Confab, Events, Options } from '../../src/types.js';
import { Refusal } from '../fake/server.js';
import { noFaults, World } from '../fake/world.js';

const open: Confab[] = [];
afterEach(() => {
  for (const confab of open.splice(0)) void confab.close();
});

type Heard = { [E in keyof Events]: Events[E][] };
const names: Record<keyof Events, true> = {
  connection: true,
  message: true,
  'message-changed': true,
  'message-pending': true,
  conversation: true,
  unread: true,
  notification: true,
  friend: true,
  group: true,
  read: true,
  'signed-out': true,
  replaced: true,
  cache: true,
  error: true,
};
const seen = new Set<string>();

/** Alice, with all that she is told; bob acts. */
async function alice(options: Partial<Options> = {}) {
  const world = new World(['alice', 'bob']);
  const confab = world.tab('alice', 'a', options);
  open.push(confab);
  const heard = {} as Heard;
  for (const name of Object.keys(names) as (keyof Events)[]) {
    heard[name] = [] as never[];
    confab.on(name, (event) => {
      seen.add(name);
      (heard[name] as unknown[]).push(event);
    });
  }
  void confab.login(world.token('alice'));
  await world.clock.advance(2000);
  const bob = async (method: string, p: object, by = 'bob') => {
    const answer = world.server.handle(method, { ...p }, { uid: by, deviceId: by, appId: 'demo' });
    await world.clock.advance(2000);
    return (answer as { data: Record<string, string> }).data;
  };
  return { world, confab, heard, bob };
}
const id = ids.single('alice', 'bob');
const text = (body: string) => ({ to_uid: 'alice', type: 'text', body });

test('connection, cache, error', async () => {
  const { world, heard } = await alice();
  expect(heard.cache).toEqual([{ state: 'persistent', reason: undefined }]);
  expect(heard.connection.map(({ to }) => to)).toEqual(['connecting', 'catching-up', 'live']);
  expect(heard.error).toEqual([]);
  world.reachable = false;
  world.cutAll();
  await world.clock.advance(10);
  expect(heard.connection.at(-1)).toMatchObject({ from: 'live', to: 'connecting' });
  world.reachable = true;
  await world.clock.advance(60_000);
  expect(heard.connection.at(-1)?.to).toBe('live');
  // Work that nobody waits for: now and then all is compared with the server.
  world.server.do_getConversationList = () => {
    throw new Refusal(500, 'internal-error');
  };
  await world.clock.advance(11 * 60_000);
  expect(heard.error.map(({ error }) => error.code)).toContain('internal-error');
});

test('message, conversation, unread, message-changed', async () => {
  const { heard, bob } = await alice();
  const { _id } = await bob('sendMsg', text('hi'));
  expect(heard.message).toMatchObject([{ message: { body: 'hi', seq: 1 }, live: true }]);
  expect(heard.conversation.flatMap((event) => event.ids)).toContain(id);
  expect(heard.unread).toEqual([{ total: 1 }]);
  expect(heard['message-changed']).toEqual([]);
  await bob('revokeMsg', { msgId: _id });
  expect(heard['message-changed']).toMatchObject([{ message: { _id, is_revoke: true } }]);
  expect(heard.unread.at(-1)).toEqual({ total: 0 });
});

test('a message is live if it was sent while the channel was open, even if its push is lost and asking brings it', async () => {
  const { world, heard, bob } = await alice();
  world.faults = { ...noFaults, dropPush: 100 };
  await bob('sendMsg', text('lost on its way'));
  expect(heard.message).toEqual([]);
  world.faults = noFaults;
  await world.clock.advance(11 * 60_000);
  expect(heard.message.splice(0)).toMatchObject([{ message: { body: 'lost on its way' }, live: true }]);
  world.reachable = false;
  world.cutAll();
  await bob('sendMsg', text('missed'));
  world.reachable = true;
  await world.clock.advance(60_000);
  expect(heard.message).toMatchObject([{ message: { body: 'missed' }, live: false }]);
});

test('the first message of a chat whose push is lost is heard of with the second', async () => {
  const { world, heard, bob } = await alice();
  world.faults = { ...noFaults, dropPush: 100 };
  await bob('sendMsg', text('one'));
  world.faults = noFaults;
  await bob('sendMsg', text('two'));
  await world.clock.advance(1000);
  expect(heard.message.map(({ message, live }) => [message.body, live])).toEqual([
    ['two', true],
    ['one', true],
  ]);
});

test('a message whose push is lost is told, and told once, when an open chat reads it, in whatever tab', async () => {
  const { world, confab, heard, bob } = await alice();
  const other = world.tab('alice', 'a');
  open.push(other);
  void other.login(world.token('alice'));
  await bob('sendMsg', text('1'));
  heard.message.splice(0);
  const told = () => heard.message.splice(0).map(({ message, live }) => [message.body, live]);
  const losing = async (...bodies: string[]) => {
    world.faults = { ...noFaults, dropPush: 100 };
    for (const body of bodies) await bob('sendMsg', text(body));
    world.faults = noFaults;
    world.server.push('alice', { type: 'uni-im-conversation-update', data: { conversation_id: id } });
  };
  for (const reader of [confab, other]) {
    const timeline = reader.conversation.open(id, 'newest');
    await world.clock.advance(2000);
    await losing('a', 'b');
    await world.clock.advance(5000);
    expect(told()).toEqual([
      ['a', true],
      ['b', true],
    ]);
    timeline.close();
  }
  // Below what has come: the hole that the chat shows is read sooner than the gap that the push has found.
  confab.conversation.open(id, 'newest');
  world.faults = { ...noFaults, dropPush: 100 };
  await bob('sendMsg', text('c'));
  world.faults = noFaults;
  await bob('sendMsg', text('d'));
  await world.clock.advance(5000);
  expect(told().sort()).toEqual([
    ['c', true],
    ['d', true],
  ]);
  // What I delete elsewhere has the chat read anew: nothing of it is news.
  const { _id } = await bob('sendMsg', text('e'));
  expect(told()).toEqual([['e', true]]);
  await bob('deleteMsg', { msgId: _id }, 'alice');
  await world.clock.advance(11 * 60_000);
  expect(told()).toEqual([]);
});

test('message-pending, read', async () => {
  const { world, confab, heard, bob } = await alice();
  const { unique_id } = confab.message.send({ to_uid: 'bob' }, { type: 'text', body: 'hi' });
  await world.clock.advance(2000);
  const states = heard['message-pending'].filter((event) => event.unique_id === unique_id).map(({ state }) => state);
  expect([states[0], states.at(-1)]).toEqual(['waiting', 'stored']);
  await bob('clearUnreadCount', { conversation_id: id });
  expect(heard.read).toEqual([{ conversation_id: id, uid: 'bob', seq: 1 }]);
});

test('notification, friend, group', async () => {
  const { world, heard, bob } = await alice();
  const told = (subType: string, data: object) =>
    world.server.push('alice', { type: 'uni-im-notification', subType, notificationId: `n-${subType}`, data });
  told('uni-im-friend-invite', { _id: 'i', from_uid: 'bob' });
  await world.clock.advance(500);
  expect(heard.notification.map(({ item }) => [item._id, item.payload.subType, item.is_read])).toEqual([
    ['n-uni-im-friend-invite', 'uni-im-friend-invite', false],
  ]);
  expect(heard.friend).toEqual([]);
  told('uni-im-friend-add', { friend_uid: 'bob' });
  await world.clock.advance(500);
  world.server.push('alice', { type: 'uni-im-friend-delete', data: { friend_uid: 'bob' } });
  await world.clock.advance(500);
  expect(heard.friend).toEqual([
    { uid: 'bob', change: 'added' },
    { uid: 'bob', change: 'removed' },
  ]);
  const { group_id } = await bob('chooseUserIntoGroup', { user_ids: ['alice'] });
  expect(heard.group).toEqual([{ group_id, action: 'join-group-notice' }]);
});

test('replaced, signed-out', async () => {
  const { world, confab, heard } = await alice();
  // So soon after its start it would take the clone for a tab that was closed.
  await world.clock.advance(3000);
  const clone = world.tab('alice', 'clone', { deviceId: 'a' });
  open.push(clone);
  void clone.login(world.token('alice'));
  await world.clock.advance(2000);
  expect(heard.replaced).toEqual([{}]);
  expect(heard['signed-out']).toEqual([]);
  void confab.logout();
  await world.clock.advance(5000);
  expect(heard['signed-out']).toEqual([{ reason: 'logout' }]);
});

test('each documented event has been heard', () => {
  const page = readFileSync(new URL('../../../../../docs/sdk-reference.md', import.meta.url), 'utf8');
  const type = /^interface Events \{\n(.*?)^\}/ms.exec(page)?.[1] ?? '';
  const documented = [...type.matchAll(/^ {2}'?([\w-]+)'?:/gm)].map(([, name]) => name as string);
  expect(documented.length).toBeGreaterThan(10);
  expect([...seen].sort()).toEqual(documented.sort());
});
