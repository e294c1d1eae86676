import { asConfabError } from '../core.js';
import { Uploader } from '../outbox/upload.js';
import type { Session } from '../session/session.js';
import { ids, newUniqueId } from '../text/ids.js';
import type { GroupApi } from '../types.js';

/** `confab.group`. */
export function groupApi(session: () => Session): GroupApi {
  const core = () => session().core;
  const list = () => core().state.value.group.dataList;
  async function refreshed() {
    await session().parts.lists.refreshGroups();
    await session().parts.settled();
    return list();
  }
  /** My other view of it follows at once. */
  async function touched(group_id: string) {
    await session().parts.lists.refreshGroup(group_id);
    await session().parts.asks.now([ids.group(group_id)]);
    await session().parts.settled();
  }
  return {
    get: refreshed,
    async loadMore(o) {
      if (o?.group_id !== undefined) {
        await session().parts.lists.refreshGroup(o.group_id);
        await session().parts.settled();
        return list();
      }
      return core().state.value.group.hasMore ? refreshed() : list();
    },
    async remove({ group_id }) {
      await core().call('removeGroupMember', { group_id });
      await touched(group_id);
    },
    async create(o) {
      const unique_id = newUniqueId(core().timers.now(), core().adapters.random);
      for (let failed = 0; ; failed++) {
        try {
          const { data } = await core().call('chooseUserIntoGroup', { ...o, unique_id });
          await touched(data.group_id);
          return data;
        } catch (failure) {
          const error = asConfabError(failure);
          if (!error.retryable || error.code === 'rate-limited' || failed === 2) throw error;
        }
      }
    },
    async add(group_id, user_ids) {
      const { data } = await core().call('chooseUserIntoGroup', { group_id, user_ids });
      return { duplicate_user_ids: data.duplicate_user_ids, blocked_user_ids: data.blocked_user_ids };
    },
    async members(group_id, o = {}) {
      const { data, hasMore, nextCursor } = await core().call('getGroupMemberList', { group_id, ...o });
      session().parts.people.merge(data.flatMap((m) => m.user_info));
      return { items: data, hasMore, cursor: nextCursor };
    },
    async search(keyword, o = {}) {
      const { data, hasMore, nextCursor } = await core().call('searchGroups', { keyword, ...o });
      return { items: data, hasMore, cursor: nextCursor };
    },
    async join(group_id, message) {
      const { data } = await core().call('joinGroup', { group_id, ...(message && { message }) });
      if (data.state === 100) await touched(group_id);
      return { joined: data.state === 100 };
    },
    async joins(o = {}) {
      const { data, hasMore, nextCursor } = await core().call('getGroupJoinList', { ...o });
      session().parts.people.merge(data.flatMap((x) => x.user_info));
      return { items: data, hasMore, cursor: nextCursor };
    },
    async answerJoin(_id, accept) {
      await core().call('handleGroupJoin', { _id, state: accept ? 100 : -100 });
    },
    async update(group_id, fields) {
      await core().call('updateGroup', { group_id, ...fields });
      await touched(group_id);
    },
    async setAvatar(group_id, file) {
      const ready = (await core().adapters.prepareImage?.(file)) ?? file;
      const url = await new Uploader(core()).upload(ready.thumb ?? ready, { purpose: 'avatar' });
      await core().call('updateGroup', { group_id, avatar_file: { name: ready.name.slice(-255), url } });
      await touched(group_id);
    },
    async setRole(group_id, user_id, admin) {
      await core().call('updateGroupMember', { group_id, user_id, role: admin ? ['admin'] : [] });
    },
    async setMute(group_id, user_id, muted) {
      await core().call('updateGroupMember', { group_id, user_id, mute_type: muted ? 1 : 0 });
    },
    async expel(group_id, user_ids) {
      await core().call('removeGroupMember', { group_id, user_ids });
    },
    async transfer(group_id, user_id) {
      await core().call('transferGroup', { group_id, user_id });
      await touched(group_id);
    },
    async dissolve(group_id) {
      await core().call('dissolveGroup', { group_id });
      await touched(group_id);
    },
  };
}
