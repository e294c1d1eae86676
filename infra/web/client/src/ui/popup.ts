/** Places a popup beside a point so that all of it is on the screen. Its own numbers only: nothing of it comes from data. */
export function placeAt(popup: HTMLElement, x: number, y: number): void {
  const margin = 8;
  const { width, height } = popup.getBoundingClientRect();
  const left = Math.max(margin, Math.min(x, innerWidth - width - margin));
  const below = y + height + margin <= innerHeight;
  const top = below ? y : Math.max(margin, y - height);
  popup.style.left = `${left}px`;
  popup.style.top = `${top}px`;
}
