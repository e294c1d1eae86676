import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Confab, Method } from '../../src/node.js';
import { System } from './system.js';

let system: System;
let alice: Confab;
let bob: Confab;
beforeAll(async () => {
  system = await System.start();
  alice = await system.signedIn('alice', 'a');
  bob = await system.signedIn('bob', 'b');
});
afterAll(() => system.stop());

/** Every method of the API is called once here, through its types; forgetting one does not compile. */
test('every method', async () => {
  const conversation = (await alice.call('createConversation', { to_uid: 'bob' })).data;
  const sent = (await alice.call('sendMsg', { to_uid: 'bob', type: 'text', body: 'find me', unique_id: 'm1' })).data;
  const second = (await alice.call('sendMsg', { to_uid: 'bob', type: 'text', body: 'two' })).data;
  const group_id = (await alice.call('chooseUserIntoGroup', { user_ids: ['bob'] })).data.group_id;
  const other = (await alice.call('chooseUserIntoGroup', { user_ids: ['bob', 'carol'] })).data.group_id;
  await bob.call('addFriendInvite', { to_uid: 'alice', message: 'hi' });
  const invite = (await alice.call('getFriendInviteList', {})).data[0]?._id ?? '';
  const list = (await alice.call('getNotificationList', {})).data;
  const conversation_id = conversation.id;
  const calls: Record<Exclude<Method, 'logout'>, () => Promise<unknown>> = {
    createConversation: async () => expect(conversation).toMatchObject({ friend_uid: 'bob', msgList: [] }),
    sendMsg: async () => expect(sent.seq).toBe(1),
    chooseUserIntoGroup: async () => expect(group_id).toBeTruthy(),
    addFriendInvite: async () => expect(invite).toBeTruthy(),
    getFriendInviteList: async () => expect(invite).toBeTruthy(),
    getNotificationList: async () => expect(list[0]?.payload.subType).toBe('uni-im-friend-invite'),
    getMsgList: async () =>
      expect((await bob.call('getMsgList', { conversation_id })).data.map((m) => m.seq)).toEqual([2, 1]),
    revokeMsg: () => alice.call('revokeMsg', { msgId: second._id }),
    deleteMsg: () => alice.call('deleteMsg', { msgId: second._id }),
    searchMsg: async () => expect((await alice.call('searchMsg', { keyword: 'find' })).data).toHaveLength(1),
    getMsgReaders: async () =>
      expect((await alice.call('getMsgReaders', { msgId: sent._id })).data.unread_count).toBe(1),
    forwardMsg: async () =>
      expect((await alice.call('forwardMsg', { msgIds: [sent._id], group_ids: [group_id] })).data).toHaveLength(1),
    getUploadUrl: async () =>
      expect((await alice.call('getUploadUrl', { conversation_id, name: 'a.txt', size: 2 })).data.upload.url).toMatch(
        /^http/,
      ),
    getConversationList: async () =>
      expect((await bob.call('getConversationList', { minChangeTime: 0 })).time).toBeGreaterThan(0),
    updateConversation: () => alice.call('updateConversation', { conversation_id, pinned: true }),
    clearUnreadCount: () => bob.call('clearUnreadCount', { conversation_id }),
    removeConversation: () => bob.call('removeConversation', { conversation_id }),
    handleFriendInvite: () => alice.call('handleFriendInvite', { _id: invite, state: 100 }),
    getFriendList: async () => expect((await alice.call('getFriendList', {})).data[0]?.friend_uid).toBe('bob'),
    updateFriend: () => alice.call('updateFriend', { friend_uid: 'bob', mark: 'Bobby' }),
    removeFriend: () => alice.call('removeFriend', { friend_uid: 'bob' }),
    getGroupList: async () => expect((await bob.call('getGroupList', {})).data).toHaveLength(2),
    getGroupMemberList: async () => expect((await bob.call('getGroupMemberList', { group_id })).data).toHaveLength(2),
    updateGroup: () => alice.call('updateGroup', { group_id, name: 'New name', join_option: 'needPermission' }),
    updateGroupMember: () => alice.call('updateGroupMember', { group_id, user_id: 'bob', role: ['admin'] }),
    joinGroup: async () => {
      const carol = await system.signedIn('carol', 'c');
      expect((await carol.call('joinGroup', { group_id })).data.state).toBe(0);
    },
    getGroupJoinList: async () => expect((await alice.call('getGroupJoinList', { group_id })).data).toHaveLength(1),
    handleGroupJoin: async () => {
      const request = (await alice.call('getGroupJoinList', { group_id })).data[0]?._id ?? '';
      await alice.call('handleGroupJoin', { _id: request, state: -100 });
    },
    searchGroups: async () => expect((await bob.call('searchGroups', { keyword: 'New name' })).data).toHaveLength(1),
    removeGroupMember: () => bob.call('removeGroupMember', { group_id }),
    transferGroup: () => alice.call('transferGroup', { group_id: other, user_id: 'bob' }),
    dissolveGroup: () => bob.call('dissolveGroup', { group_id: other }),
    updateNotification: () => alice.call('updateNotification', { _id: list[0]?._id ?? '', is_read: true }),
    searchUsers: async () => expect((await alice.call('searchUsers', { keyword: 'bob' })).data).toHaveLength(1),
    getUserList: async () => expect((await alice.call('getUserList', {})).data.length).toBeGreaterThanOrEqual(5),
    getUsersInfo: async () =>
      expect((await alice.call('getUsersInfo', { user_ids: ['bob', 'nobody'] })).data).toEqual([
        { _id: 'bob', nickname: 'bob' },
      ]),
    getPresence: () => alice.call('getPresence', { user_ids: ['bob'] }),
    getMyInfo: async () => expect((await alice.call('getMyInfo', {})).data._id).toBe('alice'),
    updateMyInfo: () => alice.call('updateMyInfo', { nickname: 'Alice' }),
    blockUser: () => alice.call('blockUser', { user_id: 'dave' }),
    getBlockList: async () => expect((await alice.call('getBlockList', {})).data[0]?._id).toBe('dave'),
    unblockUser: () => alice.call('unblockUser', { user_id: 'dave' }),
    getMyDevices: async () =>
      expect((await alice.call('getMyDevices', {})).data[0]).toMatchObject({ device_id: 'a', current: true }),
    signOutDevice: () => alice.call('signOutDevice', { device_id: 'none' }),
    getPushKey: () => alice.call('getPushKey', {}),
    setPushCid: () => alice.call('setPushCid', { channel: 'websocket' as const, pushClientId: 'cid' }),
    refreshToken: async () => expect((await alice.call('refreshToken', {})).newToken.token).toBeTruthy(),
  };
  for (const [method, call] of Object.entries(calls)) {
    await call().catch((failure: unknown) => {
      throw new Error(`${method}: ${String(failure)} ${JSON.stringify(failure)}`);
    });
  }
  await alice.call('logout', {});
});
