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

export type P = Record<string, unknown>;

/** Who is told, and what members do to groups. */
export class Groups extends Talks {
  /** Delivers to the devices of a user, but not to this one. */
  push: (uid: string, payload: unknown, notTo?: string) => void = () => undefined;

  /** A conversation of mine, or 403. */
  protected mine(p: P, by: Caller): { talk: Talk; side: Side } {
    const talk = this.talks.get(String(p.conversation_id));
    const side = talk?.sides.get(by.uid);
    if (!talk || !side || side.left !== undefined) {
      throw new Refusal(403, String(p.conversation_id).startsWith('group_') ? 'not-group-member' : 'no-permission');
    }
    return { talk, side };
  }

  protected tell(
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

  protected control(by: Caller, conversation_id: string): void {
    this.push(
      by.uid,
      { type: 'uni-im-conversation-update', data: { conversation_id, change_time: this.now() } },
      by.deviceId,
    );
  }

  /** A group that the caller is in. */
  protected group(group_id: string, by: Caller): Talk {
    if (!this.talks.has(ids.group(group_id))) throw new Refusal(404, 'group-not-found');
    return this.mine({ conversation_id: ids.group(group_id) }, by).talk;
  }

  do_chooseUserIntoGroup(p: P, by: Caller): object {
    const asked = p.user_ids as string[];
    const there = typeof p.group_id === 'string' ? this.group(p.group_id, by) : undefined;
    const member = (uid: string) => there?.sides.has(uid) && there.sides.get(uid)?.left === undefined;
    const known = asked.filter(member);
    const uids = there ? asked.filter((uid) => !member(uid)) : [...new Set([by.uid, ...asked])];
    if (there && uids.length === 0) throw new Refusal(409, 'duplicate-member');
    const group_id = there?.group_id ?? `g${++this.number}`;
    const talk = this.talk(ids.group(group_id), uids, group_id);
    talk.creator ??= by.uid;
    talk.name ??= uids.join(' ').slice(0, 30);
    for (const uid of uids) {
      const side = this.side(talk, uid);
      side.left = undefined;
      side.joined = this.now();
      side.hidden = false;
      side.read = Math.max(side.read, talk.messages.length);
      this.moved(side);
    }
    const user_list = uids.map((uid) => this.profile(uid));
    this.system(talk, by.uid, 'join-group-notice', { user_list });
    return { data: { group_id, ...(known.length > 0 && { duplicate_user_ids: known }) } };
  }

  private system(talk: Talk, by: string, action: string, body: object, also: string[] = []): void {
    const m = this.store(talk, by, { type: 'system', action, body });
    this.tell(talk, () => ({ type: 'uni-im', data: this.out(m) }), undefined, also);
  }

  do_removeGroupMember(p: P, by: Caller): object {
    const talk = this.group(String(p.group_id), by);
    const leaving = p.user_ids === undefined || (p.user_ids as string[]).every((uid) => uid === by.uid);
    if (leaving ? talk.creator === by.uid : talk.creator !== by.uid) throw new Refusal(403, 'no-permission');
    const gone = ((p.user_ids as string[] | undefined) ?? [by.uid]).filter(
      (uid) => talk.sides.get(uid) && talk.sides.get(uid)?.left === undefined,
    );
    if (gone.length === 0) throw new Refusal(404, 'user-not-found');
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

  do_getGroupList(p: P, by: Caller): object {
    const mine = [...this.talks.values()].flatMap((talk) => {
      const side = talk.sides.get(by.uid);
      const wanted = talk.group_id !== undefined && (p.group_id === undefined || talk.group_id === p.group_id);
      return side && side.left === undefined && wanted ? [{ talk, side }] : [];
    });
    const data = mine
      .sort((a, b) => b.side.joined - a.side.joined)
      .map(({ talk, side }) => ({
        group_id: talk.group_id,
        user_id: by.uid,
        role: talk.creator === by.uid ? ['creator', 'admin'] : [],
        mute_type: 0,
        create_time: side.joined,
        group_info: [this.groupInfo(talk)],
      }));
    return { data, hasMore: false };
  }
}
