import { expect } from 'vitest';
import { computed } from 'vue';
import { kinds, row, Scene } from './scene.js';

row(['conversation.dataList', 'conversation.hasMore'], async () => {
  const scene = new Scene();
  scene.says('bob', 'first');
  await scene.world.clock.advance(10);
  scene.says('carol', 'second');
  const { im, confab } = scene.start();
  expect([im.conversation.dataList, im.conversation.hasMore]).toEqual([[], true]);
  await scene.done(im.utils.login(scene.world.token('alice')));
  expect(im.conversation.hasMore).toBe(false);
  expect(im.conversation.dataList.map((c) => c.title)).toEqual(['carol', 'bob']);
  await scene.done(confab.conversation.pin(scene.with('bob'), true));
  expect(im.conversation.dataList.map((c) => c.title)).toEqual(['bob', 'carol']);
});

row('conversation.dataList[].user_id', async () => {
  const scene = new Scene();
  scene.says('bob', 'hi');
  const { im } = await scene.live();
  expect(im.conversation.dataList.map((c) => c.user_id)).toEqual(['bob']);
});

row('conversation.dataList[].chatText', async () => {
  const scene = new Scene();
  scene.says('bob', 'hi');
  scene.act('alice', 'updateConversation', { conversation_id: scene.with('bob'), draft: 'begun elsewhere' });
  const { im } = await scene.live();
  const text = computed(() => im.conversation.dataList[0]?.chatText);
  expect(text.value).toBe('begun elsewhere');
  const box = im.conversation.dataList[0] as { chatText: string };
  box.chatText = 'a';
  scene.says('bob', 'meanwhile');
  box.chatText = 'ab';
  expect(text.value).toBe('ab');
  await scene.world.clock.advance(500);
  expect(text.value).toBe('ab');
  await scene.world.clock.advance(5000);
  expect(text.value).toBe('ab');
  const stored = scene.act('alice', 'getConversationList', {}) as unknown as { draft: string }[];
  expect(stored[0]?.draft).toBe('ab');
  const from = { conversation_id: scene.with('bob'), draft: 'written on another device' };
  await scene.world.clock.advance(1000);
  scene.act('alice', 'updateConversation', from);
  await scene.world.clock.advance(5000);
  expect(text.value).toBe('written on another device');
});

row(['conversation.dataList[].msgList', 'currentConversationId'], async () => {
  const scene = new Scene();
  scene.says('bob', 'one');
  scene.says('bob', 'two');
  const { im, confab } = await scene.live();
  expect(im.currentConversationId).toBe(false);
  expect(im.conversation.dataList[0]?.msgList).toMatchObject([{ body: 'two' }]);
  im.currentConversationId = scene.with('bob');
  await scene.world.clock.advance(500);
  expect(im.currentConversationId).toBe(scene.with('bob'));
  expect(im.conversation.dataList[0]?.msgList).toMatchObject([{ body: 'one' }, { body: 'two' }]);
  confab.message.send({ to_uid: 'bob' }, { type: 'text', body: 'three' });
  await scene.world.clock.advance(5);
  expect(im.conversation.dataList[0]?.msgList).toMatchObject([{}, {}, { body: 'three', state: 'sending' }]);
  await scene.world.clock.advance(500);
  expect(im.conversation.dataList[0]?.msgList).toMatchObject([{}, {}, { body: 'three', seq: 3 }]);
  im.currentConversationId = false;
  expect(confab.state.currentConversationId).toBe(null);
  expect(im.conversation.dataList[0]?.msgList).toHaveLength(1);
  await scene.world.clock.advance(10);
  confab.conversation.open(scene.with('bob'));
  await scene.world.clock.advance(10);
  expect(im.currentConversationId).toBe(scene.with('bob'));
});

row('heartbeat', async () => {
  const scene = new Scene();
  let looked = true;
  const lifecycle = { visible: () => looked, online: () => true, onChange: () => () => undefined };
  const { im, confab } = await scene.live({ adapters: { lifecycle } });
  const before = im.heartbeat;
  expect(Math.abs(before - confab.clock.now() / 1000)).toBeLessThan(61);
  await scene.world.clock.advance(120_000);
  expect(im.heartbeat).toBeGreaterThanOrEqual(before + 60);
  looked = false;
  const hidden = im.heartbeat;
  await scene.world.clock.advance(120_000);
  expect(im.heartbeat).toBe(hidden);
});

row(['friend.dataList', 'friend.hasMore', 'friend.get()'], async () => {
  const scene = new Scene();
  const { im } = await scene.live();
  expect([im.friend.dataList, im.friend.hasMore]).toEqual([[], false]);
  scene.world.server.friends.push(['alice', 'bob']);
  expect(await scene.done(im.friend.get())).toMatchObject([{ friend_uid: 'bob' }]);
  expect(im.friend.dataList).toMatchObject([{ friend_uid: 'bob' }]);
  expect(new Scene().start().im.friend.hasMore).toBe(true);
});

row(['friend.loadMore({friend_uid})', 'friend.remove({friend_uid})'], async () => {
  const scene = new Scene();
  const { im } = await scene.live();
  scene.world.server.friends.push(['alice', 'bob']);
  expect(await scene.done(im.friend.loadMore({ friend_uid: 'bob' }))).toMatchObject([{ friend_uid: 'bob' }]);
  await scene.done(im.friend.remove({ friend_uid: 'bob' }));
  expect(im.friend.dataList).toEqual([]);
  expect(scene.world.server.friends).toEqual([]);
});

row(['group.dataList', 'group.hasMore', 'group.get()'], async () => {
  const scene = new Scene();
  const group_id = scene.group('alice');
  const { im } = await scene.live();
  expect(im.group.hasMore).toBe(false);
  expect(im.group.dataList).toMatchObject([{ group_id, group_info: [{ name: 'bob alice' }] }]);
  const second = scene.group('alice', 'carol');
  expect(await scene.done(im.group.get())).toMatchObject([{ group_id: second }, { group_id }]);
  expect(new Scene().start().im.group.hasMore).toBe(true);
});

row(['group.loadMore({group_id})', 'group.remove({group_id})'], async () => {
  const scene = new Scene();
  const { im } = await scene.live();
  const group_id = scene.group('alice');
  expect(await scene.done(im.group.loadMore({ group_id }))).toMatchObject([{ group_id }]);
  await scene.done(im.group.remove({ group_id }));
  expect(im.group.dataList).toEqual([]);
  expect(im.conversation.dataList).toEqual([]);
  expect(scene.act('alice', 'getGroupList', {})).toEqual([]);
});

row(['notification.dataList', 'notification.hasMore', 'notification.get({type, excludeType})'], async () => {
  const scene = new Scene();
  scene.notices(['a', false], ['b', true], ['c', false]);
  const { im } = await scene.live();
  expect(kinds(im.notification.dataList)).toContain('a');
  expect(new Scene().start().im.notification.hasMore).toBe(true);
  await scene.done(im.notification.get());
  expect(im.notification.hasMore).toBe(false);
  for (const [filter, expected] of [
    [{ type: 'a' }, ['a']],
    [{ type: ['a', 'c'] }, ['a', 'c']],
    [{ excludeType: 'b' }, ['a', 'c']],
    [{ excludeType: ['a', 'b'] }, ['c']],
    [{ type: ['a', 'c'], excludeType: 'a' }, ['c']],
  ] as const) {
    expect(kinds(await scene.done(im.notification.get(filter as never)))).toEqual(expected);
  }
});

row(['notification.loadMore({type, excludeType})', 'notification.unreadCount({type, excludeType})'], async () => {
  const scene = new Scene();
  scene.notices(...Array.from({ length: 13 }, (_, i): [string, boolean] => [i % 2 === 0 ? 'a' : 'b', i < 3]));
  const { im } = scene.start();
  const badge = computed(() => im.notification.unreadCount());
  expect(badge.value).toBe(0);
  await scene.done(im.utils.login(scene.world.token('alice')));
  await scene.world.clock.advance(2000);
  expect([im.notification.dataList.length, im.notification.hasMore, badge.value]).toEqual([10, true, 7]);
  expect(kinds(await scene.done(im.notification.loadMore({ type: 'b' })))).toEqual(Array(6).fill('b'));
  expect([im.notification.dataList.length, im.notification.hasMore]).toEqual([12, true]);
  expect(await scene.done(im.notification.loadMore({ excludeType: ['b'] }))).toHaveLength(7);
  expect([im.notification.hasMore, badge.value]).toEqual([false, 10]);
  expect(im.notification.unreadCount({ type: 'a' })).toBe(5);
  expect(im.notification.unreadCount({ excludeType: ['a'] })).toBe(5);
});

row(['usersInfo', 'mergeUsersInfo(usersInfo)'], async () => {
  const scene = new Scene();
  scene.says('bob', 'hi');
  const { im, confab } = await scene.live();
  expect(im.usersInfo.bob).toEqual({ _id: 'bob', nickname: 'bob' });
  im.mergeUsersInfo({ dave: { _id: 'dave', nickname: 'Dave' } });
  await scene.world.clock.advance(10);
  expect(im.usersInfo.dave?.nickname).toBe('Dave');
  const asked = () => scene.world.server.calls.filter((method) => method === 'getUsersInfo').length;
  const before = asked();
  await scene.done(confab.people.get(['bob']));
  expect(asked()).toBe(before);
  await scene.world.clock.advance(25 * 3_600_000);
  await scene.done(confab.people.get(['dave']));
  expect(asked()).toBe(before + 1);
  const many = Array.from({ length: 5001 }, (_, i) => ({ _id: `u${i}`, nickname: 'n' }));
  im.mergeUsersInfo(Object.fromEntries(many.map((user) => [user._id, user])));
  await scene.world.clock.advance(10);
  expect([Object.keys(im.usersInfo).length, im.usersInfo.dave, !!im.usersInfo.u5000]).toEqual([5000, undefined, true]);
});

row(['isWidescreen', 'systemInfo', 'audioContext'], async () => {
  const scene = new Scene();
  let wide = true;
  let resized = () => undefined as void;
  const onChange = (f: () => void) => {
    resized = f;
    return () => undefined;
  };
  const { im } = await scene.live({ adapters: { screen: { wide: () => wide, onChange, info: { platform: 'desk' } } } });
  expect([im.isWidescreen, im.systemInfo, im.audioContext]).toEqual([true, { platform: 'desk' }, null]);
  wide = false;
  resized();
  await scene.world.clock.advance(10);
  expect(im.isWidescreen).toBe(false);
  im.audioContext = { play: 'app' };
  expect(im.audioContext).toEqual({ play: 'app' });
});

row(['indexDB', 'dataBaseIsOpen', 'socketOpenIndex'], async () => {
  const scene = new Scene();
  const { im } = scene.start();
  expect([im.indexDB, im.dataBaseIsOpen, im.socketOpenIndex]).toEqual([false, false, 0]);
  await scene.done(im.utils.login(scene.world.token('alice')));
  expect([im.indexDB, im.dataBaseIsOpen, im.socketOpenIndex]).toEqual([true, true, 1]);
  scene.world.cutAll();
  await scene.world.clock.advance(60_000);
  expect(im.socketOpenIndex).toBe(2);
});
