import { nextTick, onBeforeUnmount, type Ref, ref, type ShallowRef, watch } from 'vue';

const BOTTOM_PX = 80;

interface Anchored {
  /** At the bottom of the window of messages, or nearly. */
  readonly atBottom: Ref<boolean>;
  toBottom(): void;
  /** Shows an element, that part of the screen from the top. */
  show(element: HTMLElement, part: number): void;
}

/**
 * Keeps still what is being read. The first message on the screen that stays is the anchor: whenever rows come or go, or a picture
 * above it gets its size, the position is corrected so that the anchor has not moved. At the bottom, the bottom is kept instead, while `follows` says so.
 * The browser's own anchoring is off, because two corrections of the same move would add up.
 */
export function useScroll(
  scroller: Readonly<ShallowRef<HTMLElement | null>>,
  content: Readonly<ShallowRef<HTMLElement | null>>,
  rows: Ref<unknown>,
  follows: () => boolean,
  moved: () => void,
): Anchored {
  const atBottom = ref(true);
  let last = 0;
  let anchors: { element: HTMLElement; top: number }[] = [];

  function remember() {
    const at = scroller.value;
    if (at === null || content.value === null) return;
    atBottom.value = at.scrollHeight - at.scrollTop - at.clientHeight <= BOTTOM_PX;
    last = at.scrollTop;
    anchors = visible(content.value, at.scrollTop, at.clientHeight).map((element) => ({
      element,
      top: element.offsetTop - at.scrollTop,
    }));
  }

  function restore() {
    const at = scroller.value;
    if (at === null) return;
    // The reader has scrolled, and the event that tells so is yet to come. At the very end it was the page that became shorter.
    const scrolled = at.scrollTop !== last && at.scrollHeight - at.scrollTop - at.clientHeight > 1;
    const anchor = anchors.find(({ element }) => element.isConnected);
    if (scrolled) return remember();
    if (atBottom.value && follows()) at.scrollTop = at.scrollHeight;
    else if (anchor !== undefined) {
      const by = anchor.element.offsetTop - at.scrollTop - anchor.top;
      if (by !== 0) at.scrollTop += by;
    }
    remember();
  }

  const onScroll = () => {
    remember();
    moved();
  };
  const sizes = new ResizeObserver(restore);
  watch([scroller, content], ([at, of], [before]) => {
    before?.removeEventListener('scroll', onScroll);
    at?.addEventListener('scroll', onScroll, { passive: true });
    sizes.disconnect();
    if (at !== null) sizes.observe(at);
    if (of !== null) sizes.observe(of);
  });
  // The reader may have scrolled since the last event told so.
  watch(rows, remember, { flush: 'pre' });
  watch(
    rows,
    () => {
      restore();
      void nextTick(moved);
    },
    { flush: 'post' },
  );
  onBeforeUnmount(() => sizes.disconnect());

  return {
    atBottom,
    toBottom() {
      const at = scroller.value;
      if (at !== null) at.scrollTop = at.scrollHeight;
      remember();
    },
    show(element, part) {
      const at = scroller.value;
      if (at === null) return;
      at.scrollTop = element.offsetTop - at.clientHeight * part;
      remember();
    },
  };
}

/** The messages on the screen; the first is found by halving, because rows stand in order. Other rows come and go with what is around them. */
function visible(content: HTMLElement, top: number, height: number): HTMLElement[] {
  const rows = content.children as HTMLCollectionOf<HTMLElement>;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle] as HTMLElement;
    if (row.offsetTop + row.offsetHeight > top) high = middle;
    else low = middle + 1;
  }
  const found: HTMLElement[] = [];
  for (let row = rows[low]; row !== undefined && row.offsetTop < top + height; row = rows[++low])
    if (row.dataset.seq !== undefined || row.dataset.key !== undefined) found.push(row);
  return found;
}
