import { ConfabError } from '../api/errors.js';
import type { Notification } from '../api/types.js';
import { asConfabError } from '../core.js';
import type { Session } from '../session/session.js';
import type { NotificationApi, NotificationFilter } from '../types.js';

/** `confab.notification`. */
export function notificationApi(session: () => Session): NotificationApi {
  const core = () => session().core;
  const list = () => core().state.value.notification.dataList;

  async function patch(id: string, change: (n: Notification) => Notification): Promise<Notification> {
    const found = await core().write(['notifications'], async (tx) => {
      const row = await tx.get<Notification>('notifications', id);
      if (row) tx.put('notifications', change(row));
      return row;
    });
    if (!found) throw new ConfabError('notification-not-found', { kind: 'refused', status: 404 });
    return found;
  }

  /** Shown at once, taken back if refused. */
  async function optimistic(
    id: string,
    change: (n: Notification) => Notification,
    call: (n: Notification) => Promise<unknown>,
  ) {
    const former = await patch(id, change);
    try {
      await call(former);
    } catch (failure) {
      await session()
        .parts.lists.refreshNotifications()
        .catch(() => patch(id, () => former));
      throw failure;
    }
  }

  return {
    async get(o) {
      await session().parts.lists.refreshNotifications();
      await session().parts.settled();
      return list().filter(filter(o));
    },
    async loadMore(o) {
      await session().parts.lists.moreNotifications();
      await session().parts.settled();
      return list().filter(filter(o));
    },
    unreadCount: (o) =>
      list()
        .filter((n) => !n.is_read)
        .filter(filter(o)).length,
    markRead: (id) =>
      optimistic(
        id,
        (n) => ({ ...n, is_read: true }),
        () => core().call('updateNotification', { _id: id, is_read: true }),
      ),
    answer: (id, answer) =>
      optimistic(
        id,
        (n) => ({ ...n, is_read: true, payload: { ...n.payload, state: answer } }),
        async (n) => {
          const request = n.payload.data?._id;
          const state = answer === 'confirm' ? 100 : -100;
          if (n.payload.subType === 'uni-im-friend-invite')
            await core().call('handleFriendInvite', { _id: String(request), state });
          if (n.payload.subType === 'uni-im-group-join-request')
            await core().call('handleGroupJoin', { _id: String(request), state });
          await core().call('updateNotification', { _id: id, is_read: true, state: answer });
          if (n.payload.subType !== 'uni-im-friend-invite' || state !== 100) return;
          await session()
            .parts.lists.refreshFriends()
            .catch((failure: unknown) => core().log('warn', asConfabError(failure).message));
        },
      ),
    clear: () => core().adapters.notify?.clear(),
  };
}

function filter(o: NotificationFilter = {}): (n: Notification) => boolean {
  const asList = (x: string | string[] | undefined) => (x === undefined ? null : Array.isArray(x) ? x : [x]);
  const only = asList(o.type);
  const not = asList(o.excludeType);
  return (n) => {
    const type = n.payload.subType ?? '';
    return (!only || only.includes(type)) && (!not || !not.includes(type));
  };
}
