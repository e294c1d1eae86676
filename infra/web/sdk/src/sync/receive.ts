import type { Message, Notification, NotificationPayload } from '../api/types.js';
import type { Core } from '../core.js';
import type { Lists } from '../lists.js';
import type { ConversationRow } from '../store/schema.js';
import { ids } from '../text/ids.js';
import type { Asks } from './asks.js';
import type { History } from './history.js';
import { moveMark, recordStores } from './records.js';

interface Push {
  title?: string;
  content?: string;
  payload?: NotificationPayload & { notificationId?: string; data?: Record<string, unknown> };
}

/** Does what the pushes of the online channel say: docs/api/README.md, "What is pushed". */
export class Receiver {
  private buffer: unknown[] | null = null;
  private chain: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly core: Core,
    private readonly history: History,
    private readonly asks: Asks,
    private readonly lists: Lists,
  ) {}

  /** From now on pushes wait for `release`: the list that is being read may be older than they are. */
  hold(): void {
    this.buffer ??= [];
  }

  async release(): Promise<void> {
    const held = this.buffer ?? [];
    this.buffer = null;
    for (const push of held) this.accept(push);
    await this.chain;
  }

  /** In the order in which they came. A push that cannot be understood keeps nothing from the others. */
  accept(push: unknown): void {
    if (this.buffer) {
      this.buffer.push(push);
      return;
    }
    this.chain = this.chain.then(() => {
      if (this.core.closed) return;
      const work = this.apply(push as Push);
      this.core.background('push', work);
      return work.catch(() => undefined);
    });
  }

  private async apply(push: Push): Promise<void> {
    const payload = push?.payload;
    if (!payload || typeof payload !== 'object') return;
    const data = (payload.data ?? {}) as Record<string, unknown>;
    const id = typeof data.conversation_id === 'string' ? data.conversation_id : '';
    switch (payload.type) {
      case 'uni-im':
        return this.message(data as unknown as Message);
      case 'uni-im-revoke-msg':
        return this.history.takenBack(String(data.msg_id), id);
      case 'clear-conversation-unreadCount':
        return this.readElsewhere(id, Number(data.seq));
      case 'uni-im-msg-read':
        return this.readByPeer(id, String(data.user_id), Number(data.seq));
      case 'uni-im-conversation-update':
        return this.asks.later([id], true);
      case 'uni-im-friend-delete':
        return this.friend(String(data.friend_uid), 'removed');
      case 'uni-im-notification':
        return this.notification(push, payload);
      default:
        this.core.log('debug', 'unknown push', { type: String(payload.type) });
    }
  }

  private async message(m: Message): Promise<void> {
    if (typeof m._id !== 'string' || typeof m.conversation_id !== 'string' || !(m.seq >= 1)) return;
    await this.history.arrived(m, 'push');
    if (m.type !== 'system' || !m.group_id) return;
    await this.groupChanged(m, m.group_id);
  }

  private async readElsewhere(id: string, seq: number): Promise<void> {
    const sure = await this.core.write(recordStores, async (tx) => {
      const row = await tx.get<ConversationRow>('conversations', id);
      return !row || moveMark(tx, row, seq, this.core.uid);
    });
    if (!sure) this.asks.later([id]);
  }

  private async readByPeer(id: string, user_id: string, seq: number): Promise<void> {
    await this.core.write(['conversations'], async (tx) => {
      const row = await tx.get<ConversationRow>('conversations', id);
      if (row && user_id === row.friend_uid && seq > (row.peer_read_seq ?? 0)) {
        tx.put('conversations', { ...row, peer_read_seq: seq });
      }
    });
    this.core.events.emit('read', { conversation_id: id, uid: user_id, seq });
  }

  private async friend(uid: string, change: 'added' | 'removed'): Promise<void> {
    await this.lists.refreshFriends();
    this.asks.later([ids.single(this.core.uid, uid)], true);
    this.core.events.emit('friend', { uid, change });
  }

  private async notification(push: Push, payload: NonNullable<Push['payload']>): Promise<void> {
    const item: Notification = {
      _id: String(payload.notificationId),
      user_id: this.core.uid,
      title: push.title ?? '',
      content: push.content ?? '',
      payload,
      is_read: false,
      create_time: Math.round(this.core.now()),
    };
    await this.lists.arrived(item);
    if (payload.subType === 'uni-im-friend-add') await this.friend(String(payload.data?.friend_uid), 'added');
  }

  /** A system message says what became of the group: the server is asked for the new state. */
  private async groupChanged(m: Message, group_id: string): Promise<void> {
    const action = m.action ?? '';
    this.core.events.emit('group', { group_id, action });
    this.asks.later([m.conversation_id], true);
    const body = (typeof m.body === 'object' ? m.body : null) as {
      user_list?: { _id?: string }[];
      user_id?: string;
    } | null;
    const aboutMe = !!body?.user_list?.some?.((u) => u?._id === this.core.uid) || body?.user_id === this.core.uid;
    const known = this.lists.hasGroup(group_id);
    if (aboutMe || m.LongMsg || action === 'group-dissolved' || (known && action.startsWith('update-group-info'))) {
      await this.lists.refreshGroup(group_id);
    }
  }
}
