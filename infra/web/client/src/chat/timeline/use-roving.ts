import { type Ref, ref, type ShallowRef } from 'vue';

/** One article of the feed is in the tab order; the arrows, Home and End move it. */
export function useRoving(content: Readonly<ShallowRef<HTMLElement | null>>): {
  current: Ref<string | undefined>;
  onKey(event: KeyboardEvent): void;
  onFocus(event: FocusEvent): void;
} {
  const current = ref<string>();
  const articles = () => [...(content.value?.querySelectorAll<HTMLElement>('article') ?? [])];

  function onKey(event: KeyboardEvent) {
    const at = event.target;
    if (!(at instanceof HTMLElement) || at.tagName !== 'ARTICLE') return;
    const all = articles();
    const index = all.indexOf(at);
    const next = { ArrowUp: all[index - 1], ArrowDown: all[index + 1], Home: all[0], End: all.at(-1) }[event.key];
    if (!['ArrowUp', 'ArrowDown', 'Home', 'End'].includes(event.key) || event.altKey || event.ctrlKey || event.metaKey)
      return;
    event.preventDefault();
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }

  function onFocus(event: FocusEvent) {
    if (event.target instanceof HTMLElement)
      current.value = event.target.closest<HTMLElement>('article')?.dataset.key ?? current.value;
  }
  return { current, onKey, onFocus };
}
