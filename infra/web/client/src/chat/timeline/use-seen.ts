import type { Timeline } from '@confab/sdk';
import { onBeforeUnmount } from 'vue';

const SEEN_MS = 500;

/** Tells the timeline what was on screen for half a second, in a window that someone looks at. */
export function useSeen(timeline: () => Timeline | undefined, scroller: () => HTMLElement | null): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let highest = 0;

  function look() {
    const seq = lowestVisible(scroller());
    if (seq <= highest || document.hidden || !document.hasFocus()) return;
    highest = seq;
    timeline()?.seen(seq);
  }
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, SEEN_MS);
  }
  addEventListener('focus', soon);
  document.addEventListener('visibilitychange', soon);
  onBeforeUnmount(() => {
    clearTimeout(timer);
    removeEventListener('focus', soon);
    document.removeEventListener('visibilitychange', soon);
  });
  return soon;
}

/** The number of the last message whose beginning is on the screen. */
function lowestVisible(scroller: HTMLElement | null): number {
  if (scroller === null) return 0;
  const bottom = scroller.getBoundingClientRect().bottom;
  const rows = scroller.querySelectorAll<HTMLElement>('[data-seq]');
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i];
    if (row !== undefined && row.getBoundingClientRect().top + 8 < bottom) return Number(row.dataset.seq);
  }
  return 0;
}
