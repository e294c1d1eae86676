import { asConfabError, type Core } from '../core.js';
import type { ConversationRow, DraftRow } from '../store/schema.js';

const pauseMs = 3000;

/** Unsent texts: here at once, on the server after a pause. */
export class Drafts {
  private readonly timers = new Map<string, unknown>();

  constructor(private readonly core: Core) {}

  async set(id: string, text: string): Promise<void> {
    const cut = text.slice(0, 5000);
    await this.core.write(['drafts'], async (tx) => {
      const was = await tx.get<DraftRow>('drafts', id);
      if (was?.text === cut) return;
      tx.put('drafts', { conversation_id: id, text: cut, time: this.core.now(), stored: false } satisfies DraftRow);
    });
    this.later(id, pauseMs);
  }

  /** Mine here unless another device has written since. */
  async get(id: string): Promise<string> {
    const { row, draft } = await this.core.read(['drafts', 'conversations'], async (tx) => ({
      row: await tx.get<ConversationRow>('conversations', id),
      draft: await tx.get<DraftRow>('drafts', id),
    }));
    if (!draft) return row?.draft ?? '';
    return draft.stored && (row?.draft_time ?? 0) > draft.time ? (row?.draft ?? '') : draft.text;
  }

  /** The chat is left: nothing waits. */
  flush(id: string): void {
    if (this.timers.has(id)) this.later(id, 0);
  }

  /** Those that the server has not heard of. */
  async sendAll(): Promise<void> {
    const rows = await this.core.read(['drafts'], (tx) => tx.list<DraftRow>('drafts'));
    for (const row of rows) if (!row.stored) await this.send(row.conversation_id);
  }

  stop(): void {
    for (const timer of this.timers.values()) this.core.timers.clear(timer);
    this.timers.clear();
  }

  private later(id: string, ms: number): void {
    const { timers } = this.core;
    if (this.timers.has(id)) timers.clear(this.timers.get(id));
    this.timers.set(
      id,
      timers.set(() => {
        this.timers.delete(id);
        this.core.background('draft', this.send(id));
      }, ms),
    );
  }

  private async send(id: string): Promise<void> {
    const { draft, row } = await this.core.read(['drafts', 'conversations'], async (tx) => ({
      draft: await tx.get<DraftRow>('drafts', id),
      row: await tx.get<ConversationRow>('conversations', id),
    }));
    if (!draft || draft.stored || !row || row.local) return;
    if (draft.text !== (row.draft ?? '')) {
      try {
        await this.core.call('updateConversation', { conversation_id: id, draft: draft.text });
      } catch (failure) {
        // It stays here, and is tried again at the next connection.
        if (asConfabError(failure).retryable) return;
      }
    }
    await this.core.write(['drafts'], async (tx) => {
      const now = await tx.get<DraftRow>('drafts', id);
      if (now?.text === draft.text) tx.put('drafts', { ...now, stored: true, time: this.core.now() });
    });
  }
}
