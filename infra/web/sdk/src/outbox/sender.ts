import type { Abort, FileRef } from '../adapters.js';
import { ConfabError } from '../api/errors.js';
import type { Message } from '../api/types.js';
import { asConfabError, type Core } from '../core.js';
import type { ConversationRow, FileRow, OutboxRow } from '../store/schema.js';
import type { Asks } from '../sync/asks.js';
import type { History } from '../sync/history.js';
import { lastKey } from '../sync/records.js';
import type { Outbox } from './outbox.js';
import { bodyWith, Uploader } from './upload.js';

const atOnce = 4;
const tryingMs = 24 * 3_600_000;

/** Sends what the outbox holds: in the leader, one at a time in each conversation, in order. */
export class Sender {
  private readonly busy = new Set<string>();
  private running = false;
  private timer: unknown = null;
  private pumping = false;
  private again = false;
  private readonly uploader: Uploader;
  private readonly uploads = new Map<string, { abort(): void }>();
  /** Something is about to be sent. */
  beforeSend: () => void = () => undefined;
  afterFirst: () => void = () => undefined;

  constructor(
    private readonly core: Core,
    private readonly outbox: Outbox,
    private readonly history: History,
    private readonly asks: Asks,
  ) {
    this.uploader = new Uploader(core);
    outbox.onGone = (unique_id) => this.uploads.get(unique_id)?.abort();
  }

  /** What a crash left in the middle is tried again. */
  async start(): Promise<void> {
    await this.core.write(['outbox'], async (tx) => {
      for (const row of await tx.list<OutboxRow>('outbox')) {
        if (row.state === 'sending')
          tx.put('outbox', { ...row, state: 'waiting', attempts: Math.max(1, row.attempts), next_at: 0 });
      }
    });
    this.running = true;
    this.kick();
  }

  stop(): void {
    this.running = false;
    if (this.timer !== null) this.core.timers.clear(this.timer);
    this.timer = null;
  }

  /** The network is back: nothing waits for its next try. */
  async hurry(): Promise<void> {
    if (!this.running) return;
    await this.core.write(['outbox'], async (tx) => {
      for (const row of await tx.list<OutboxRow>('outbox')) {
        if (row.next_at > 0 && row.state !== 'failed') tx.put('outbox', { ...row, next_at: 0 });
      }
    });
    this.kick();
  }

  kick(): void {
    if (!this.running) return;
    if (this.pumping) this.again = true;
    else this.core.background('outbox', this.pump());
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    try {
      do {
        this.again = false;
        await this.startDue();
      } while (this.again && this.running);
    } finally {
      this.pumping = false;
    }
  }

  private async startDue(): Promise<void> {
    const { timers } = this.core;
    const rows = (await this.outbox.rows()).filter(
      (row) => row.state !== 'failed' && !this.outbox.cancelled.has(row.unique_id),
    );
    rows.sort((a, b) => a.local_no - b.local_no || a.client_create_time - b.client_create_time);
    const heads = new Map<string, OutboxRow>();
    for (const row of rows) if (!heads.has(row.conversation_id)) heads.set(row.conversation_id, row);
    let earliest = Infinity;
    for (const [id, row] of heads) {
      if (!this.running || this.busy.has(id)) continue;
      if (row.next_at > timers.now()) earliest = Math.min(earliest, row.next_at);
      else if (this.busy.size < atOnce) {
        this.busy.add(id);
        this.core.background(
          'send',
          this.attempt(row).finally(() => {
            this.busy.delete(id);
            this.kick();
          }),
        );
      }
    }
    if (this.timer !== null) timers.clear(this.timer);
    this.timer = null;
    if (earliest < Infinity) {
      this.timer = timers.set(() => {
        this.timer = null;
        this.kick();
      }, earliest - timers.now());
    }
  }

  private async attempt(row: OutboxRow): Promise<void> {
    try {
      const ready = row.files > 0 && row.state === 'preparing' ? await this.prepare(row) : row;
      if (!ready) return;
      const sending = await this.update(ready.unique_id, { state: 'sending' });
      if (!sending) return;
      this.beforeSend();
      const sent = await this.post(sending);
      await this.history.arrived(sent, 'answer');
      this.afterFirst();
      if (sent.call_uid) this.core.background('mentions', this.history.byId(sent.conversation_id, [sent._id]));
    } catch (failure) {
      if (!this.core.closed) await this.failed(row, asConfabError(failure));
    }
  }

  private async post(row: OutboxRow): Promise<Message> {
    const { core } = this;
    const { options } = core;
    const to =
      row.target.group_id !== undefined ? { group_id: row.target.group_id } : { to_uid: row.target.to_uid as string };
    const appId = (typeof options.toAppId === 'function' ? options.toAppId(to) : options.toAppId) ?? options.appId;
    const content = {
      type: row.draft.type,
      body: row.draft.body,
      ...(row.draft.about_msg_id !== undefined && { about_msg_id: row.draft.about_msg_id }),
      ...(row.draft.call_uid?.length && { call_uid: row.draft.call_uid }),
      unique_id: row.unique_id,
      client_create_time: row.client_create_time,
    };
    const { data } = await core.call(
      'sendMsg',
      { ...to, ...content, appId, ...(row.attempts > 0 && { isRetries: true }) },
      { retry: false },
    );
    const { _id, create_time, conversation_id, seq } = data;
    const times = { create_time, update_time: create_time };
    return {
      _id,
      conversation_id,
      seq,
      ...content,
      from_uid: core.uid,
      ...to,
      ...times,
      is_read: false,
      is_revoke: false,
      appid: appId,
    };
  }

  /** Uploads the files; the row then has a body that can be sent. */
  private async prepare(row: OutboxRow): Promise<OutboxRow | null> {
    const { core } = this;
    const files = await core.read(['files'], (tx) =>
      tx.list<FileRow>('files', { from: [row.unique_id, 0], to: [row.unique_id, lastKey] }),
    );
    if (files.length < row.files) throw new ConfabError('file-gone', { kind: 'client' });
    await this.makeReal(row);
    const uploading = core.adapters.abort();
    this.uploads.set(row.unique_id, uploading);
    try {
      return await this.upload(row, files, uploading.signal);
    } catch (failure) {
      if (uploading.signal.aborted) return null;
      throw failure;
    } finally {
      this.uploads.delete(row.unique_id);
    }
  }

  private async upload(row: OutboxRow, files: readonly FileRow[], signal: Abort): Promise<OutboxRow | null> {
    const { core } = this;
    const where = { conversation_id: row.conversation_id };
    const urls: { url: string; thumb?: string }[] = [];
    const refs: FileRef[] = [];
    for (const [n, { file }] of files.entries()) {
      const image = row.draft.type === 'image' || row.draft.type === 'rich-text';
      const ready = image && core.adapters.prepareImage ? await core.adapters.prepareImage(file) : file;
      const tell = (share: number) => this.tell(row.unique_id, (n + share) / files.length);
      const url = await this.uploader.upload(ready, where, tell, signal);
      const thumb = ready.thumb ? await this.uploader.upload(ready.thumb, where, undefined, signal) : undefined;
      urls.push({ url, thumb });
      refs.push(ready);
    }
    if (this.outbox.cancelled.has(row.unique_id)) return null;
    const body = bodyWith(row.draft.type, row.draft.body, refs, urls);
    return this.update(row.unique_id, { state: 'waiting', draft: { ...row.draft, body }, files: 0 });
  }

  private tell(unique_id: string, progress: number): void {
    this.outbox.setProgress(unique_id, progress);
    this.core.post({ t: 'progress', unique_id, progress });
  }

  /** Files are uploaded into a conversation: it must exist. */
  private async makeReal(row: OutboxRow): Promise<void> {
    const there = await this.history.row(row.conversation_id);
    if (there && !there.local) return;
    const { data } = await this.core.call('createConversation', row.target);
    await this.asks.merge([data]);
    await this.core.write(['conversations'], async (tx) => {
      const now = await tx.get<ConversationRow>('conversations', row.conversation_id);
      if (now?.hidden) tx.put('conversations', { ...now, hidden: false });
    });
  }

  private update(unique_id: string, patch: Partial<OutboxRow> & { back?: boolean }): Promise<OutboxRow | null> {
    return this.core.write(['outbox'], async (tx) => {
      const row = await tx.get<OutboxRow>('outbox', unique_id);
      if (!row || this.outbox.cancelled.has(unique_id)) return null;
      const { back, ...rest } = patch;
      const next: OutboxRow = { ...row, ...rest };
      if (back) next.state = row.files > 0 ? 'preparing' : 'waiting';
      tx.put('outbox', next);
      return next;
    });
  }

  private async failed(row: OutboxRow, error: ConfabError): Promise<void> {
    const now = this.core.timers.now();
    const attempts = row.attempts + 1;
    const { code, cause } = error;
    this.core.log('info', 'not sent', { code, attempts, cause: cause === undefined ? undefined : String(cause) });
    if (error.status === 401 || error.code === 'not-signed-in' || error.code === 'aborted' || error.code === 'closed') {
      await this.update(row.unique_id, { back: true, attempts });
      this.stop();
      return;
    }
    if (!error.retryable) await this.update(row.unique_id, { state: 'failed', attempts, error: error.code });
    else if (this.core.now() - row.since > tryingMs)
      await this.update(row.unique_id, { state: 'failed', attempts, error: 'outbox-expired' });
    else {
      const share = 0.5 + (this.core.adapters.random(1)[0] ?? 0) / 512;
      const pause = error.retryAfterMs ?? Math.min(60_000, 1000 * 2 ** Math.min(row.attempts, 6)) * share;
      await this.update(row.unique_id, { back: true, attempts, next_at: now + pause });
    }
  }
}
