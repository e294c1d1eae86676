import type { Session } from '../session/session.js';
import { ids } from '../text/ids.js';
import type { FriendApi } from '../types.js';

/** `confab.friend`. */
export function friendApi(session: () => Session): FriendApi {
  const core = () => session().core;
  const list = () => core().state.value.friend.dataList;
  async function refreshed() {
    await session().parts.lists.refreshFriends();
    await session().parts.settled();
    return list();
  }
  return {
    get: refreshed,
    async loadMore(o) {
      if (o?.friend_uid !== undefined) {
        const { data } = await core().call('getFriendList', { friend_uid: o.friend_uid });
        await session().parts.lists.put('friends', data);
        await session().parts.settled();
        return list();
      }
      return core().state.value.friend.hasMore ? refreshed() : list();
    },
    async remove({ friend_uid }) {
      await core().call('removeFriend', { friend_uid });
      await refreshed();
      session().parts.doubt([ids.single(core().uid, friend_uid)]);
    },
    async invite(to_uid, message) {
      return (await core().call('addFriendInvite', { to_uid, ...(message && { message }) })).data;
    },
    async invites(o = {}) {
      const { data, hasMore, nextCursor } = await core().call('getFriendInviteList', { ...o });
      session().parts.people.merge(data.flatMap((x) => x.user_info));
      return { items: data, hasMore, cursor: nextCursor };
    },
    async answerInvite(_id, accept) {
      await core().call('handleFriendInvite', { _id, state: accept ? 100 : -100 });
      if (accept) await refreshed();
    },
    async setMark(friend_uid, o) {
      await core().call('updateFriend', { friend_uid, ...o });
      await refreshed();
    },
    async block(user_id) {
      await core().call('blockUser', { user_id });
    },
    async unblock(user_id) {
      await core().call('unblockUser', { user_id });
    },
    async blocked(o = {}) {
      const { data, hasMore, nextCursor } = await core().call('getBlockList', { ...o });
      return { items: data, hasMore, cursor: nextCursor };
    },
  };
}
