/** The objects of the API, as docs/api/objects.md describes them. `infra/web/check` compares them with docs/openapi.yaml. */

export interface AvatarFile {
  name?: string;
  extname?: string;
  url?: string;
}

/** What everyone sees of a user. */
export interface Profile {
  _id: string;
  nickname: string;
  avatar_file?: AvatarFile;
}

/** What I see of myself. */
export interface Me extends Profile {
  username?: string;
  email?: string;
  mobile?: string;
  gender?: 0 | 1 | 2;
  register_date?: number;
  role: string[];
  presence?: 'hidden';
}

export interface ImageBody {
  url: string;
  thumb?: string;
  width?: number;
  height?: number;
  size?: number;
  name?: string;
  sticker?: boolean;
}
export interface SoundBody {
  url: string;
  /** Length in milliseconds. */
  time?: number;
}
export interface VideoBody extends ImageBody {
  time?: number;
}
export interface FileBody {
  url: string;
  name?: string;
  size?: number;
}
export interface LocationBody {
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
}
export interface HistoryBody {
  title: string;
  msgList: unknown[];
}
export interface CardBody {
  user_id: string;
  nickname?: string;
  avatar_file?: AvatarFile;
}

/** The body of each type of message, as a well-meaning sender fills it. What others sent may be anything: check before use. */
export interface Bodies {
  text: string;
  code: string;
  image: string | ImageBody;
  sound: SoundBody;
  video: VideoBody;
  file: FileBody;
  location: LocationBody;
  'rich-text': unknown[];
  history: HistoryBody;
  'userinfo-card': CardBody;
}
export type MessageType = keyof Bodies | 'system';

/** A stored message. `body` is what the sender sent: of any form. */
export interface Message {
  _id: string;
  conversation_id: string;
  /** 1, 2, 3… within the conversation, without gaps, in the order stored. */
  seq: number;
  type: MessageType | (string & {});
  body: unknown;
  from_uid: string;
  to_uid?: string;
  group_id?: string;
  create_time: number;
  update_time: number;
  is_read: boolean;
  is_revoke: boolean;
  appid: string;
  unique_id?: string;
  client_create_time?: number;
  about_msg_id?: string;
  call_uid?: string[];
  action?: string;
  /** The body is shortened: `message.byId` reads the whole message. */
  LongMsg?: true;
}

export type JoinOption = 'needPermission' | 'freeAccess' | 'disableApply';

export interface GroupInfo {
  _id: string;
  user_id: string;
  name: string;
  introduction: string;
  notification?: { content: string; create_time: number };
  avatar_file?: AvatarFile;
  join_option: JoinOption;
  mute_all_members: boolean;
  type?: string;
  ext?: unknown;
}

export interface ApiConversation {
  _id: string;
  id: string;
  type: 1 | 2;
  user_id: string;
  friend_uid?: string;
  group_id?: string;
  unread_count: number;
  mentioned_seq?: number;
  last_msg_note?: string;
  update_time: number;
  create_time: number;
  pinned: boolean;
  mute: boolean;
  hidden: boolean;
  leave: boolean;
  has_unread_group_notification?: boolean;
  draft?: string;
  draft_time?: number;
  last_seq?: number;
  read_seq?: number;
  peer_read_seq?: number;
  delete_no?: number;
  change_time?: number;
  msgList: Message[];
  user_info?: Profile[];
  group_info?: GroupInfo[];
}

export interface GoneConversation {
  id: string;
  gone: true;
  change_time: number;
}

export interface Friend {
  _id: string;
  friend_uid: string;
  mark: string;
  class_name: string;
  create_time: number;
  user_info: Profile[];
}

/** 0 waiting, 100 accepted, −100 refused. */
export type RequestState = 0 | 100 | -100;

export interface FriendInvite {
  _id: string;
  from_uid: string;
  to_uid: string;
  message: string;
  state: RequestState;
  creat_time: number;
  update_time: number;
  user_info: Profile[];
}

export interface GroupJoin {
  _id: string;
  group_id: string;
  user_id: string;
  message: string;
  state: RequestState;
  creat_time: number;
  update_time: number;
  user_info: Profile[];
}

/** A group that I am in. */
export interface GroupMembership {
  group_id: string;
  user_id: string;
  role: string[];
  mute_type: 0 | 1;
  create_time: number;
  group_info: GroupInfo[];
}

export interface GroupMember {
  _id: string;
  group_id: string;
  user_id: string;
  role: string[];
  mute_type: 0 | 1;
  create_time: number;
  active_time: number;
  user_info: Profile[];
}

export interface FoundGroup {
  _id: string;
  name: string;
  avatar_file?: AvatarFile;
  introduction: string;
  join_option: JoinOption;
}

export interface NotificationPayload {
  type?: string;
  subType?: string;
  unique?: string;
  avatar_file?: AvatarFile;
  confirmText?: string;
  cancelText?: string;
  state?: false | 'confirm' | 'cancel';
  data?: Record<string, unknown>;
  [other: string]: unknown;
}

export interface Notification {
  _id: string;
  user_id: string;
  title: string;
  content: string;
  payload: NotificationPayload;
  is_read: boolean;
  create_time: number;
  sound?: string;
  open_url?: string;
  path?: string;
}

export interface Device {
  device_id: string;
  appid?: string;
  platform?: string;
  channel?: string;
  online: boolean;
  last_time?: number;
  current: boolean;
}

export interface Presence {
  _id: string;
  online: boolean;
  platforms: string[];
  last_time?: number;
}

export interface BlockedUser extends Profile {
  create_time: number;
}

export interface Readers {
  read_count: number;
  unread_count: number;
  read: (Profile & { time: number })[];
  unread: Profile[];
}

/** Where and how a file is to be uploaded. */
export interface Upload {
  method: 'PUT' | 'POST';
  url: string;
  headers?: Record<string, string>;
  fields?: Record<string, string>;
}

export interface Token {
  token: string;
  /** When it ends, epoch milliseconds. */
  tokenExpired: number;
}

/** Who a message is for: a user or a group. */
export type Target = { to_uid: string; group_id?: undefined } | { group_id: string; to_uid?: undefined };
