import { ConfabError } from '../api/errors.js';
import type { Message, Target } from '../api/types.js';
import { asConfabError, type Core } from '../core.js';
import type { ConversationRow, FileRow, OutboxRow } from '../store/schema.js';
import type { Changed } from '../store/store.js';
import { lastKey } from '../sync/records.js';
import { ids, newUniqueId } from '../text/ids.js';
import { noteOf } from '../text/note.js';
import type { Draft, Pending } from '../types.js';
import { PendingHandle } from './pending.js';

/** Messages that are to be sent: stored first, so that neither a crash nor a closed tab loses one. */
export class Outbox {
  private readonly handles = new Map<string, PendingHandle>();
  private readonly progress = new Map<string, number>();
  private readonly listeners = new Set<(unique_id: string) => void>();
  /** Taken back here while their rows may still be read by the sender. */
  readonly cancelled = new Set<string>();
  /** Stored by the server, but not in the cache: I have deleted it elsewhere already. */
  readonly answered = new Map<string, Message>();
  /** There is something to do; set by the session. */
  onWork: () => void = () => undefined;

  /** A row is gone, in whichever tab: what is still done for it may end. */
  onGone: (unique_id: string) => void = () => undefined;

  constructor(private readonly core: Core) {}

  send(to: Target, draft: Draft): Pending {
    const { core } = this;
    const unique_id = newUniqueId(core.timers.now(), core.adapters.random);
    const handle = new PendingHandle(unique_id, () => this.cancel(unique_id));
    if (draft.files?.length) handle.state.set('preparing');
    this.handles.set(unique_id, handle);
    this.store(unique_id, to, draft).then(
      () => this.onWork(),
      (failure: unknown) => {
        this.handles.delete(unique_id);
        handle.failed(asConfabError(failure));
      },
    );
    return handle;
  }

  private async store(unique_id: string, to: Target, draft: Draft): Promise<void> {
    const { core } = this;
    const files = draft.files ?? [];
    const conversation_id = to.group_id !== undefined ? ids.group(to.group_id) : ids.single(core.uid, to.to_uid);
    const now = core.now();
    await core.write(
      ['outbox', 'files', 'conversations'],
      async (tx) => {
        const [last] = await tx.list<OutboxRow>(
          'outbox',
          { from: [conversation_id, 0], to: [conversation_id, lastKey], reverse: true, limit: 1 },
          'conversation',
        );
        const row: OutboxRow = {
          unique_id,
          conversation_id,
          target: to.group_id !== undefined ? { group_id: to.group_id } : { to_uid: to.to_uid },
          draft: { type: draft.type, body: draft.body, about_msg_id: draft.about_msg_id, call_uid: draft.call_uid },
          local_no: (last?.local_no ?? 0) + 1,
          state: files.length > 0 ? 'preparing' : 'waiting',
          attempts: 0,
          next_at: 0,
          since: now,
          client_create_time: now,
          files: files.length,
        };
        tx.put('outbox', row);
        files.forEach((file, n) => tx.put('files', { unique_id, n, file } satisfies FileRow));
        const there = await tx.get<ConversationRow>('conversations', conversation_id);
        if (!there || there.local)
          tx.put('conversations', localConversation(core, to, now, noteOf({ ...row.draft, is_revoke: false })));
      },
      { strict: true },
    );
  }

  /** As long as no byte can have left. */
  private cancel(unique_id: string): boolean {
    const handle = this.handles.get(unique_id);
    if (!handle || !['preparing', 'waiting', 'failed'].includes(handle.state.value)) return false;
    this.cancelled.add(unique_id);
    this.core.background('cancel', this.discard(unique_id));
    return true;
  }

  /** Deletes one that is not being sent at this moment. */
  async discard(unique_id: string): Promise<void> {
    const done = await this.core.write(['outbox', 'files'], async (tx) => {
      const row = await tx.get<OutboxRow>('outbox', unique_id);
      if (row?.state === 'sending') return false;
      tx.delete('outbox', unique_id);
      await tx.clear('files', { from: [unique_id, 0], to: [unique_id, lastKey] });
      return true;
    });
    if (done) this.cancelled.add(unique_id);
    else this.cancelled.delete(unique_id);
    this.onWork();
  }

  /** Tries a failed one again, under the same `unique_id`: if it was stored after all, that one is found. */
  async resend(unique_id: string): Promise<void> {
    await this.core.write(['outbox'], async (tx) => {
      const row = await tx.get<OutboxRow>('outbox', unique_id);
      if (row?.state !== 'failed') return;
      const next: OutboxRow = {
        ...row,
        state: row.files > 0 ? 'preparing' : 'waiting',
        next_at: 0,
        since: this.core.now(),
      };
      delete next.error;
      tx.put('outbox', next);
    });
    this.onWork();
  }

  rows(): Promise<OutboxRow[]> {
    return this.core.read(['outbox'], (tx) => tx.list<OutboxRow>('outbox'));
  }

  progressOf(unique_id: string): number {
    return this.progress.get(unique_id) ?? 0;
  }

  setProgress(unique_id: string, share: number): void {
    this.progress.set(unique_id, share);
    this.handles.get(unique_id)?.progress.set(share);
    for (const f of [...this.listeners]) f(unique_id);
  }

  onProgress(f: (unique_id: string) => void): () => void {
    this.listeners.add(f);
    return () => void this.listeners.delete(f);
  }

  /** After every change of the outbox, in whichever tab: counts, handles, events. */
  async refresh(changed: Changed): Promise<void> {
    if (!changed.outbox) return;
    const { core } = this;
    const rows = await this.rows();
    const failed = rows.filter((row) => row.state === 'failed').length;
    const outbox = { waiting: rows.length - failed, failed };
    const was = core.state.value.outbox;
    if (was.waiting !== outbox.waiting || was.failed !== failed) core.state.set({ outbox: Object.freeze(outbox) });
    const byId = new Map(rows.map((row) => [row.unique_id, row]));
    const touched = changed.outbox === '*' ? [...this.handles.keys()] : (changed.outbox as string[]);
    for (const unique_id of new Set(touched)) await this.follow(unique_id, byId.get(unique_id));
  }

  private async follow(unique_id: string, row: OutboxRow | undefined): Promise<void> {
    const { core } = this;
    const handle = this.handles.get(unique_id);
    if (row) {
      core.events.emit('message-pending', {
        unique_id,
        conversation_id: row.conversation_id,
        state: row.state,
        progress: this.progressOf(unique_id),
        error: row.error,
      });
      if (row.state === 'failed') {
        const refused = new ConfabError((row.error ?? 'network') as ConfabError['code'], {
          kind: 'refused',
          method: 'sendMsg',
        });
        handle?.failed(refused);
      } else handle?.state.set(row.state);
      return;
    }
    this.onGone(unique_id);
    this.progress.delete(unique_id);
    this.handles.delete(unique_id);
    const [cached] = await core.read(['messages'], (tx) =>
      tx.list<Message>('messages', { from: [core.uid, unique_id], to: [core.uid, unique_id], limit: 1 }, 'own'),
    );
    const message = cached ?? this.answered.get(unique_id);
    this.answered.delete(unique_id);
    if (message) handle?.done(message);
    else handle?.gone('aborted');
    core.events.emit('message-pending', {
      unique_id,
      conversation_id: message?.conversation_id ?? '',
      state: message ? 'stored' : 'discarded',
    });
  }

  close(): void {
    for (const handle of this.handles.values()) handle.gone('closed');
    this.handles.clear();
  }
}

/** A conversation that only exists here, so that the chat can be shown before its first message is stored. */
export function localConversation(core: Core, to: Target, now: number, note?: string): ConversationRow {
  const single = to.group_id === undefined;
  const profile = single ? core.state.value.usersInfo[to.to_uid] : undefined;
  const row: ConversationRow = {
    _id: '',
    id: single ? ids.single(core.uid, to.to_uid) : ids.group(to.group_id),
    type: single ? 1 : 2,
    user_id: core.uid,
    unread_count: 0,
    update_time: now,
    create_time: now,
    pinned: false,
    mute: false,
    hidden: note === undefined,
    leave: false,
    msgList: [],
    last_seq: 0,
    change_time: 0,
    local: true,
  };
  if (single) row.friend_uid = to.to_uid;
  else row.group_id = to.group_id;
  if (note !== undefined) row.last_msg_note = note;
  if (profile) row.user_info = [profile];
  return row;
}
