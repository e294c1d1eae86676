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
 * Keeps still what is being read. The first row on the screen is the anchor: whenever rows come or go, or a picture above it gets its
 * size, the position is corrected so that the anchor has not moved. At the bottom, the bottom is kept instead, while `follows` says so.
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
  let anchor: { element: Element; top: number } | undefined;

  function remember() {
    const at = scroller.value;
    if (at === null || content.value === null) return;
    atBottom.value = at.scrollHeight - at.scrollTop - at.clientHeight <= BOTTOM_PX;
    const element = firstVisible(content.value, at.scrollTop);
    anchor = element === undefined ? undefined : { element, top: element.offsetTop - at.scrollTop };
  }

  function restore() {
    const at = scroller.value;
    if (at === null) return;
    if (atBottom.value && follows()) at.scrollTop = at.scrollHeight;
    else if (anchor?.element.isConnected) {
      const by = (anchor.element as HTMLElement).offsetTop - at.scrollTop - anchor.top;
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

/** The first row that ends below the top edge; found by halving, because rows stand in order. */
function firstVisible(content: HTMLElement, top: number): HTMLElement | undefined {
  const rows = content.children;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle] as HTMLElement;
    if (row.offsetTop + row.offsetHeight > top) high = middle;
    else low = middle + 1;
  }
  return rows[low] as HTMLElement | undefined;
}
