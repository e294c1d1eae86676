import type { Core } from '../core.js';
import type { Friend, Profile } from '../api/types.js';
import type { ConversationRow, DraftRow } from '../store/schema.js';
import type { Changed, Key } from '../store/store.js';
import type { Conversation } from '../types.js';

/** The list of conversations as it is shown, kept like the cache. An object is replaced only if something of it changed. */
export class ConversationView {
  private readonly rows = new Map<string, ConversationRow>();
  private readonly drafts = new Map<string, DraftRow>();
  private readonly marks = new Map<string, string>();
  private readonly shown = new Map<string, Conversation>();
  private loading: Promise<void> | null = null;
  private complete = false;
  /** Profiles that conversations bring along. */
  onProfiles: (profiles: Profile[]) => void = () => undefined;
  /** The newest profile that is known, if any. */
  profile: (uid: string) => Profile | undefined = () => undefined;

  constructor(private readonly core: Core) {}

  get(id: string): Conversation | undefined {
    return this.shown.get(id);
  }

  row(id: string): ConversationRow | undefined {
    return this.rows.get(id);
  }

  /** Reads all that is cached. */
  async load(): Promise<void> {
    await this.refresh({ conversations: '*', drafts: '*', friends: '*' });
    const synced = await this.core.read(['meta'], (tx) => tx.get('meta', 'sync'));
    if (synced) this.setComplete();
  }

  /** The server has nothing more than what is here. */
  setComplete(): void {
    this.complete = true;
    this.publish([]);
  }

  /** One after another, so that an older reading never replaces a newer one. */
  refresh(changed: Changed): Promise<void> {
    if (!changed.conversations && !changed.drafts && !changed.friends) return this.loading ?? Promise.resolve();
    const run = (this.loading ?? Promise.resolve()).then(() => this.read(changed));
    this.loading = run.catch(() => undefined);
    return run;
  }

  private async read(changed: Changed): Promise<void> {
    const touched = new Set<string>();
    await this.core.read(['conversations', 'drafts', 'friends'], async (tx) => {
      for (const [keys, store, map] of [
        [changed.conversations, 'conversations', this.rows],
        [changed.drafts, 'drafts', this.drafts],
      ] as const) {
        if (!keys) continue;
        const into = map as Map<string, ConversationRow | DraftRow>;
        if (keys === '*') {
          const all = await tx.list<ConversationRow & DraftRow>(store);
          for (const id of into.keys()) touched.add(id);
          into.clear();
          for (const row of all) {
            const id = store === 'drafts' ? row.conversation_id : row.id;
            into.set(id, row);
            touched.add(id);
          }
        } else {
          for (const id of new Set(keys as string[])) {
            const row = await tx.get<ConversationRow | DraftRow>(store, id as Key);
            if (row) into.set(id, row);
            else into.delete(id);
            touched.add(id);
          }
        }
      }
      if (changed.friends) {
        this.marks.clear();
        for (const friend of await tx.list<Friend>('friends'))
          if (friend.mark) this.marks.set(friend.friend_uid, friend.mark);
        for (const id of this.rows.keys()) touched.add(id);
      }
    });
    this.publish([...touched]);
  }

  /** Names have changed. */
  retitle(uids: ReadonlySet<string>): void {
    const ids: string[] = [];
    for (const [id, row] of this.rows) if (row.friend_uid !== undefined && uids.has(row.friend_uid)) ids.push(id);
    if (ids.length > 0) this.publish(ids);
  }

  private publish(touched: string[]): void {
    const changed: string[] = [];
    const profiles: Profile[] = [];
    for (const id of touched) {
      const row = this.rows.get(id);
      if (!row) {
        if (this.shown.delete(id)) changed.push(id);
        continue;
      }
      if (row.user_info?.[0]) profiles.push(row.user_info[0]);
      const next = this.decorate(row);
      if (JSON.stringify(this.shown.get(id)) === JSON.stringify(next)) continue;
      this.shown.set(id, Object.freeze(next));
      changed.push(id);
    }
    if (profiles.length > 0) this.onProfiles(profiles);
    const { state } = this.core;
    const was = state.value.conversation;
    const hasMore = !this.complete;
    if (changed.length === 0 && was.loaded && was.hasMore === hasMore) return;
    const dataList = [...this.shown.values()].filter((c) => !c.hidden && !c.leave).sort(inOrder);
    let total = 0;
    for (const c of dataList) if (!c.mute) total += c.unread_count;
    const before = state.value.unreadTotal;
    state.set({ conversation: Object.freeze({ dataList, hasMore, loaded: true }), unreadTotal: total });
    if (changed.length > 0) this.core.events.emit('conversation', { ids: changed });
    if (total !== before) this.core.events.emit('unread', { total });
  }

  private decorate(row: ConversationRow): Conversation {
    const draft = this.drafts.get(row.id);
    const next: Conversation = { ...row, title: this.title(row) };
    const avatar = row.type === 1 ? this.known(row)?.avatar_file : row.group_info?.[0]?.avatar_file;
    if (avatar) next.avatar_file = avatar;
    if (draft && !(draft.stored && (row.draft_time ?? 0) > draft.time)) {
      if (draft.text) next.draft = draft.text;
      else delete next.draft;
    }
    return next;
  }

  private title(row: ConversationRow): string {
    if (row.type === 2) return row.group_info?.[0]?.name ?? '';
    const uid = row.friend_uid ?? '';
    return this.marks.get(uid) ?? this.known(row)?.nickname ?? uid;
  }

  private known(row: ConversationRow): Profile | undefined {
    return this.profile(row.friend_uid ?? '') ?? row.user_info?.[0];
  }
}

function inOrder(a: Conversation, b: Conversation): number {
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
  return b.update_time - a.update_time || (a.id < b.id ? -1 : 1);
}
