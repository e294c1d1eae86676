const MOST_PX = 208;

/** Makes a text field as high as its text, up to eight lines. */
export function grow(area: HTMLTextAreaElement | null): void {
  if (area === null) return;
  area.style.height = 'auto';
  area.style.height = `${Math.min(MOST_PX, area.scrollHeight)}px`;
}
