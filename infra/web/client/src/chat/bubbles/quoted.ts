import type { Message } from '@confab/sdk';
import { shallowReactive } from 'vue';
import { useConfab } from '../../session/app';

const MOST = 500;

/** Messages that others quote, by id; null where there is none any more. */
export const quoted = shallowReactive(new Map<string, Message | null>());

const asked = new Set<string>();

/** Reads a quoted message once: from the cache, else from the server. A revocation reaches it by {@link followQuoted}. */
export function readQuoted(conversation: string, id: string): void {
  if (quoted.has(id) || asked.has(id)) return;
  asked.add(id);
  void find(conversation, id)
    .then((message) => keep(id, message))
    .catch(() => undefined)
    .finally(() => asked.delete(id));
}

async function find(conversation: string, id: string): Promise<Message | null> {
  const { message } = useConfab();
  return (await message.cached(id)) ?? (await message.byId(conversation, [id]))[0] ?? null;
}

export function keep(id: string, message: Message | null): void {
  const oldest = quoted.keys().next().value;
  if (quoted.size >= MOST && oldest !== undefined) quoted.delete(oldest);
  quoted.set(id, message);
}

export function followQuoted(): () => void {
  return useConfab().on('message-changed', ({ message }) => {
    if (quoted.has(message._id)) quoted.set(message._id, message);
  });
}
