import { expect } from 'vitest';
import { computed } from 'vue';
import { ids } from '../../../src/text/ids.js';
import { row, Scene } from './scene.js';

row(['conversation.get(null)', 'conversation.get(id)', 'conversation.loadMore(null)'], async () => {
  const scene = new Scene();
  scene.says('bob', 'hi');
  const { im } = await scene.live();
  const bob = { id: scene.with('bob'), user_id: 'bob', chatText: '', unread_count: 1 };
  expect(await scene.done(im.conversation.get(null))).toMatchObject([bob]);
  expect(await scene.done(im.conversation.loadMore(null))).toMatchObject([bob]);
  expect(await scene.done(im.conversation.get(bob.id))).toMatchObject(bob);
  expect(await scene.done(im.conversation.get(scene.with('nobody')))).toBe(null);
});

row('conversation.loadMore(id)', async () => {
  const scene = new Scene();
  scene.says('bob', 'hi');
  const { im, confab } = await scene.live();
  await scene.done(confab.conversation.hide(scene.with('bob')));
  expect(await scene.done(im.conversation.loadMore(scene.with('bob')))).toEqual([]);
  const id = scene.group('alice');
  expect(await scene.done(im.conversation.loadMore(`group_${id}`))).toMatchObject([{ group_id: id }]);
});

row('conversation.get({friend_uid})', async () => {
  const scene = new Scene();
  const { im, confab } = await scene.live();
  const found = await scene.done(im.conversation.get({ friend_uid: 'bob' }));
  expect(found).toMatchObject({ id: scene.with('bob'), user_id: 'bob', title: 'bob', local: true, msgList: [] });
  await scene.done(confab.message.send({ to_uid: 'bob' }, { type: 'text', body: 'made real' }).stored);
  expect(im.conversation.dataList).toMatchObject([{ id: scene.with('bob'), last_seq: 1 }]);
  expect(await scene.done(im.conversation.get({ friend_uid: 'bob' }))).not.toHaveProperty('local');
});

row('conversation.get({group_id})', async () => {
  const scene = new Scene();
  const { im } = await scene.live();
  const group_id = scene.group('alice', 'carol');
  const found = await scene.done(im.conversation.get({ group_id }));
  expect(found).toMatchObject({ id: `group_${group_id}`, title: 'bob alice carol', user_id: '' });
});

row(['conversation.unreadCount()', 'conversation.clearUnreadCount(id)'], async () => {
  const scene = new Scene();
  const { im } = scene.start();
  const badge = computed(() => im.conversation.unreadCount());
  expect(badge.value).toBe(0);
  await scene.done(im.utils.login(scene.world.token('alice')));
  for (const text of ['one', 'two', 'three']) scene.says('bob', text);
  scene.says('carol', 'hi');
  await scene.world.clock.advance(2000);
  expect(badge.value).toBe(4);
  await scene.done(im.conversation.clearUnreadCount(scene.with('bob'), { seq: 2 }));
  expect(badge.value).toBe(2);
  await scene.done(im.conversation.clearUnreadCount(scene.with('bob')));
  expect(badge.value).toBe(1);
  const [newest] = scene.act('alice', 'getConversationList', {
    conversation_ids: [scene.with('bob')],
  }) as unknown as [{ unread_count: number }];
  expect(newest.unread_count).toBe(0);
});

row('conversation.remove(id)', async () => {
  const scene = new Scene();
  scene.says('bob', 'hi');
  const { im } = await scene.live();
  await scene.done(im.conversation.remove(scene.with('bob')));
  expect([im.conversation.dataList, im.conversation.unreadCount()]).toEqual([[], 0]);
  scene.says('bob', 'again');
  await scene.world.clock.advance(2000);
  expect(im.conversation.dataList).toMatchObject([{ unread_count: 1 }]);
});

row(['utils.init()', 'utils.login(token)'], async () => {
  const scene = new Scene();
  const first = scene.start({ getToken: async () => null });
  await expect(scene.done(first.im.utils.init())).resolves.toBeUndefined();
  expect(first.confab.uid).toBe(null);
  await scene.done(first.im.utils.login(scene.world.token('alice')));
  expect(first.confab.uid).toBe('alice');
  await first.confab.close();
  const second = scene.start({ getToken: async () => null });
  await scene.done(second.im.utils.init());
  expect(second.confab.uid).toBe('alice');
});

row('utils.getConversationId(id, type)', async () => {
  const { im } = await new Scene().live();
  expect(im.utils.getConversationId('bob')).toBe(ids.single('bob', 'alice'));
  expect(im.utils.getConversationId('bob', 'single')).toBe(ids.single('bob', 'alice'));
  expect(im.utils.getConversationId('g', 'group')).toBe('group_g');
});

row('utils.toFriendlyTime(time)', async () => {
  const scene = new Scene();
  const { im } = await scene.live();
  const now = scene.world.clock.now();
  expect([now, now - 5 * 60_000, now - 3_600_000].map(im.utils.toFriendlyTime)).toEqual(['刚刚', '5分钟前', '1小时前']);
});

row('utils.clearPushNotify()', async () => {
  let cleared = 0;
  const notify = { clear: () => void cleared++ };
  const { im } = await new Scene().live({ adapters: { notify: notify as never } });
  im.utils.clearPushNotify();
  expect(cleared).toBe(1);
});
