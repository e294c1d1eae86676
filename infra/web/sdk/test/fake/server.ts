import type { ApiConversation, GoneConversation, Message } from '../../src/api/types.js';
import { ids } from '../../src/text/ids.js';
import { Groups, Refusal, type Caller, type P } from './groups.js';
import type { Side, Talk } from './talks.js';

export { Refusal, type Caller };

/** A Confab of the tests: sections 3, 4 and 9 of the contract, as far as a client sees them. test/contract/drift.test.ts compares it with the system. */
export class FakeServer extends Groups {
  calls: string[] = [];

  handle(method: string, p: P, by: Caller): object {
    this.calls.push(method);
    const f = (this as unknown as Record<string, ((p: P, by: Caller) => object) | undefined>)[`do_${method}`];
    if (!f) throw new Refusal(404, 'method-not-found');
    const reply = f.call(this, p, by) as { data?: unknown };
    return { errCode: 0, errMsg: '', ...('data' in reply ? reply : { data: reply }) };
  }

  private single(uid: string, other: string, both: boolean): Talk {
    const talk = this.talk(ids.single(uid, other), both ? [uid, other] : [uid]);
    talk.pair = [uid, other];
    return talk;
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
    const { type, body, unique_id, client_create_time, about_msg_id } = p;
    const to_uid = String(p.to_uid);
    const group = typeof p.group_id === 'string' ? this.group(p.group_id, by) : undefined;
    if (!group && !this.users.includes(to_uid)) throw new Refusal(404, 'user-not-found');
    const quoted = about_msg_id === undefined ? undefined : this.byId.get(String(about_msg_id));
    if (about_msg_id !== undefined && quoted?.conversation_id !== (group?.id ?? ids.single(by.uid, to_uid)))
      throw new Refusal(404, 'msg-not-found');
    const talk = group ?? this.single(by.uid, to_uid, true);
    const isHere = (uid: string) => talk.sides.has(uid) && talk.sides.get(uid)?.left === undefined;
    const mentioned = (p.call_uid as string[] | undefined)?.filter(isHere) ?? [];
    const call_uid = mentioned.length > 0 ? mentioned : undefined;
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
    const mine = (m: Message) => !side.deleted.has(m._id);
    let all = [...talk.messages];
    if (Array.isArray(p._ids)) {
      const found = [...new Set(p._ids as string[])].flatMap((id) => all.filter(mine).find((m) => m._id === id) ?? []);
      return { data: found.map((m) => this.out(m)), hasMore: false };
    }
    if (p.afterSeq !== undefined) all = all.filter((m) => m.seq > Number(p.afterSeq));
    else if (p.minCreateTime !== undefined) all = all.filter((m) => m.create_time > Number(p.minCreateTime));
    else if (p.minUpdateTime !== undefined) {
      all = all
        .filter((m) => m.update_time >= Number(p.minUpdateTime))
        .sort((a, b) => a.update_time - b.update_time || a.seq - b.seq);
    } else all = all.filter((m) => m.seq < Number(p.beforeSeq ?? Infinity)).reverse();
    // Those that I deleted are left out of a page, but may still make the server say that there is more.
    const rest = all.slice(Number(p.cursor ?? 0));
    const data = rest.filter(mine).slice(0, limit);
    const next = all.indexOf(data[data.length - 1] as Message) + 1;
    const hasMore = data.length === limit && next < all.length;
    return { data: data.map((m) => this.out(m)), hasMore, ...(hasMore && { nextCursor: String(next) }) };
  }

  /** A message that I may see, or 404. */
  private seen(p: P, by: Caller): { m: Message; talk: Talk; side: Side } {
    const m = this.byId.get(String(p.msgId));
    const talk = m && this.talks.get(m.conversation_id);
    const side = talk?.sides.get(by.uid);
    if (!m || !talk || !side || side.left !== undefined) throw new Refusal(404, 'msg-not-found');
    return { m, talk, side };
  }

  do_revokeMsg(p: P, by: Caller): object {
    const { m, talk } = this.seen(p, by);
    const may = m.from_uid === by.uid || talk.creator === by.uid;
    if (!may || m.type === 'system') throw new Refusal(403, 'no-permission');
    if (m.is_revoke) return {};
    m.is_revoke = true;
    m.update_time = Math.max(this.now(), ...talk.messages.map((x) => x.update_time + 1));
    this.moved(talk);
    const data = {
      msg_id: m._id,
      create_time: m.create_time,
      conversation_id: talk.id,
      user_id: by.uid,
      ...(talk.group_id !== undefined && { group_id: talk.group_id }),
    };
    this.tell(talk, () => ({ type: 'uni-im-revoke-msg', data }), by);
    return {};
  }

  do_deleteMsg(p: P, by: Caller): object {
    const { m, side } = this.seen(p, by);
    if (side.deleted.has(m._id)) return {};
    side.deleted.add(m._id);
    side.delete_no++;
    this.moved(side);
    this.control(by, m.conversation_id);
    return {};
  }

  do_clearUnreadCount(p: P, by: Caller): object {
    const { talk, side } = this.mine(p, by);
    const seq = Math.min(Number(p.seq ?? talk.messages.length), talk.messages.length);
    if (seq <= side.read) return {};
    const from = side.read;
    side.read = seq;
    this.moved(side);
    const read = talk.messages.slice(from, seq);
    const group = talk.group_id !== undefined;
    const wasUnread = (m: Message) =>
      m.type !== 'system' && (group || (m.from_uid !== by.uid && !m.is_revoke && !side.deleted.has(m._id)));
    if (!read.some(wasUnread)) return {};
    this.push(by.uid, { type: 'clear-conversation-unreadCount', data: { conversation_id: talk.id, seq } }, by.deviceId);
    if (!group) {
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
        : this.single(by.uid, other, false);
    const side = this.side(talk, by.uid);
    side.hidden = false;
    this.moved(side);
    this.control(by, talk.id);
    return { data: this.conversation(talk, by.uid) };
  }

  do_getConversationList(p: P, by: Caller): object {
    const time = this.now();
    const limit = Math.min(Number(p.limit ?? 500), 500);
    let data = [...this.talks.values()].filter((t) => t.sides.has(by.uid)).map((t) => this.conversation(t, by.uid));
    const live = (c: ApiConversation | GoneConversation): c is ApiConversation => !('gone' in c);
    if (Array.isArray(p.conversation_ids)) {
      data = [...new Set(p.conversation_ids as string[])].flatMap(
        (id) => data.find((c) => c.id === id && live(c)) ?? [],
      );
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

  do_getMyInfo(_p: P, by: Caller): object {
    return { data: { ...this.profile(by.uid), role: [] } };
  }

  do_getUsersInfo(p: P): object {
    const data = [...new Set(p.user_ids as string[])]
      .filter((uid) => this.users.includes(uid))
      .map((uid) => this.profile(uid));
    return { data, hasMore: false };
  }

  /** Pairs of friends, as the tests wish. */
  readonly friends: [string, string][] = [];

  do_getFriendList(_p: P, by: Caller): object {
    const others = this.friends.filter((pair) => pair.includes(by.uid)).map(([a, b]) => (a === by.uid ? b : a));
    const data = others.map((uid) => ({
      _id: `${by.uid}-${uid}`,
      friend_uid: uid,
      mark: '',
      class_name: '',
      create_time: 1,
      user_info: [this.profile(uid)],
    }));
    return { data, hasMore: false };
  }

  do_removeFriend(p: P, by: Caller): object {
    const at = this.friends.findIndex((pair) => pair.includes(by.uid) && pair.includes(String(p.friend_uid)));
    if (at < 0) throw new Refusal(403, 'not-friend');
    this.friends.splice(at, 1);
    return {};
  }

  do_getNotificationList(): object {
    return { data: [], hasMore: false, unreadCount: 0 };
  }

  do_logout(): object {
    return {};
  }
}
