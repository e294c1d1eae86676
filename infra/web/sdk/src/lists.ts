import type { Friend, GroupMembership, Notification, Profile } from './api/types.js';
import type { Core } from './core.js';
import type { Changed, Key, StoreName } from './store/store.js';

const friendsFreshMs = 600_000;
const page = 500;

/** Friends, groups and notifications: cached, and shown from the cache. */
export class Lists {
  private friendsAt = -Infinity;
  private friendsDue = false;
  private notificationCursor: string | undefined;
  private timer: unknown = null;
  onProfiles: (profiles: Profile[]) => void = () => undefined;

  constructor(private readonly core: Core) {}

  async load(): Promise<void> {
    await this.refresh({ friends: '*', groups: '*', notifications: '*' }, true);
  }

  /** After a change of the cache, in whichever tab. */
  async refresh(changed: Changed, first = false): Promise<void> {
    const { core } = this;
    const { state } = core;
    if (changed.friends) {
      const dataList = await this.all<Friend>('friends');
      this.onProfiles(dataList.flatMap((f) => f.user_info ?? []));
      const loaded = state.value.friend.loaded || !first || dataList.length > 0;
      state.set({ friend: Object.freeze({ dataList: dataList.sort(newestFirst), hasMore: !loaded, loaded }) });
    }
    if (changed.groups) {
      const dataList = await this.all<GroupMembership>('groups');
      const loaded = state.value.group.loaded || !first || dataList.length > 0;
      state.set({ group: Object.freeze({ dataList: dataList.sort(newestFirst), hasMore: !loaded, loaded }) });
    }
    if (changed.notifications) {
      const dataList = await this.all<Notification>('notifications');
      const was = state.value.notification;
      const unreadCount = dataList.filter((n) => !n.is_read).length;
      const loaded = was.loaded || !first || dataList.length > 0;
      const hasMore = loaded && (was.hasMore || this.notificationCursor !== undefined);
      state.set({
        notification: Object.freeze({ dataList: dataList.sort(newestFirst), hasMore, loaded, unreadCount }),
      });
    }
  }

  /** At every connection. */
  async afterSync(first: boolean): Promise<void> {
    await this.refreshNotifications();
    if (first || this.friendsDue || this.core.timers.now() - this.friendsAt > friendsFreshMs) {
      await this.refreshFriends();
      await this.refreshGroups();
    }
  }

  async refreshFriends(): Promise<void> {
    this.friendsDue = true;
    const rows: Friend[] = [];
    let cursor: string | undefined;
    do {
      const reply = await this.core.call('getFriendList', { limit: page, cursor });
      rows.push(...reply.data);
      cursor = reply.hasMore ? reply.nextCursor : undefined;
    } while (cursor !== undefined);
    await this.replace('friends', rows, (row) => row.friend_uid);
    this.friendsDue = false;
    this.friendsAt = this.core.timers.now();
  }

  async refreshGroups(): Promise<void> {
    const rows: GroupMembership[] = [];
    let cursor: string | undefined;
    do {
      const reply = await this.core.call('getGroupList', { limit: page, cursor });
      rows.push(...reply.data);
      cursor = reply.hasMore ? reply.nextCursor : undefined;
    } while (cursor !== undefined);
    await this.replace('groups', rows, (row) => row.group_id);
  }

  hasGroup(group_id: string): boolean {
    return this.core.state.value.group.dataList.some((g) => g.group_id === group_id);
  }

  /** One group: what I am in it, or that I am out of it. */
  async refreshGroup(group_id: string): Promise<void> {
    const { data } = await this.core.call('getGroupList', { group_id });
    await this.core.write(['groups'], async (tx) => {
      if (data[0]) tx.put('groups', data[0]);
      else tx.delete('groups', group_id);
    });
  }

  /** The first pages, until one is known; what is shown grows downwards by `loadMore`. */
  async refreshNotifications(): Promise<void> {
    const known = new Set((await this.all<Notification>('notifications')).map((n) => n._id));
    const fresh: Notification[] = [];
    let cursor: string | undefined;
    for (let i = 0; i < 5; i++) {
      const reply = await this.core.call('getNotificationList', { limit: 100, cursor });
      fresh.push(...reply.data);
      cursor = reply.hasMore ? reply.nextCursor : undefined;
      if (cursor === undefined || reply.data.some((n) => known.has(n._id))) break;
    }
    if (cursor === undefined) await this.replace('notifications', fresh, (row) => row._id);
    else await this.put('notifications', fresh);
    if (known.size === 0 || cursor === undefined) this.notificationCursor = cursor;
    this.setHasMore();
  }

  async moreNotifications(): Promise<void> {
    if (this.notificationCursor === undefined) return;
    const reply = await this.core.call('getNotificationList', { limit: 100, cursor: this.notificationCursor });
    this.notificationCursor = reply.hasMore ? reply.nextCursor : undefined;
    await this.put('notifications', reply.data);
    this.setHasMore();
  }

  /** A push, shown at once; the whole of it is read soon after. */
  async arrived(item: Notification): Promise<void> {
    await this.put('notifications', [item]);
    this.core.events.emit('notification', { item });
    this.timer ??= this.core.timers.set(() => {
      this.timer = null;
      this.core.background('notifications', this.refreshNotifications());
    }, 1000);
  }

  close(): void {
    if (this.timer !== null) this.core.timers.clear(this.timer);
  }

  private setHasMore(): void {
    const was = this.core.state.value.notification;
    const hasMore = this.notificationCursor !== undefined;
    if (was.hasMore !== hasMore || !was.loaded) {
      this.core.state.set({ notification: Object.freeze({ ...was, hasMore, loaded: true }) });
    }
  }

  all<T>(store: StoreName): Promise<T[]> {
    return this.core.read([store], (tx) => tx.list<T>(store));
  }

  put(store: StoreName, rows: object[]): Promise<void> {
    return this.core.write([store], async (tx) => {
      for (const row of rows) tx.put(store, row);
    });
  }

  private replace<T extends object>(store: StoreName, rows: T[], key: (row: T) => Key): Promise<void> {
    return this.core.write([store], async (tx) => {
      const there = new Map((await tx.list<T>(store)).map((row) => [key(row), JSON.stringify(row)]));
      let touched = there.size === 0;
      for (const row of rows) {
        if (there.get(key(row)) !== JSON.stringify(row)) tx.put(store, row);
        there.delete(key(row));
      }
      for (const gone of there.keys()) tx.delete(store, gone);
      touched = touched && rows.length === 0;
      // An empty list has been read, too.
      if (touched) await tx.clear(store);
    });
  }
}

function newestFirst(a: { create_time: number }, b: { create_time: number }): number {
  return b.create_time - a.create_time;
}
