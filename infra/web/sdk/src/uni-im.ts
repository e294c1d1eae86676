import { reactive } from 'vue';
import type { Notification, Profile, Token } from './api/types.js';
import { friendlyTime } from './text/friendly-time.js';
import { ids } from './text/ids.js';
import type { Confab, Conversation, Item, Timeline } from './types.js';

/** A conversation under the names of uni-im's own client. */
export interface UniImConversation extends Omit<Conversation, 'msgList'> {
  /** The other user of a single chat. */
  user_id: string;
  /** The unsent text. What is assigned is kept as the draft. */
  chatText: string;
  /** The open window's messages, else the newest one. */
  msgList: unknown[];
}

export interface UniIm {
  conversation: {
    dataList: UniImConversation[];
    hasMore: boolean;
    get(which?: null | string | { friend_uid: string } | { group_id: string }): Promise<unknown>;
    loadMore(id?: string | null): Promise<unknown>;
    remove(id: string): Promise<void>;
    unreadCount(): number;
    clearUnreadCount(id: string, o?: { seq?: number }): Promise<void>;
  };
  currentConversationId: string | false;
  heartbeat: number;
  friend: { dataList: unknown[]; hasMore: boolean } & Pick<Confab['friend'], 'get' | 'loadMore' | 'remove'>;
  group: { dataList: unknown[]; hasMore: boolean } & Pick<Confab['group'], 'get' | 'loadMore' | 'remove'>;
  notification: { dataList: Notification[]; hasMore: boolean } & Pick<
    Confab['notification'],
    'get' | 'loadMore' | 'unreadCount'
  >;
  usersInfo: Record<string, Profile>;
  mergeUsersInfo(users: Record<string, Profile>): void;
  isWidescreen: boolean;
  systemInfo: Record<string, unknown>;
  indexDB: boolean;
  dataBaseIsOpen: boolean;
  audioContext: unknown;
  socketOpenIndex: number;
  utils: {
    /** Signs in with what the installation knows. */
    init(): Promise<void>;
    login(token: Token): Promise<void>;
    getConversationId(id: string, type?: 'single' | 'group'): string;
    toFriendlyTime(time: number): string;
    clearPushNotify(): void;
  };
  /** Ends the connection between this object and the SDK. */
  stop(): void;
}

/** The global reactive object of uni-im's client, over a Confab: the same names, row by row (docs/sdk.md). */
export function createUniIm(confab: Confab): UniIm {
  let timeline: Timeline | null = null;
  const ends: (() => void)[] = [];
  const messages = (items: readonly Item[]): unknown[] =>
    items.flatMap((item): unknown[] =>
      item.kind === 'message' ? [item.message] : item.kind === 'pending' ? [item.pending] : [],
    );
  /** Assigned, and not yet in the state: what somebody types is never replaced by an older text. */
  const typed = new Map<string, string>();
  const shown = (c: Conversation): UniImConversation => ({
    ...c,
    user_id: c.friend_uid ?? '',
    get chatText() {
      return typed.get(c.id) ?? c.draft ?? '';
    },
    set chatText(text) {
      typed.set(c.id, text);
      conversation.setDraft(c.id, text).catch(() => undefined);
    },
    msgList: timeline?.conversation_id === c.id ? messages(timeline.items) : c.msgList,
  });
  const { conversation, friend, group, notification } = confab;
  const im: UniIm = reactive({
    conversation: {
      dataList: [],
      hasMore: true,
      get: async (which: string | { friend_uid: string }) => {
        if (!which) return (await conversation.get()).map(shown);
        const found = await conversation.get(which);
        return found && shown(found);
      },
      loadMore: async (id?: string | null) => (await conversation.loadMore(id)).map(shown),
      remove: conversation.remove,
      // Looks at the list, so that a template that shows the number follows it.
      unreadCount: () => (im.conversation.dataList.length === 0 ? 0 : conversation.unreadCount()),
      clearUnreadCount: conversation.clearUnreadCount,
    },
    currentConversationId: false,
    heartbeat: 0,
    friend: { dataList: [], hasMore: true, get: friend.get, loadMore: friend.loadMore, remove: friend.remove },
    group: { dataList: [], hasMore: true, get: group.get, loadMore: group.loadMore, remove: group.remove },
    notification: {
      dataList: [],
      hasMore: true,
      get: notification.get,
      loadMore: notification.loadMore,
      unreadCount: (o) => (im.notification.dataList.length === 0 ? 0 : notification.unreadCount(o)),
    },
    usersInfo: {},
    mergeUsersInfo: (users: Record<string, Profile>) => confab.mergeUsersInfo(users),
    isWidescreen: false,
    systemInfo: {},
    indexDB: false,
    dataBaseIsOpen: false,
    audioContext: null,
    socketOpenIndex: 0,
    utils: {
      init: async () => void (await confab.resume()),
      login: async (token: Token) => void (await confab.login(token)),
      getConversationId: (id: string, type: 'single' | 'group' = 'single') =>
        type === 'group' ? ids.group(id) : ids.single(confab.uid ?? '', id),
      toFriendlyTime: (time: number) => friendlyTime(time, confab.clock.now()),
      clearPushNotify: () => notification.clear(),
    },
    stop: () => {
      for (const end of ends.splice(0)) end();
      timeline?.close();
    },
  }) as UniIm;

  const list = () => {
    const { dataList, hasMore } = confab.state.conversation;
    for (const c of dataList) if (typed.get(c.id) === (c.draft ?? '')) typed.delete(c.id);
    Object.assign(im.conversation, { dataList: dataList.map(shown), hasMore });
  };
  const follow = <T>(select: (s: Confab['state']) => T, f: (x: T) => void) => {
    f(select(confab.state));
    ends.push(confab.subscribe(select, f));
  };
  const lists = { friend: im.friend, group: im.group, notification: im.notification };
  follow((s) => s.conversation, list);
  for (const name of ['friend', 'group', 'notification'] as const) {
    follow(
      (s) => s[name],
      (x) => Object.assign(lists[name], { dataList: [...x.dataList], hasMore: x.hasMore }),
    );
  }
  follow(
    (s) => s.heartbeat,
    (x) => (im.heartbeat = x),
  );
  follow(
    (s) => s.usersInfo,
    (x) => (im.usersInfo = { ...x }),
  );
  follow(
    (s) => s.isWidescreen,
    (x) => (im.isWidescreen = x),
  );
  follow(
    (s) => s.systemInfo,
    (x) => (im.systemInfo = { ...x }),
  );
  follow(
    (s) => s.cache,
    (x) => (im.indexDB = im.dataBaseIsOpen = x === 'persistent'),
  );
  follow(
    (s) => s.socketOpenIndex,
    (x) => (im.socketOpenIndex = x),
  );
  follow(
    (s) => s.currentConversationId,
    (id) => (im.currentConversationId = id ?? false),
  );
  const open = (id: string | false) => {
    if (timeline?.conversation_id === id) return;
    timeline?.close();
    timeline = id === false ? null : conversation.open(id, 'newest');
    timeline?.subscribe(list);
    list();
  };
  // Assigning `currentConversationId` opens the chat, as it does there.
  return new Proxy(im, {
    set(target, key, value) {
      if (key !== 'currentConversationId') return Reflect.set(target, key, value);
      Reflect.set(target, key, value);
      if (value) open(value as string);
      else {
        open(false);
        conversation.close();
      }
      return true;
    },
  });
}
