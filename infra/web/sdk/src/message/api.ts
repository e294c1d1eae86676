import { ConfabError } from '../api/errors.js';
import type { Message } from '../api/types.js';
import { asConfabError } from '../core.js';
import type { Session } from '../session/session.js';
import type { FileRow } from '../store/schema.js';
import { newUniqueId } from '../text/ids.js';
import type { MessageApi } from '../types.js';

/** `confab.message`. */
export function messageApi(session: () => Session): MessageApi {
  const core = () => session().core;

  const cached = (id: string) =>
    core().read(['messages'], async (tx) => (await tx.list<Message>('messages', { from: id, to: id }, 'id'))[0]);

  return {
    send: (to, draft) => session().parts.outbox.send(to, draft),
    resend: async (id) => session().parts.outbox.resend(id),
    discard: async (id) => session().parts.outbox.discard(id),
    async revoke(id) {
      await core().call('revokeMsg', { msgId: id });
      const m = await cached(id);
      await session().parts.history.takenBack(id, m?.conversation_id);
    },
    async remove(id) {
      const m = await cached(id);
      await core().call('deleteMsg', { msgId: id });
      if (m) await session().parts.history.deletedByMe(m);
    },
    async forward(o) {
      const unique_id = newUniqueId(core().timers.now(), core().adapters.random);
      for (let failed = 0; ; failed++) {
        try {
          const { data } = await core().call('forwardMsg', { ...o, unique_id, appId: core().options.appId });
          session().parts.doubt(data.map((d) => d.conversation_id));
          await session()
            .reconcile()
            .catch(() => undefined);
          return data;
        } catch (failure) {
          const error = asConfabError(failure);
          if (!error.retryable || error.code === 'rate-limited' || failed === 2) throw error;
        }
      }
    },
    async readers(id, o = {}) {
      const { data, hasMore, nextCursor } = await core().call('getMsgReaders', { msgId: id, ...o });
      session().parts.people.merge([...data.read, ...data.unread]);
      return { ...data, hasMore, cursor: nextCursor };
    },
    async *search(o) {
      let cursor: string | undefined;
      do {
        const reply = await core().call('searchMsg', { ...o, cursor });
        cursor = reply.hasMore ? reply.nextCursor : undefined;
        if (reply.data.length > 0) yield reply.data;
      } while (cursor !== undefined);
    },
    async byId(conversation_id, ids) {
      const found = new Map<string, Message>();
      for (const id of ids) {
        const m = await cached(id);
        if (m && !m.LongMsg) found.set(id, m);
      }
      const missing = ids.filter((id) => !found.has(id));
      if (missing.length > 0) {
        for (const m of await session().parts.history.byId(conversation_id, missing)) found.set(m._id, m);
      }
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    cached,
    async pendingFile(unique_id, n = 0) {
      const row = await core().read(['files'], (tx) => tx.get<FileRow>('files', [unique_id, n]));
      return row?.file;
    },
  };
}

export function unsent(): ConfabError {
  return new ConfabError('unsent', { kind: 'client' });
}
