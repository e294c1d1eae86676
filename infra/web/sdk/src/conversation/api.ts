import type { Core } from '../core.js';
import { localConversation } from '../outbox/outbox.js';
import type { Session } from '../session/session.js';
import type { ConversationRow } from '../store/schema.js';
import { ids } from '../text/ids.js';
import { ConversationTimeline } from '../timeline/timeline.js';
import type { Conversation, ConversationApi, Jump, Timeline } from '../types.js';
import type { Target } from '../api/types.js';

/** `confab.conversation`. */
export function conversationApi(session: () => Session): ConversationApi {
  const core = (): Core => session().core;
  const list = () => core().state.value.conversation.dataList;

  async function one(which: string | { friend_uid: string } | { group_id: string }): Promise<Conversation | null> {
    const s = session();
    const to: Target | null =
      typeof which === 'string'
        ? null
        : 'group_id' in which
          ? { group_id: which.group_id }
          : { to_uid: which.friend_uid };
    const id =
      typeof which === 'string'
        ? which
        : to?.group_id !== undefined
          ? ids.group(to.group_id)
          : ids.single(s.core.uid, to?.to_uid ?? '');
    const cached = s.parts.view.get(id);
    if (cached && !cached.local) return cached;
    try {
      await s.parts.asks.now([id]);
      await s.parts.settled();
    } catch (failure) {
      if (!to) throw failure;
    }
    const found = s.parts.view.get(id);
    if (found || !to) return found ?? null;
    if (to.to_uid !== undefined) await s.parts.people.get([to.to_uid]).catch(() => []);
    await s.core.write(['conversations'], async (tx) => {
      if (!(await tx.get('conversations', id))) tx.put('conversations', localConversation(s.core, to, s.core.now()));
    });
    await s.parts.settled();
    return s.parts.view.get(id) ?? null;
  }

  /** Shown at once; taken back if the server refuses. */
  async function change(
    id: string,
    fields: { pinned?: boolean; mute?: boolean; hidden?: boolean },
    call: () => Promise<unknown>,
  ) {
    const s = session();
    let former: ConversationRow | undefined;
    await s.core.write(['conversations'], async (tx) => {
      former = await tx.get<ConversationRow>('conversations', id);
      if (former) tx.put('conversations', { ...former, ...fields });
    });
    if (former?.local) return;
    try {
      await call();
    } catch (failure) {
      await s.core.write(['conversations'], async (tx) => {
        const now = await tx.get<ConversationRow>('conversations', id);
        if (!now || !former) return;
        const back = Object.fromEntries(Object.keys(fields).map((key) => [key, former?.[key as 'pinned']]));
        tx.put('conversations', { ...now, ...back });
      });
      throw failure;
    }
    s.parts.doubt([id]);
  }
  const update = (id: string, fields: { pinned?: boolean; mute?: boolean; hidden?: boolean }) =>
    change(id, fields, () => core().call('updateConversation', { conversation_id: id, ...fields }));

  return {
    get: (async (which?: null | string | { friend_uid: string } | { group_id: string }) => {
      if (which) return one(which);
      if (!core().state.value.conversation.loaded || core().state.value.connection !== 'live') {
        await session().reconcile();
        await session().parts.settled();
      }
      return list();
    }) as ConversationApi['get'],
    async loadMore(id) {
      if (id) await one(id);
      else if (core().state.value.conversation.hasMore) await session().reconcile();
      await session().parts.settled();
      return list();
    },
    unreadCount: () => core().state.value.unreadTotal,
    clearUnreadCount: async (id, o) => session().parts.marks.mark(id, o?.seq),
    async remove(id) {
      await change(id, { hidden: true }, () => core().call('removeConversation', { conversation_id: id }));
      await session()
        .parts.asks.now([id])
        .catch(() => undefined);
    },
    pin: (id, on) => update(id, { pinned: on }),
    mute: (id, on) => update(id, { mute: on }),
    hide: (id) => update(id, { hidden: true }),
    show: (id) => update(id, { hidden: false }),
    setDraft: async (id, text) => session().parts.drafts.set(id, text),
    getDraft: async (id) => session().parts.drafts.get(id),
    async noticeRead(id) {
      await core().call('updateConversation', { conversation_id: id, has_unread_group_notification: false });
      session().parts.doubt([id]);
    },
    open(id: string, at: Jump = 'unread'): Timeline {
      const s = session();
      const { parts } = s;
      const before = s.core.state.value.currentConversationId;
      if (before !== null && before !== id) parts.drafts.flush(before);
      s.core.state.set({ currentConversationId: id });
      const timeline = new ConversationTimeline(id, s.core, parts.history, parts.outbox, parts.marks, at);
      s.timelines.add(timeline);
      timeline.onClose = () => s.timelines.delete(timeline);
      return timeline;
    },
    close() {
      const s = session();
      const id = s.core.state.value.currentConversationId;
      if (id === null) return;
      s.parts.drafts.flush(id);
      for (const timeline of [...s.timelines]) if (timeline.conversation_id === id) timeline.close();
      s.core.state.set({ currentConversationId: null });
    },
  };
}
