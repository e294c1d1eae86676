import { afterEach, expect, test } from 'vitest';
import { createUniIm } from '../../src/uni-im.js';
import type { Confab } from '../../src/types.js';
import { ids } from '../../src/text/ids.js';
import { World } from '../fake/world.js';

const open: Confab[] = [];
afterEach(() => {
  for (const confab of open.splice(0)) void confab.close();
});

test("uni-im's names: state, methods, utils", async () => {
  const world = new World(['alice', 'bob']);
  const confab = world.tab('alice', 'a', { getToken: async () => null });
  open.push(confab);
  const im = createUniIm(confab);
  void im.utils.login(world.token('alice'));
  await world.clock.advance(500);
  const id = ids.single('alice', 'bob');
  expect(im.utils.getConversationId('bob', 'single')).toBe(id);
  expect(im.utils.getConversationId('g', 'group')).toBe('group_g');
  expect(im.utils.toFriendlyTime(world.clock.now())).toBe('刚刚');
  world.server.handle(
    'sendMsg',
    { to_uid: 'alice', type: 'text', body: 'hi' },
    { uid: 'bob', deviceId: 'b', appId: 'demo' },
  );
  await world.clock.advance(1000);
  expect(im.conversation.dataList[0]).toMatchObject({ id, user_id: 'bob', chatText: '', unread_count: 1 });
  expect(im.conversation.hasMore).toBe(false);
  expect(im.conversation.unreadCount()).toBe(1);
  expect([im.indexDB, im.dataBaseIsOpen, im.socketOpenIndex]).toEqual([true, true, 1]);
  expect(im.usersInfo.bob).toEqual({ _id: 'bob', nickname: 'bob' });
  im.mergeUsersInfo({ carol: { _id: 'carol', nickname: 'Carol' } });
  await world.clock.advance(10);
  expect(im.usersInfo.carol?.nickname).toBe('Carol');
  im.currentConversationId = id;
  await world.clock.advance(500);
  expect(im.currentConversationId).toBe(id);
  expect(im.conversation.dataList[0]?.msgList).toMatchObject([{ body: 'hi', seq: 1 }]);
  confab.message.send({ to_uid: 'bob' }, { type: 'text', body: 'yo' });
  await world.clock.advance(500);
  expect(im.conversation.dataList[0]?.msgList).toMatchObject([{ body: 'hi' }, { body: 'yo', seq: 2 }]);
  for (const work of [
    im.conversation.get(null),
    im.conversation.get(id),
    im.conversation.get({ friend_uid: 'bob' }),
    im.conversation.loadMore(null),
    im.conversation.loadMore(id),
    im.friend.get(),
    im.friend.loadMore({ friend_uid: 'bob' }),
    im.group.get(),
    im.group.loadMore({ group_id: 'g' }),
    im.notification.get({ excludeType: ['x'] }),
    im.notification.loadMore({ type: 'x' }),
    im.conversation.clearUnreadCount(id),
  ]) {
    await world.clock.advance(1000);
    await work;
  }
  await world.clock.advance(2000);
  expect(im.conversation.unreadCount()).toBe(0);
  expect(im.notification.unreadCount()).toBe(0);
  const removing = im.conversation.remove(id);
  await world.clock.advance(1000);
  await removing;
  expect(im.conversation.dataList).toEqual([]);
  im.currentConversationId = false;
  expect(im.heartbeat).toBeGreaterThan(0);
  im.utils.clearPushNotify();
  im.stop();
});

test('signing in by init, leaving a group, losing a friend, what the platform is', async () => {
  const world = new World(['alice', 'bob']);
  const by = { uid: 'bob', deviceId: 'b', appId: 'demo' };
  const made = world.server.handle('chooseUserIntoGroup', { user_ids: ['alice'] }, by) as {
    data: { group_id: string };
  };
  const { group_id } = made.data;
  world.server.friends.push(['alice', 'bob']);
  const confab = world.tab('alice', 'a', { adapters: { screen } });
  open.push(confab);
  const im = createUniIm(confab);
  void im.utils.init();
  await world.clock.advance(1000);
  expect(confab.uid).toBe('alice');
  expect(im.group.dataList).toMatchObject([{ group_id, group_info: [{ name: 'bob alice' }] }]);
  expect(im.friend.dataList).toMatchObject([{ friend_uid: 'bob' }]);
  expect([im.friend.hasMore, im.group.hasMore, im.notification.hasMore]).toEqual([false, false, false]);
  expect(im.notification.dataList).toEqual([]);
  expect([im.isWidescreen, im.systemInfo.platform, im.audioContext]).toEqual([true, 'desk', null]);
  const work = [im.group.remove({ group_id }), im.friend.remove({ friend_uid: 'bob' })];
  await world.clock.advance(2000);
  await Promise.all(work);
  expect(im.group.dataList).toEqual([]);
  expect(im.friend.dataList).toEqual([]);
  im.stop();
});

const screen = { wide: () => true, onChange: () => () => undefined, info: { platform: 'desk' } };
