import type { ApiConversation, GoneConversation, Message, Profile } from '../../src/api/types.js';
import { ids } from '../../src/text/ids.js';
import { noteOf } from '../../src/text/note.js';

/** What one user has of one conversation. */
interface Side {
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
  /** Left or expelled then. */
  left?: number;
}
interface Talk {
  id: string;
  group_id?: string;
  messages: Message[];
  sides: Map<string, Side>;
  change: number;
  update_time: number;
}
export interface Caller {
  uid: string;
  deviceId: string;
  appId: string;
}
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string | number,
  ) {
    super(`${String(code)} refused`);
  }
}
type P = Record<string, unknown>;

/** A Confab of the tests: sections 3, 4 and 9 of the contract, as far as a client sees them. The contract tests run against it, too. */
export class FakeServer {
  readonly talks = new Map<string, Talk>();
  readonly groups = new Map<string, string[]>();
  private readonly byUnique = new Map<string, Message>();
  private readonly byId = new Map<string, Message>();
  private number = 0;
  /** Delivers to the devices of a user, but not to this one. */
  push: (uid: string, payload: unknown, notTo?: string) => void = () => undefined;
  calls: string[] = [];

  constructor(
    readonly users: string[],
    private readonly now: () => number,
  ) {}

  handle(method: string, p: P, by: Caller): object {
    this.calls.push(method);
    const f = (this as unknown as Record<string, ((p: P, by: Caller) => object) | undefined>)[`do_${method}`];
    if (!f) throw new Refusal(404, 'method-not-found');
    const reply = f.call(this, p, by) as { data?: unknown };
    return { errCode: 0, errMsg: '', ...('data' in reply ? reply : { data: reply }) };
  }

  profile(uid: string): Profile {
    return { _id: uid, nickname: uid };
  }

  private side(talk: Talk, uid: string): Side {
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
      };
      talk.sides.set(uid, side);
    }
    return side;
  }

  private talk(id: string, uids: string[], group_id?: string): Talk {
    let talk = this.talks.get(id);
    if (!talk) {
      talk = { id, group_id, messages: [], sides: new Map(), change: this.now(), update_time: this.now() };
      this.talks.set(id, talk);
    }
    for (const uid of uids) this.side(talk, uid);
    return talk;
  }

  /** A conversation of mine, or 403. */
  private mine(p: P, by: Caller): { talk: Talk; side: Side } {
    const talk = this.talks.get(String(p.conversation_id));
    const side = talk?.sides.get(by.uid);
    if (!talk || !side || side.left !== undefined) {
      throw new Refusal(403, String(p.conversation_id).startsWith('group_') ? 'not-group-member' : 'no-permission');
    }
    return { talk, side };
  }

  private moved(x: { change: number }): void {
    x.change = Math.max(x.change + 1, this.now());
  }

  private store(talk: Talk, by: string, more: Partial<Message>): Message {
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

  private tell(
    talk: Talk,
    payload: (uid: string) => unknown,
    except?: { uid: string; deviceId: string },
    also: string[] = [],
  ): void {
    for (const [uid, side] of talk.sides) {
      if (side.left !== undefined && !also.includes(uid)) continue;
      this.push(uid, payload(uid), uid === except?.uid ? except.deviceId : undefined);
    }
  }

  /** As it leaves: masked when revoked, shortened in a push. */
  private out(m: Message, form: 'list' | 'push' = 'list'): Message {
    const copy = { ...m };
    if (m.is_revoke) copy.body = '[消息已撤回]';
    else if (form === 'push' && JSON.stringify(m.body).length > 250) {
      copy.body = String(m.body).slice(0, 50);
      copy.LongMsg = true;
    }
    return copy;
  }

  do_sendMsg(p: P, by: Caller): object {
    const key = `${by.uid}#${String(p.unique_id)}`;
    const there = p.unique_id !== undefined ? this.byUnique.get(key) : undefined;
    const answer = (m: Message) => ({
      _id: m._id,
      create_time: m.create_time,
      conversation_id: m.conversation_id,
      seq: m.seq,
    });
    if (there) return answer(there);
    let talk: Talk;
    if (typeof p.group_id === 'string') ({ talk } = this.mine({ conversation_id: ids.group(p.group_id) }, by));
    else {
      if (!this.users.includes(String(p.to_uid))) throw new Refusal(404, 'user-not-found');
      talk = this.talk(ids.single(by.uid, String(p.to_uid)), [by.uid, String(p.to_uid)]);
    }
    const { type, body, unique_id, client_create_time, about_msg_id, call_uid } = p;
    const more = JSON.parse(
      JSON.stringify({ type, body, unique_id, client_create_time, about_msg_id, call_uid }),
    ) as Partial<Message>;
    const m = this.store(talk, by.uid, { ...more, ...(talk.group_id === undefined && { to_uid: String(p.to_uid) }) });
    this.byUnique.set(key, m);
    this.tell(talk, () => ({ type: 'uni-im', data: this.out(m, 'push') }), by);
    return answer(m);
  }

  do_getMsgList(p: P, by: Caller): object {
    const { talk, side } = this.mine(p, by);
    const limit = Math.min(Number(p.limit ?? 30), 200);
    let all = talk.messages.filter((m) => !side.deleted.has(m._id));
    if (Array.isArray(p._ids)) {
      const found = (p._ids as string[]).flatMap((id) => all.find((m) => m._id === id) ?? []);
      return { data: found.map((m) => this.out(m)), hasMore: false };
    }
    if (p.afterSeq !== undefined) all = all.filter((m) => m.seq > Number(p.afterSeq));
    else if (p.minCreateTime !== undefined) all = all.filter((m) => m.create_time > Number(p.minCreateTime));
    else if (p.minUpdateTime !== undefined) {
      all = all
        .filter((m) => m.update_time >= Number(p.minUpdateTime))
        .sort((a, b) => a.update_time - b.update_time || a.seq - b.seq);
    } else all = all.filter((m) => m.seq < Number(p.beforeSeq ?? Infinity)).reverse();
    const from = Number(p.cursor ?? 0);
    const data = all.slice(from, from + limit).map((m) => this.out(m));
    const hasMore = all.length > from + limit;
    return { data, hasMore, ...(hasMore && { nextCursor: String(from + limit) }) };
  }

  do_revokeMsg(p: P, by: Caller): object {
    const m = this.byId.get(String(p.msgId));
    const talk = m && this.talks.get(m.conversation_id);
    if (!m || !talk || !talk.sides.has(by.uid)) throw new Refusal(404, 'msg-not-found');
    if (m.from_uid !== by.uid || m.type === 'system') throw new Refusal(403, 'no-permission');
    if (m.is_revoke) return {};
    m.is_revoke = true;
    m.update_time = Math.max(this.now(), ...talk.messages.map((x) => x.update_time + 1));
    this.moved(talk);
    const data = { msg_id: m._id, create_time: m.create_time, conversation_id: talk.id, user_id: by.uid };
    this.tell(talk, () => ({ type: 'uni-im-revoke-msg', data }), by);
    return {};
  }

  do_deleteMsg(p: P, by: Caller): object {
    const m = this.byId.get(String(p.msgId));
    if (!m) throw new Refusal(404, 'msg-not-found');
    const { side } = this.mine(m as unknown as P, by);
    if (side.deleted.has(m._id)) return {};
    side.deleted.add(m._id);
    side.delete_no++;
    this.moved(side);
    this.control(by, m.conversation_id);
    return {};
  }

  private control(by: Caller, conversation_id: string): void {
    this.push(
      by.uid,
      { type: 'uni-im-conversation-update', data: { conversation_id, change_time: this.now() } },
      by.deviceId,
    );
  }

  do_clearUnreadCount(p: P, by: Caller): object {
    const { talk, side } = this.mine(p, by);
    const seq = Math.min(Number(p.seq ?? talk.messages.length), talk.messages.length);
    if (seq <= side.read) return {};
    side.read = seq;
    this.moved(side);
    this.push(by.uid, { type: 'clear-conversation-unreadCount', data: { conversation_id: talk.id, seq } }, by.deviceId);
    if (talk.group_id === undefined) {
      for (const uid of talk.sides.keys()) {
        if (uid === by.uid) continue;
        this.moved(this.side(talk, uid));
        this.push(uid, {
          type: 'uni-im-msg-read',
          data: { conversation_id: talk.id, user_id: by.uid, seq, time: this.now() },
        });
      }
    }
    return {};
  }

  do_updateConversation(p: P, by: Caller): object {
    const { talk, side } = this.mine(p, by);
    for (const key of ['pinned', 'mute', 'hidden'] as const)
      if (typeof p[key] === 'boolean') side[key] = p[key] as boolean;
    if (typeof p.draft === 'string') {
      side.draft = p.draft;
      side.draft_time = this.now();
    }
    this.moved(side);
    this.control(by, talk.id);
    return {};
  }

  do_removeConversation(p: P, by: Caller): object {
    const { talk, side } = this.mine(p, by);
    side.hidden = true;
    side.removed = talk.messages.length;
    this.moved(side);
    this.control(by, talk.id);
    return {};
  }

  do_createConversation(p: P, by: Caller): object {
    const other = String(p.to_uid ?? '');
    const talk =
      typeof p.group_id === 'string'
        ? this.mine({ conversation_id: ids.group(p.group_id) }, by).talk
        : this.talk(ids.single(by.uid, other), [by.uid, other]);
    return { data: this.conversation(talk, by.uid) };
  }

  conversation(talk: Talk, uid: string): ApiConversation | GoneConversation {
    const side = this.side(talk, uid);
    if (side.left !== undefined) return { id: talk.id, gone: true, change_time: Math.max(side.change, talk.change) };
    const visible = talk.messages.filter((m) => !side.deleted.has(m._id));
    const newest = visible[visible.length - 1];
    const unread = visible.filter(
      (m) => m.seq > Math.max(side.read, side.removed) && m.from_uid !== uid && m.type !== 'system' && !m.is_revoke,
    );
    const friend = [...talk.sides.keys()].find((other) => other !== uid) ?? uid;
    const mentioned = unread.filter((m) => m.call_uid?.includes(uid) || m.call_uid?.includes('all')).pop()?.seq;
    return {
      _id: `${talk.id}#${uid}`,
      id: talk.id,
      type: talk.group_id === undefined ? 1 : 2,
      user_id: uid,
      ...(talk.group_id === undefined ? { friend_uid: friend } : { group_id: talk.group_id }),
      unread_count: unread.length,
      ...(mentioned !== undefined && { mentioned_seq: mentioned }),
      ...(newest && { last_msg_note: noteOf(newest) }),
      update_time: talk.update_time,
      create_time: side.create_time,
      pinned: side.pinned,
      mute: side.mute,
      hidden: side.hidden,
      leave: false,
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
            group_info: [
              {
                _id: talk.group_id,
                user_id: 'x',
                name: talk.group_id,
                introduction: '',
                join_option: 'freeAccess' as const,
                mute_all_members: false,
              },
            ],
          }),
    };
  }

  do_getConversationList(p: P, by: Caller): object {
    const time = this.now();
    const limit = Math.min(Number(p.limit ?? 500), 500);
    let data = [...this.talks.values()].filter((t) => t.sides.has(by.uid)).map((t) => this.conversation(t, by.uid));
    const live = (c: ApiConversation | GoneConversation): c is ApiConversation => !('gone' in c);
    if (Array.isArray(p.conversation_ids)) {
      data = (p.conversation_ids as string[]).flatMap((id) => data.find((c) => c.id === id && live(c)) ?? []);
    } else if (p.minChangeTime !== undefined) {
      const change = (c: ApiConversation | GoneConversation) => c.change_time ?? 0;
      data = data
        .filter((c) => change(c) >= Number(p.minChangeTime))
        .sort((a, b) => change(a) - change(b) || (a.id < b.id ? -1 : 1));
    } else {
      data = data.filter(live).filter((c) => !c.hidden);
      (data as ApiConversation[]).sort((a, b) => b.update_time - a.update_time);
    }
    const from = Number(p.cursor ?? 0);
    const hasMore = data.length > from + limit;
    return {
      data: data.slice(from, from + limit),
      hasMore,
      ...(hasMore && { nextCursor: String(from + limit) }),
      unread_total: 0,
      time,
    };
  }

  do_chooseUserIntoGroup(p: P, by: Caller): object {
    const group_id = typeof p.group_id === 'string' ? p.group_id : `g${++this.number}`;
    const uids = [...new Set([by.uid, ...(p.user_ids as string[])])];
    const talk = this.talk(ids.group(group_id), uids, group_id);
    for (const uid of uids) {
      const side = this.side(talk, uid);
      side.left = undefined;
      side.hidden = false;
      side.read = Math.max(side.read, talk.messages.length);
      this.moved(side);
    }
    const user_list = uids.map((uid) => this.profile(uid));
    this.system(talk, by.uid, 'join-group-notice', { user_list });
    return { data: { group_id } };
  }

  private system(talk: Talk, by: string, action: string, body: object, also: string[] = []): void {
    const m = this.store(talk, by, { type: 'system', action, body });
    this.tell(talk, () => ({ type: 'uni-im', data: this.out(m) }), undefined, also);
  }

  do_removeGroupMember(p: P, by: Caller): object {
    const { talk } = this.mine({ conversation_id: ids.group(String(p.group_id)) }, by);
    const gone = ((p.user_ids as string[] | undefined) ?? [by.uid]).filter(
      (uid) => talk.sides.get(uid) && talk.sides.get(uid)?.left === undefined,
    );
    for (const uid of gone) {
      const side = this.side(talk, uid);
      side.left = this.now();
      this.moved(side);
    }
    this.system(
      talk,
      by.uid,
      gone[0] === by.uid ? 'group-exit' : 'group-expel',
      { user_list: gone.map((uid) => this.profile(uid)) },
      gone,
    );
    return {};
  }

  do_getMyInfo(_p: P, by: Caller): object {
    return { data: { ...this.profile(by.uid), role: [] } };
  }

  do_getUsersInfo(p: P): object {
    return { data: (p.user_ids as string[]).filter((uid) => this.users.includes(uid)).map((uid) => this.profile(uid)) };
  }

  do_getFriendList(): object {
    return { data: [], hasMore: false };
  }

  do_getGroupList(p: P, by: Caller): object {
    const mine = [...this.talks.values()].filter(
      (t) => t.group_id !== undefined && t.sides.get(by.uid) && t.sides.get(by.uid)?.left === undefined,
    );
    const data = mine
      .filter((t) => p.group_id === undefined || t.group_id === p.group_id)
      .map((t) => ({ group_id: t.group_id, user_id: by.uid, role: [], mute_type: 0, create_time: 1, group_info: [] }));
    return { data, hasMore: false };
  }

  do_getNotificationList(): object {
    return { data: [], hasMore: false, unreadCount: 0 };
  }

  do_logout(): object {
    return {};
  }
}
