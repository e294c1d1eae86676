/** What opens a menu: the right button, the menu key, or a finger that stays. Spread over an element with `v-bind`/`v-on`. */
export function menuTriggers(
  open: (x: number, y: number, target: HTMLElement) => void,
): Record<string, (event: never) => void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  return {
    contextmenu(event: MouseEvent) {
      // A selection or a link in a text keeps the browser's own menu.
      if (event.target instanceof Element && event.target.closest('a[target], textarea') !== null) return;
      if (String(getSelection()) !== '') return;
      event.preventDefault();
      open(event.clientX, event.clientY, event.currentTarget as HTMLElement);
    },
    keydown(event: KeyboardEvent) {
      if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
      event.preventDefault();
      const target = event.currentTarget as HTMLElement;
      const box = target.getBoundingClientRect();
      open(box.left + 24, box.top + Math.min(24, box.height), target);
    },
    touchstart(event: TouchEvent) {
      const touch = event.touches[0];
      const target = event.currentTarget as HTMLElement;
      stop();
      if (touch !== undefined) timer = setTimeout(() => open(touch.clientX, touch.clientY, target), 500);
    },
    touchmove: stop,
    touchend: stop,
    touchcancel: stop,
  };
}
