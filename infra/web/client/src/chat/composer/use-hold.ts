import { ref } from 'vue';

const HOLD_MS = 250;
/** As far from the button as a finger has to go to mean it. */
const AWAY_PX = 64;

/**
 * A button that is held: `start` after a moment, `end` when it is let go, with false if the pointer was drawn away from it or taken by the browser.
 * A short press is a click, which a keyboard or a screen reader makes, too. The events of the element are the caller's to bind.
 */
export function useHold(start: () => void, end: (kept: boolean) => void, click: () => void) {
  const held = ref(false);
  const away = ref(false);
  let pointer: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let swallow = false;

  function begin() {
    held.value = true;
    away.value = false;
    // Whether a click follows when a held button is let go depends on browser and pointer.
    swallow = true;
    start();
  }
  function letGo(event: PointerEvent, kept: boolean) {
    if (event.pointerId !== pointer) return;
    pointer = undefined;
    clearTimeout(timer);
    if (!held.value) return;
    held.value = false;
    end(kept && !away.value);
  }

  return {
    held,
    away,
    /** It has ended otherwise: what the pointer does until it is let go means nothing. */
    stop() {
      clearTimeout(timer);
      held.value = false;
    },
    events: {
      pointerdown(event: PointerEvent) {
        if (event.button !== 0 || !event.isPrimary) return;
        swallow = false;
        pointer = event.pointerId;
        (event.currentTarget as HTMLElement).setPointerCapture(pointer);
        timer = setTimeout(begin, HOLD_MS);
      },
      pointermove(event: PointerEvent) {
        if (event.pointerId !== pointer || !held.value) return;
        const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
        const x = Math.max(box.left - event.clientX, event.clientX - box.right, 0);
        const y = Math.max(box.top - event.clientY, event.clientY - box.bottom, 0);
        away.value = Math.hypot(x, y) > AWAY_PX;
      },
      pointerup: (event: PointerEvent) => letGo(event, true),
      pointercancel: (event: PointerEvent) => letGo(event, false),
      // A finger that stays opens a menu elsewhere.
      contextmenu: (event: MouseEvent) => event.preventDefault(),
      click(event: MouseEvent) {
        const ofKeyboard = event.detail === 0;
        if (ofKeyboard || !swallow) click();
        swallow = false;
      },
    },
  };
}
