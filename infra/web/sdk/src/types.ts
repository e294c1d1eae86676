import type { Adapters, FileRef } from './adapters.js';
import type { ConfabError } from './api/errors.js';
import type { Method, Params, Reply } from './api/methods.js';
import type {
  ApiConversation,
  AvatarFile,
  BlockedUser,
  Bodies,
  Device,
  FoundGroup,
  Friend,
  FriendInvite,
  GroupJoin,
  GroupMember,
  GroupMembership,
  JoinOption,
  Me,
  Message,
  Notification,
  Presence,
  Profile,
  Readers,
  RequestState,
  Target,
  Token,
} from './api/types.js';
import type { Signal } from './reactive.js';

export interface Options {
  /** One base (`https://chat.example`), or the URL of each method, as on AWS. */
  endpoint: string | ((method: Method) => string);
  /** `wss://…` of the online channel. */
  socket: string;
  appId: string;
  platform?: string;
  /** Made once per installation and kept, if absent. */
  deviceId?: string;
  /** The app whose devices a message is pushed to, where it is another than `appId`. */
  toAppId?: string | ((to: Target) => string | undefined);
  /** Asked when there is no token that works; null ends the session. */
  getToken?: (why: 'missing' | 'expired' | 'rejected') => Promise<Token | null>;
  cache?: 'persistent' | 'memory';
  /** How much the local copy may take: 200 MB or a fifth of what the browser grants, whichever is less; 8 MB in uni-app. */
  cacheLimitBytes?: number;
  /** Time between pings (240,000). */
  heartbeatMs?: number;
  /** Where the token is kept: for all tabs (default), or for this tab alone. */
  session?: 'shared' | 'tab';
  adapters?: Partial<Adapters>;
  /** What happens inside; never bodies, never tokens. */
  log?: (e: LogEvent) => void;
}

export interface LogEvent {
  level: 'debug' | 'info' | 'warn';
  what: string;
  [key: string]: unknown;
}

export type Connection = 'offline' | 'connecting' | 'catching-up' | 'live' | 'signed-out' | 'banned' | 'replaced';

/** A conversation as it is shown: the API's object with a title and a picture. */
export interface Conversation extends ApiConversation {
  /** The friend's mark, else the nickname; or the group's name. */
  title: string;
  avatar_file?: AvatarFile;
  /** Exists here only; the first message makes it real. */
  local?: true;
}

export interface List<T> {
  readonly dataList: readonly T[];
  /** The server has more than `dataList`. */
  readonly hasMore: boolean;
  /** A first page has been read, from the cache or the server. */
  readonly loaded: boolean;
}

export interface State {
  readonly connection: Connection;
  readonly me: Me | null;
  /** Pinned first, then by `update_time`; hidden ones left out. */
  readonly conversation: List<Conversation>;
  readonly currentConversationId: string | null;
  /** The server's time in whole seconds, moving only while someone looks. */
  readonly heartbeat: number;
  /** Unread messages of all conversations without do-not-disturb (`mute`). */
  readonly unreadTotal: number;
  readonly outbox: { readonly waiting: number; readonly failed: number };
  readonly friend: List<Friend>;
  readonly group: List<GroupMembership>;
  readonly notification: List<Notification> & { readonly unreadCount: number };
  readonly usersInfo: Readonly<Record<string, Profile>>;
  readonly isWidescreen: boolean;
  readonly systemInfo: Readonly<Record<string, unknown>>;
  readonly cache: 'opening' | 'persistent' | 'memory' | 'failed';
  /** Counts openings of the socket. */
  readonly socketOpenIndex: number;
  /** This tab has the socket; others follow it. */
  readonly leader: boolean;
}

export type DraftMessage = {
  [T in keyof Bodies]: {
    type: T;
    /** May lack what the upload of `files` fills in: `url`, `thumb`, `size`, `name`. */
    body?: Partial<Bodies[T]> | Bodies[T];
  };
}[keyof Bodies];
/** What is to be sent. */
export type Draft = DraftMessage & {
  about_msg_id?: string;
  call_uid?: string[];
  files?: FileRef[];
};

export type PendingState = 'preparing' | 'waiting' | 'sending' | 'stored' | 'failed' | 'discarded';

export interface Pending {
  readonly unique_id: string;
  readonly state: Signal<PendingState>;
  /** Bytes uploaded, 0 to 1. */
  readonly progress: Signal<number>;
  /** The stored message, once it is. Rejects when the server refuses or the message is discarded. */
  readonly stored: Promise<Message>;
  /** Takes it back, as long as no byte can have left; false: too late, revoke it. */
  cancel(): boolean;
}

/** A message on its way, as a timeline shows it. */
export interface PendingMessage {
  readonly unique_id: string;
  readonly conversation_id: string;
  readonly type: string;
  readonly body: unknown;
  readonly about_msg_id?: string;
  readonly call_uid?: string[];
  readonly client_create_time: number;
  readonly state: Exclude<PendingState, 'stored' | 'discarded'>;
  readonly progress: number;
  readonly error?: string | number;
}

export type Item =
  | { readonly kind: 'message'; readonly key: string; readonly message: Message }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: PendingMessage }
  /** Numbers that are not here yet; they are being read. */
  | { readonly kind: 'hole'; readonly key: string; readonly from: number; readonly to: number };

export type Jump = { seq: number } | { time: number } | { _id: string } | 'newest' | 'unread';

/** A part of a conversation, as it is shown. Its items are ordered by `seq`, pending ones last. */
export interface Timeline {
  readonly conversation_id: string;
  readonly items: readonly Item[];
  readonly atNewest: boolean;
  readonly atOldest: boolean;
  readonly loading: boolean;
  /** Stands above the first message that was unread when the chat was opened. */
  readonly dividerSeq?: number;
  /** Why a page could not be read; absent if nothing failed. */
  readonly error?: ConfabError;
  subscribe(f: () => void): () => void;
  /** One page more at that end. */
  older(): Promise<void>;
  newer(): Promise<void>;
  jumpTo(to: Jump): Promise<void>;
  /** This message was on screen. */
  seen(seq: number): void;
  clearDivider(): void;
  /** From now on at most that many messages are shown; those furthest from `near`, where the reader is, are removed. */
  limit(most: number, near: 'oldest' | 'newest'): void;
  close(): void;
}

export interface Events {
  /** `state.connection` has changed. */
  connection: { from: Connection; to: Connection; reason?: string };
  /** Once per message and installation. `live`: it was sent while connected, and is not one of those that were missed. */
  message: { message: Message; live: boolean };
  /** A message that is here already was changed, such as revoked. In every tab. */
  'message-changed': { message: Message };
  /** A message that this user sends goes on: its state, or how much of its files is uploaded. */
  'message-pending': {
    unique_id: string;
    conversation_id: string;
    state: PendingState;
    progress?: number;
    error?: string | number;
  };
  /** These conversations have changed, or are no longer there. */
  conversation: { ids: string[] };
  /** `state.unreadTotal` has changed. */
  unread: { total: number };
  /** A new notification, by a push. */
  notification: { item: Notification };
  friend: { uid: string; change: 'added' | 'removed' };
  /** A group has changed; `action` is that of its system message, such as `group-expel`. */
  group: { group_id: string; action: string };
  /** The other user of a single chat has read up to this number. */
  read: { conversation_id: string; uid: string; seq: number };
  /** The session has ended: by `logout`, or because no token works. */
  'signed-out': { reason: string };
  /** This device id is connected elsewhere; `takeOver()` connects here again. */
  replaced: Record<string, never>;
  /** `state.cache` has changed: whether the local copy is kept on the device. */
  cache: { state: State['cache']; reason?: string };
  /** Of background work only. */
  error: { error: ConfabError };
}

export interface Paging<T> {
  items: T[];
  hasMore: boolean;
  cursor?: string;
}
export interface PageOptions {
  limit?: number;
  cursor?: string;
}

export interface ConversationApi {
  /** The first page again; or one conversation: from the cache, else the server, else a local one. */
  get(which?: null): Promise<readonly Conversation[]>;
  get(which: string | { friend_uid: string } | { group_id: string }): Promise<Conversation | null>;
  loadMore(id?: string | null): Promise<readonly Conversation[]>;
  unreadCount(): number;
  clearUnreadCount(id: string, o?: { seq?: number }): Promise<void>;
  /** Hides it, with all that is unread, until the next message. */
  remove(id: string): Promise<void>;
  pin(id: string, on: boolean): Promise<void>;
  mute(id: string, on: boolean): Promise<void>;
  hide(id: string): Promise<void>;
  show(id: string): Promise<void>;
  /** Kept here at once, on the server after a pause. */
  setDraft(id: string, text: string): Promise<void>;
  /** The unsent text: mine here, else the one that another device left. */
  getDraft(id: string): Promise<string>;
  /** The group's notice has been read. */
  noticeRead(id: string): Promise<void>;
  open(id: string, at?: Jump): Timeline;
  close(): void;
}

export interface MessageApi {
  send(to: Target, draft: Draft): Pending;
  resend(unique_id: string): Promise<void>;
  discard(unique_id: string): Promise<void>;
  revoke(id: string): Promise<void>;
  /** For me alone. */
  remove(id: string): Promise<void>;
  forward(o: {
    msgIds: string[];
    to_uids?: string[];
    group_ids?: string[];
    merge?: boolean;
  }): Promise<{ conversation_id: string; _id: string; seq: number }[]>;
  readers(id: string, o?: PageOptions): Promise<Readers & { hasMore: boolean; cursor?: string }>;
  search(o: { keyword: string; conversation_id?: string }): AsyncIterableIterator<Message[]>;
  byId(conversation_id: string, ids: string[]): Promise<Message[]>;
  /** In the cache only. */
  cached(id: string): Promise<Message | undefined>;
  /** The file of a message on its way, to show it. */
  pendingFile(unique_id: string, n?: number): Promise<FileRef | undefined>;
}

export interface NotificationFilter {
  type?: string | string[];
  excludeType?: string | string[];
}
export interface NotificationApi {
  get(o?: NotificationFilter): Promise<readonly Notification[]>;
  loadMore(o?: NotificationFilter): Promise<readonly Notification[]>;
  unreadCount(o?: NotificationFilter): number;
  markRead(id: string): Promise<void>;
  /** Also answers the invite or the request to join that it tells of. */
  answer(id: string, answer: 'confirm' | 'cancel'): Promise<void>;
  /** What the platform shows. */
  clear(): void;
}

export interface FriendApi {
  get(): Promise<readonly Friend[]>;
  loadMore(o?: { friend_uid?: string }): Promise<readonly Friend[]>;
  remove(o: { friend_uid: string }): Promise<void>;
  invite(to_uid: string, message?: string): Promise<{ _id: string }>;
  invites(o?: PageOptions & { state?: RequestState }): Promise<Paging<FriendInvite>>;
  answerInvite(id: string, accept: boolean): Promise<void>;
  setMark(friend_uid: string, o: { mark?: string; class_name?: string }): Promise<void>;
  block(uid: string): Promise<void>;
  unblock(uid: string): Promise<void>;
  blocked(o?: PageOptions): Promise<Paging<BlockedUser>>;
}

export interface GroupFields {
  name?: string;
  introduction?: string;
  notification?: string;
  avatar_file?: AvatarFile;
  join_option?: JoinOption;
  mute_all_members?: boolean;
}
export interface GroupApi {
  get(): Promise<readonly GroupMembership[]>;
  loadMore(o?: { group_id?: string }): Promise<readonly GroupMembership[]>;
  /** Leaves it. */
  remove(o: { group_id: string }): Promise<void>;
  create(o: {
    user_ids: string[];
    groupInfo?: Pick<GroupFields, 'name' | 'introduction' | 'avatar_file' | 'join_option'>;
  }): Promise<{
    group_id: string;
    blocked_user_ids?: string[];
  }>;
  add(group_id: string, user_ids: string[]): Promise<{ duplicate_user_ids?: string[]; blocked_user_ids?: string[] }>;
  members(group_id: string, o?: PageOptions & { keyword?: string; user_id?: string }): Promise<Paging<GroupMember>>;
  search(keyword: string, o?: PageOptions): Promise<Paging<FoundGroup>>;
  join(group_id: string, message?: string): Promise<{ joined: boolean }>;
  joins(o?: PageOptions & { group_id?: string; state?: RequestState }): Promise<Paging<GroupJoin>>;
  answerJoin(id: string, accept: boolean): Promise<void>;
  update(group_id: string, fields: GroupFields): Promise<void>;
  setAvatar(group_id: string, file: FileRef): Promise<void>;
  setRole(group_id: string, user_id: string, admin: boolean): Promise<void>;
  setMute(group_id: string, user_id: string, muted: boolean): Promise<void>;
  expel(group_id: string, user_ids: string[]): Promise<void>;
  transfer(group_id: string, user_id: string): Promise<void>;
  dissolve(group_id: string): Promise<void>;
}

export interface PeopleApi {
  /** From `state.usersInfo`, else asked for together with others. Unknown ones are missing in the result. */
  get(ids: string[]): Promise<Profile[]>;
  search(keyword: string, o?: PageOptions): Promise<Paging<Profile>>;
  list(o?: PageOptions): Promise<Paging<Profile>>;
  presence(ids: string[]): Promise<Presence[]>;
}

export interface MeApi {
  get(): Promise<Me>;
  update(o: Params<'updateMyInfo'>): Promise<void>;
  setAvatar(file: FileRef): Promise<void>;
  devices(): Promise<Device[]>;
  signOutDevice(device_id: string): Promise<void>;
}

export interface Confab {
  readonly state: State;
  /** uid, while someone is signed in. */
  readonly uid: string | null;
  login(token: Token): Promise<Me>;
  /** Goes on with the token that this installation kept, else with `getToken('missing')`; null if there is none. */
  resume(): Promise<Me | null>;
  /** Ends the session here; with `all`, on all devices. Rejects with `unsent` if messages wait, unless `discardUnsent`. */
  logout(o?: { all?: boolean; keepCache?: boolean; discardUnsent?: boolean }): Promise<void>;
  /** Lets go of everything; nothing is lost. */
  close(): Promise<void>;
  /** Connects again after `replaced`. */
  takeOver(): void;
  call<M extends Method>(m: M, p: Params<M>, o?: { signal?: AbortSignal; timeoutMs?: number }): Promise<Reply<M>>;
  on<E extends keyof Events>(e: E, f: (x: Events[E]) => void): () => void;
  /** `f` is called with the selected part, once per microtask, when it has changed. */
  subscribe<T>(select: (s: State) => T, f: (x: T) => void): () => void;
  /** The server's time, as far as known. */
  readonly clock: { now(): number };
  readonly conversation: ConversationApi;
  readonly message: MessageApi;
  readonly notification: NotificationApi;
  readonly friend: FriendApi;
  readonly group: GroupApi;
  readonly people: PeopleApi;
  readonly me: MeApi;
  /** Adds profiles to `state.usersInfo`. */
  mergeUsersInfo(users: Record<string, Profile>): void;
  /** Bytes of the cache and how to empty it; outbox, marks and drafts stay. */
  readonly cache: { clear(): Promise<void>; messages(): Promise<number> };
}
