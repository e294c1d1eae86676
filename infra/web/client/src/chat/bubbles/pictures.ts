import type { Item, Message } from '@confab/sdk';
import { safeMedia } from '../../session/safe-url';
import { readBody } from './read-body';
import { isRecord, textOf } from './record';

/** A picture that may be shown, and the message that it is in. */
export interface Picture {
  readonly key: string;
  readonly url: string;
  readonly message: Message;
}

const MOST_DEPTH = 12;
const MOST_NODES = 2_000;

/** The pictures of these messages in their order: those that are a message, and those within rich texts. */
export function picturesOf(items: readonly Item[]): Picture[] {
  return items.flatMap((item) => {
    if (item.kind !== 'message' || item.message.is_revoke) return [];
    const { message } = item;
    return urlsOf(message).map((url, n) => ({ key: `${message._id} ${n}`, url, message }));
  });
}

function urlsOf({ type, body }: Message): string[] {
  if (type !== 'image' && type !== 'rich-text') return [];
  const shown = readBody(type, body);
  const urls = shown.kind === 'image' ? [shown.url] : shown.kind === 'rich-text' ? within(shown.nodes) : [];
  return urls.map(safeMedia).filter((url) => url !== undefined);
}

/** As far as a rich text is shown, and no further. */
function within(nodes: readonly unknown[]): unknown[] {
  let left = MOST_NODES;
  const all = (list: unknown, depth: number): unknown[] =>
    Array.isArray(list) && depth < MOST_DEPTH ? list.flatMap((node) => one(node, depth)) : [];
  function one(node: unknown, depth: number): unknown[] {
    if (--left < 0 || !isRecord(node) || node.type === 'text' || typeof node.text === 'string') return [];
    if (textOf(node.name)?.toLowerCase() !== 'img') return all(node.children, depth + 1);
    return isRecord(node.attrs) ? [node.attrs.src] : [];
  }
  return all(nodes, 0);
}
