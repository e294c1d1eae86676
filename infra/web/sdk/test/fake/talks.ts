import type { ApiConversation, GoneConversation, GroupInfo, Message, Profile } from '../../src/api/types.js';
import { noteOf } from '../../src/text/note.js';

/** What one user has of one conversation. */
export interface Side {
  uid: string;
  read: number;
  removed: number;
  deleted: Set<string>;
  delete_no: number;
  pinned: boolean;
  mute: boolean;
  hidden: boolean;
  change: number;
  draft?: string;
  draft_time?: number;
  create_time: number;
  /** Became a member then, the last time. */
  joined: number;
  /** Left or expelled then. */
  left?: number;
}
export interface Talk {
  id: string;
  group_id?: string;
  /** The two of a single chat; each has a side as soon as they have seen it. */
  pair?: string[];
  /** Of a group. */
  creator?: string;
  name?: string;
  messages: Message[];
  sides: Map<string, Side>;
  change: number;
  update_time: number;
}
/** What the server of the tests stores, and how it leaves. */
export class Talks {
  readonly talks = new Map<string, Talk>();
  protected readonly byUnique = new Map<string, Message>();
  protected readonly byId = new Map<string, Message>();
  protected number = 0;

  constructor(
    readonly users: string[],
    protected readonly now: () => number,
  ) {}

  profile(uid: string): Profile {
    return { _id: uid, nickname: uid };
  }

  groupInfo(talk: Talk): GroupInfo {
    return {
      _id: talk.group_id ?? '',
      user_id: talk.creator ?? '',
      name: talk.name ?? '',
      introduction: '',
      join_option: 'freeAccess',
      mute_all_members: false,
    };
  }

  protected side(talk: Talk, uid: string): Side {
    let side = talk.sides.get(uid);
    if (!side) {
      const time = this.now();
      side = {
        uid,
        read: 0,
        removed: 0,
        deleted: new Set(),
        delete_no: 0,
        pinned: false,
        mute: false,
        hidden: false,
        change: time,
        create_time: time,
        joined: time,
      };
      talk.sides.set(uid, side);
    }
    return side;
  }

  protected talk(id: string, uids: string[], group_id?: string): Talk {
    let talk = this.talks.get(id);
    if (!talk) {
      talk = { id, group_id, messages: [], sides: new Map(), change: this.now(), update_time: this.now() };
      this.talks.set(id, talk);
    }
    for (const uid of uids) this.side(talk, uid);
    return talk;
  }

  protected moved(x: { change: number }): void {
    x.change = Math.max(x.change + 1, this.now());
  }

  protected store(talk: Talk, by: string, more: Partial<Message>): Message {
    const last = talk.messages[talk.messages.length - 1];
    const time = Math.max(this.now(), last?.create_time ?? 0);
    const m = {
      _id: `m${String(++this.number).padStart(6, '0')}`,
      conversation_id: talk.id,
      seq: talk.messages.length + 1,
      from_uid: by,
      create_time: time,
      update_time: Math.max(time, ...talk.messages.map((x) => x.update_time)),
      is_read: false,
      is_revoke: false,
      appid: 'demo',
      ...(talk.group_id !== undefined && { group_id: talk.group_id }),
      ...more,
    } as Message;
    talk.messages.push(m);
    talk.update_time = time;
    this.moved(talk);
    for (const side of talk.sides.values()) if (side.left === undefined) side.hidden = false;
    this.byId.set(m._id, m);
    return m;
  }

  /** As it leaves: masked when revoked, shortened in a push. */
  protected out(m: Message, form: 'list' | 'push' = 'list'): Message {
    const copy = { ...m };
    const reader = m.to_uid === undefined ? undefined : this.talks.get(m.conversation_id)?.sides.get(m.to_uid);
    if (reader && m.seq <= reader.read) copy.is_read = true;
    if (m.is_revoke) copy.body = '[消息已撤回]';
    else if (form === 'push' && JSON.stringify(m.body).length > 250) {
      copy.body = String(m.body).slice(0, 50);
      copy.LongMsg = true;
    }
    return copy;
  }

  conversation(talk: Talk, uid: string): ApiConversation | GoneConversation {
    const side = this.side(talk, uid);
    if (side.left !== undefined) return { id: talk.id, gone: true, change_time: Math.max(side.change, talk.change) };
    const visible = talk.messages.filter((m) => !side.deleted.has(m._id));
    const newest = visible[visible.length - 1];
    const unread = visible.filter(
      (m) => m.seq > Math.max(side.read, side.removed) && m.from_uid !== uid && m.type !== 'system' && !m.is_revoke,
    );
    const friend = talk.pair?.find((other) => other !== uid) ?? uid;
    const mentioned = unread.filter((m) => m.call_uid?.includes(uid) || m.call_uid?.includes('all')).pop()?.seq;
    return {
      _id: `${talk.id}#${uid}`,
      id: talk.id,
      type: talk.group_id === undefined ? 1 : 2,
      user_id: uid,
      ...(talk.group_id === undefined ? { friend_uid: friend } : { group_id: talk.group_id }),
      unread_count: unread.length,
      ...(mentioned !== undefined && { mentioned_seq: mentioned }),
      last_msg_note: newest ? noteOf(newest) : '',
      update_time: talk.update_time,
      create_time: side.create_time,
      pinned: side.pinned,
      mute: side.mute,
      hidden: side.hidden,
      leave: false,
      has_unread_group_notification: false,
      ...(side.draft && { draft: side.draft, draft_time: side.draft_time }),
      last_seq: talk.messages.length,
      read_seq: side.read,
      ...(talk.group_id === undefined && { peer_read_seq: talk.sides.get(friend)?.read ?? 0 }),
      delete_no: side.delete_no,
      change_time: Math.max(side.change, talk.change),
      msgList: newest ? [this.out(newest, 'push')] : [],
      ...(talk.group_id === undefined
        ? { user_info: [this.profile(friend)] }
        : {
            group_info: [this.groupInfo(talk)],
          }),
    };
  }
}
