import { go, hashOf, route, up } from '../router';
import { state } from '../session/app';
import { closeLayer } from '../ui/layers';

/** Keys that work everywhere. Returns how to stop. */
export function startShortcuts(help: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (act(event, help)) event.preventDefault();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

function act(event: KeyboardEvent, help: () => void): boolean {
  const inDialog = document.querySelector('dialog[open]') !== null;
  if (inDialog) return false;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') go(hashOf('search'));
  else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
    neighbour(event.key === 'ArrowDown' ? 1 : -1, event.shiftKey);
  else if (event.key === 'F6') region(event.shiftKey ? -1 : 1);
  else if (event.key === 'Escape') {
    if (closeLayer()) return true;
    if (isWriting(event.target)) return false;
    up();
  } else if (event.key === '?' && !isWriting(event.target)) help();
  else return false;
  return true;
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** The chat below or above in the list; with Shift the next one that has unread messages. */
function neighbour(by: number, unread: boolean): void {
  const all = state.value.conversation.dataList;
  const open = all.findIndex((each) => each.id === route.value.id);
  for (let at = open < 0 && by < 0 ? all.length - 1 : open + by; at >= 0 && at < all.length; at += by) {
    const each = all[at];
    if (each !== undefined && (!unread || each.unread_count > 0)) return go(hashOf('c', each.id));
  }
}

/** Moves the focus round the parts of the page. */
function region(by: number): void {
  const all = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((each) => each.offsetParent !== null);
  // The chat has regions of its own within the main one: the innermost counts.
  const holding = all.filter((each) => each.contains(document.activeElement));
  const at = all.indexOf(holding.at(-1) ?? document.body);
  const next = all[(at + by + all.length) % all.length];
  const inside =
    next?.querySelector<HTMLElement>('article[tabindex="0"], [aria-current], textarea') ??
    next?.querySelector<HTMLElement>('a[href], button:not(:disabled), input');
  (inside ?? next)?.focus();
}
