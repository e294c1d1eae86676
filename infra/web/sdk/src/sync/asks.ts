import type { ApiConversation, GoneConversation } from '../api/types.js';
import type { Core } from '../core.js';
import { forget, mergeConversation, recordStores } from './records.js';

/** Asks the server how some conversations stand, many at once and a little later. */
export class Asks {
  private waiting = new Set<string>();
  private timer: unknown = null;
  private due = Infinity;

  constructor(private readonly core: Core) {}

  /** In the leader's own time; `soon`: somebody is looking at it. */
  later(ids: string[], soon = false): void {
    for (const id of ids) this.waiting.add(id);
    const { timers } = this.core;
    const due = timers.now() + (soon ? 50 : 1000);
    if (due >= this.due) return;
    if (this.timer !== null) timers.clear(this.timer);
    this.due = due;
    this.timer = timers.set(() => this.core.background('conversations', this.flush()), due - timers.now());
  }

  async flush(): Promise<void> {
    const ids = [...this.waiting];
    this.stop();
    try {
      await this.now(ids);
    } catch (failure) {
      if (!this.core.closed) for (const id of ids) this.waiting.add(id);
      throw failure;
    }
  }

  stop(): void {
    if (this.timer !== null) this.core.timers.clear(this.timer);
    this.timer = null;
    this.due = Infinity;
    this.waiting = new Set();
  }

  /** Asks and merges. What is not answered is not mine any more. */
  async now(ids: string[]): Promise<void> {
    for (let i = 0; i < ids.length; i += 100) {
      let part = ids.slice(i, i + 100);
      while (part.length > 0) {
        const reply = await this.core.call('getConversationList', { conversation_ids: part });
        const said = reply.data;
        await this.merge(said);
        if (reply.hasMore && said.length > 0) {
          part = part.slice(part.indexOf(said[said.length - 1]?.id as string) + 1);
          continue;
        }
        const answered = new Set(said.map((c) => c.id));
        await this.forget(part.filter((id) => !answered.has(id)));
        break;
      }
    }
  }

  /** Stores what the server said. Returns what it changed. */
  async merge(said: (ApiConversation | GoneConversation)[]): Promise<string[]> {
    if (said.length === 0) return [];
    const { uid } = this.core;
    const { stale, changed } = await this.core.write(recordStores, async (tx) => {
      const result = { stale: [] as string[], changed: [] as string[] };
      for (const c of said) {
        const what = await mergeConversation(tx, c, uid);
        if (what === 'stale') result.stale.push(c.id);
        if (what === 'merged' || what === 'gone') result.changed.push(c.id);
      }
      return result;
    });
    if (stale.length > 0) this.later(stale);
    return changed;
  }

  private async forget(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.core.write(recordStores, async (tx) => {
      for (const id of ids) {
        const row = await tx.get<{ local?: true }>('conversations', id);
        if (row && !row.local) await forget(tx, id);
      }
    });
  }
}
