import type {
  ApiConversation,
  AvatarFile,
  BlockedUser,
  Device,
  FoundGroup,
  Friend,
  FriendInvite,
  GoneConversation,
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
  Token,
  Upload,
} from './types.js';

interface Paged {
  limit?: number;
  cursor?: string;
}
type To = { to_uid?: string; group_id?: string };
type Nothing = Record<string, never>;

/** What comes beside `data`. */
export interface Envelope<D> {
  errCode: 0;
  errMsg: string;
  data: D;
  newToken?: Token;
}
export interface Page<T> extends Envelope<T[]> {
  hasMore: boolean;
  nextCursor?: string;
}
interface Issued {
  errCode: 0;
  errMsg: string;
  uid: string;
  newToken: Token;
}

/** Every method that a client calls: what goes in, and the whole reply. */
export interface Methods {
  sendMsg: {
    in: To & {
      type: string;
      body: unknown;
      appId?: string;
      unique_id?: string;
      isRetries?: boolean;
      about_msg_id?: string;
      call_uid?: string[];
      client_create_time?: number;
    };
    out: Envelope<{ _id: string; create_time: number; conversation_id: string; seq: number }>;
  };
  getMsgList: {
    in: Paged & {
      conversation_id: string;
      _id?: string;
      _ids?: string[];
      afterSeq?: number;
      beforeSeq?: number;
      minCreateTime?: number;
      maxCreateTime?: number;
      minUpdateTime?: number;
    };
    out: Page<Message>;
  };
  revokeMsg: { in: { msgId: string }; out: Envelope<Nothing> };
  deleteMsg: { in: { msgId: string }; out: Envelope<Nothing> };
  searchMsg: { in: Paged & { keyword: string; conversation_id?: string }; out: Page<Message> };
  getMsgReaders: {
    in: Paged & { msgId: string };
    out: Envelope<Readers> & { hasMore: boolean; nextCursor?: string };
  };
  forwardMsg: {
    in: {
      msgIds: string[];
      to_uids?: string[];
      group_ids?: string[];
      merge?: boolean;
      appId?: string;
      unique_id?: string;
    };
    out: Envelope<{ conversation_id: string; _id: string; seq: number }[]>;
  };
  getUploadUrl: {
    in: { conversation_id?: string; purpose?: 'avatar'; name: string; size: number; contentType?: string };
    out: Envelope<{ upload: Upload; url: string; contentType: string }>;
  };
  getConversationList: {
    in: Paged & {
      maxUpdateTime?: number;
      page?: number;
      conversation_id?: string;
      conversation_ids?: string[];
      minChangeTime?: number;
    };
    out: Page<ApiConversation | GoneConversation> & { unread_total: number; time: number };
  };
  createConversation: { in: To; out: Envelope<ApiConversation> };
  updateConversation: {
    in: {
      conversation_id: string;
      pinned?: boolean;
      mute?: boolean;
      hidden?: boolean;
      draft?: string;
      has_unread_group_notification?: false;
    };
    out: Envelope<Nothing>;
  };
  clearUnreadCount: { in: { conversation_id: string; seq?: number }; out: Envelope<Nothing> };
  removeConversation: { in: { conversation_id: string }; out: Envelope<Nothing> };
  getFriendList: { in: Paged & { friend_uid?: string }; out: Page<Friend> };
  updateFriend: { in: { friend_uid: string; mark?: string; class_name?: string }; out: Envelope<Nothing> };
  removeFriend: { in: { friend_uid: string }; out: Envelope<Nothing> };
  addFriendInvite: { in: { to_uid: string; message?: string }; out: Envelope<{ _id: string }> };
  getFriendInviteList: { in: Paged & { state?: RequestState }; out: Page<FriendInvite> };
  handleFriendInvite: { in: { _id: string; state: 100 | -100 }; out: Envelope<Nothing> };
  chooseUserIntoGroup: {
    in: {
      group_id?: string;
      user_ids: string[];
      groupInfo?: { name?: string; introduction?: string; avatar_file?: AvatarFile; join_option?: JoinOption };
      unique_id?: string;
    };
    out: Envelope<{ group_id: string; duplicate_user_ids?: string[]; blocked_user_ids?: string[] }>;
  };
  getGroupList: { in: Paged & { group_id?: string }; out: Page<GroupMembership> };
  getGroupMemberList: {
    in: Paged & { group_id: string; user_id?: string; keyword?: string };
    out: Page<GroupMember>;
  };
  updateGroup: {
    in: {
      group_id: string;
      name?: string;
      introduction?: string;
      notification?: string;
      avatar_file?: AvatarFile;
      join_option?: JoinOption;
      mute_all_members?: boolean;
    };
    out: Envelope<Nothing>;
  };
  updateGroupMember: {
    in: { group_id: string; user_id: string; role?: 'admin'[]; mute_type?: 0 | 1 };
    out: Envelope<Nothing>;
  };
  transferGroup: { in: { group_id: string; user_id: string }; out: Envelope<Nothing> };
  removeGroupMember: { in: { group_id: string; user_ids?: string[] }; out: Envelope<Nothing> };
  dissolveGroup: { in: { group_id: string }; out: Envelope<Nothing> };
  joinGroup: { in: { group_id: string; message?: string }; out: Envelope<{ state: 0 | 100; _id?: string }> };
  handleGroupJoin: { in: { _id: string; state: 100 | -100 }; out: Envelope<Nothing> };
  getGroupJoinList: { in: Paged & { group_id?: string; state?: RequestState }; out: Page<GroupJoin> };
  searchGroups: { in: Paged & { keyword: string }; out: Page<FoundGroup> };
  getNotificationList: {
    in: Paged & { type?: string | string[]; excludeType?: string | string[] };
    out: Page<Notification> & { unreadCount: number };
  };
  updateNotification: {
    in: { _id: string; is_read?: boolean; state?: 'confirm' | 'cancel' };
    out: Envelope<Nothing>;
  };
  searchUsers: { in: Paged & { keyword: string }; out: Page<Profile> };
  getUserList: { in: Paged; out: Page<Profile> };
  getUsersInfo: {
    in: { user_ids: string[]; cursor?: string };
    out: Page<Profile>;
  };
  getPresence: { in: { user_ids: string[] }; out: Envelope<Presence[]> };
  getMyInfo: { in: Nothing; out: Envelope<Me> };
  updateMyInfo: {
    in: { nickname?: string; avatar_file?: AvatarFile; gender?: 0 | 1 | 2; presence?: 'visible' | 'hidden' };
    out: Envelope<Nothing>;
  };
  blockUser: { in: { user_id: string }; out: Envelope<Nothing> };
  unblockUser: { in: { user_id: string }; out: Envelope<Nothing> };
  getBlockList: { in: Paged; out: Page<BlockedUser> };
  getMyDevices: { in: Nothing; out: Envelope<Device[]> };
  signOutDevice: { in: { device_id: string }; out: Envelope<Nothing> };
  getPushKey: { in: Nothing; out: Envelope<{ publicKey?: string }> };
  setPushCid: {
    in: {
      pushClientId?: string;
      channel?: 'websocket' | 'sns' | 'unipush' | 'webpush';
      endpoint?: string;
      platform?: string;
    };
    out: Envelope<Nothing>;
  };
  refreshToken: { in: Nothing; out: Issued };
  logout: { in: { all?: boolean }; out: Envelope<Nothing> };
}
export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M]['in'];
export type Reply<M extends Method> = Methods[M]['out'];
