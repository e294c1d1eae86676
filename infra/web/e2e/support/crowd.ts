import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { Api } from './api.js';
import { signedIn, type User } from './browser.js';

export interface Crowd extends User {
  /** The methods that were asked for, in their order; `getMsgList` with the chat and where it was read from. */
  readonly calls: string[];
  /** Somebody writes in each of so many chats in the middle of the list. */
  write(chats: number): void;
}

interface Shape {
  readonly chats: number;
  /** Messages in the first chat. */
  readonly messages: number;
  /** What a message of the first chat has besides. */
  readonly more?: (seq: number) => Record<string, unknown> | undefined;
  /** What the first chat has besides. */
  readonly chat?: Record<string, unknown>;
  /** Answers further methods. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
  readonly options?: BrowserContextOptions;
}

/** Messages in each chat but the first. */
const FEW = 40;

/** erin with many chats, the first of them long: what the server would answer is answered here, so that no minutes go into sending it. */
export async function crowded(browser: Browser, url: string, shape: Shape): Promise<Crowd> {
  const erin = await Api.of(url, 'erin');
  await erin.send({ to_uid: 'carol' }, 'text', 'a real one');
  const [real] = await erin.call<[Record<string, unknown>]>('getConversationList');
  const [sample] = await erin.call<[Record<string, unknown>]>('getMsgList', { conversation_id: real.id });
  const now = Date.now() - 10_000;
  const said = new Map<string, number>();
  const lastOf = (chat: string): number => (chat === 'chat-0' ? shape.messages : FEW) + (said.get(chat) ?? 0);
  const message = (chat: string, seq: number) => {
    const time = now - (lastOf(chat) - seq) * 1_000;
    return {
      ...sample,
      _id: `${chat}-${seq}`.padEnd(24, '0'),
      unique_id: undefined,
      conversation_id: chat,
      seq,
      body: `message ${seq} of ${chat}`,
      from_uid: seq % 3 === 0 ? 'erin' : 'carol',
      to_uid: seq % 3 === 0 ? 'carol' : 'erin',
      create_time: time,
      update_time: time,
      ...(chat === 'chat-0' ? shape.more?.(seq) : undefined),
    };
  };
  const chats = Array.from({ length: shape.chats }, (_, n) => {
    const id = `chat-${n}`;
    const time = now - n * 60_000;
    const last = lastOf(id);
    return {
      ...real,
      id,
      unread_count: 0,
      last_seq: last,
      read_seq: last,
      update_time: time,
      change_time: time,
      last_msg_note: undefined,
      msgList: [message(id, last)],
      ...(n === 0 ? shape.chat : undefined),
    };
  });
  const write = (many: number): void => {
    for (const chat of chats.slice(chats.length / 2, chats.length / 2 + many)) {
      said.set(chat.id, (said.get(chat.id) ?? 0) + 1);
      const last = lastOf(chat.id);
      const time = Date.now();
      const newest = { ...message(chat.id, last), from_uid: 'carol', to_uid: 'erin', create_time: time };
      Object.assign(chat, { last_seq: last, update_time: time, change_time: time, msgList: [newest] });
      chat.unread_count++;
    }
  };
  const calls: string[] = [];
  const reply = (data: unknown[], more: object) => ({
    contentType: 'application/json',
    body: JSON.stringify({ errCode: 0, errMsg: '', data, hasMore: false, ...more }),
  });
  // From the first call on: a client that has read all chats of the real server would ask for changes only.
  const answer = async (context: BrowserContext): Promise<void> => {
    await shape.prepare?.(context);
    await context.route('**/getConversationList', async (route) => {
      calls.push('getConversationList');
      const p = route.request().postDataJSON() as {
        limit?: number;
        cursor?: string;
        minChangeTime?: number;
        conversation_ids?: string[];
      };
      const from = Number(p.cursor ?? 0);
      const limit = p.limit ?? 30;
      const all = p.conversation_ids
        ? chats.filter(({ id }) => p.conversation_ids?.includes(id))
        : p.minChangeTime !== undefined
          ? chats
              .filter(({ change_time }) => change_time >= (p.minChangeTime ?? 0))
              .sort((a, b) => a.change_time - b.change_time)
          : chats;
      const hasMore = from + limit < all.length;
      await route.fulfill(
        reply(all.slice(from, from + limit), {
          hasMore,
          nextCursor: hasMore ? String(from + limit) : undefined,
          time: Date.now(),
        }),
      );
    });
    await context.route('**/getMsgList', async (route) => {
      const p = route.request().postDataJSON() as {
        conversation_id: string;
        limit?: number;
        beforeSeq?: number;
        afterSeq?: number;
        minCreateTime?: number;
        minUpdateTime?: number;
      };
      calls.push(`getMsgList ${p.conversation_id} ${p.beforeSeq ?? p.afterSeq ?? ''}`);
      const last = lastOf(p.conversation_id);
      const limit = Math.min(p.limit ?? 30, 200);
      const range = (low: number, high: number) =>
        Array.from({ length: Math.max(0, high - low + 1) }, (_, n) => message(p.conversation_id, low + n));
      if (p.minUpdateTime !== undefined) return route.fulfill(reply([], {}));
      if (p.minCreateTime !== undefined) {
        const all = range(1, last).filter(({ create_time }) => create_time > (p.minCreateTime ?? 0));
        return route.fulfill(reply(all.slice(0, limit), { hasMore: all.length > limit }));
      }
      if (p.afterSeq !== undefined) {
        const high = Math.min(last, p.afterSeq + limit);
        return route.fulfill(reply(range(p.afterSeq + 1, high), { hasMore: high < last }));
      }
      const high = p.beforeSeq === undefined ? last : p.beforeSeq - 1;
      const low = Math.max(1, high - limit + 1);
      return route.fulfill(reply(range(low, high).reverse(), { hasMore: low > 1 }));
    });
    for (const method of ['clearUnreadCount', 'getPresence', 'updateConversation'])
      await context.route(`**/${method}`, (route) => route.fulfill(reply([], {})));
  };
  const user = await signedIn(browser, url, 'erin', shape.options, answer);
  await user.page
    .locator('.row', { hasText: `message ${shape.messages}` })
    .first()
    .waitFor();
  return { ...user, calls, write };
}
