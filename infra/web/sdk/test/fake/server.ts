import type { ApiConversation, GoneConversation, Message } from '../../src/api/types.js';
import { ids } from '../../src/text/ids.js';
import { Talks, type Side, type Talk } from './talks.js';

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
export class FakeServer extends Talks {
  /** Delivers to the devices of a user, but not to this one. */
  push: (uid: string, payload: unknown, notTo?: string) => void = () => undefined;
  calls: string[] = [];

  handle(method: string, p: P, by: Caller): object {
    this.calls.push(method);
    const f = (this as unknown as Record<string, ((p: P, by: Caller) => object) | undefined>)[`do_${method}`];
    if (!f) throw new Refusal(404, 'method-not-found');
    const reply = f.call(this, p, by) as { data?: unknown };
    return { errCode: 0, errMsg: '', ...('data' in reply ? reply : { data: reply }) };
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
