import { ref } from 'vue';

const LEAST_PX = 48;

/** A finger or pen that draws a picture aside: the picture goes along, and beyond a little way the neighbour is shown. */
export function useSwipe(element: () => HTMLElement | null, move: (by: 1 | -1) => void, off: () => boolean) {
  const from = ref<{ id: number; x: number; y: number }>();

  const place = (px: number) => element()?.style.setProperty('translate', px === 0 ? '' : `${Math.round(px)}px 0`);
  function end(event: PointerEvent, counts: boolean) {
    const start = from.value;
    if (start?.id !== event.pointerId) return;
    from.value = undefined;
    place(0);
    const x = event.clientX - start.x;
    if (counts && Math.abs(x) >= LEAST_PX && Math.abs(x) > 1.5 * Math.abs(event.clientY - start.y))
      move(x < 0 ? 1 : -1);
  }
  return {
    pointerdown(event: PointerEvent) {
      // A second finger zooms.
      if (from.value !== undefined || event.pointerType === 'mouse' || off()) from.value = undefined;
      else from.value = { id: event.pointerId, x: event.clientX, y: event.clientY };
      place(0);
    },
    pointermove(event: PointerEvent) {
      if (from.value?.id === event.pointerId) place(event.clientX - from.value.x);
    },
    pointerup: (event: PointerEvent) => end(event, true),
    pointercancel: (event: PointerEvent) => end(event, false),
  };
}
