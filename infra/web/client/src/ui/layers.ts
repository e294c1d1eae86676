import { onBeforeUnmount } from 'vue';

/** Closes something that Escape closes; tells whether there was anything to close. */
type Close = () => boolean;

const open: Close[] = [];

/** As long as the component is there, Escape asks `close`, wherever the focus is; what came last is asked first. */
export function useLayer(close: Close): void {
  open.push(close);
  onBeforeUnmount(() => void open.splice(open.indexOf(close), 1));
}

/** Closes the topmost layer; false if there is none. */
export const closeLayer = (): boolean => [...open].reverse().some((close) => close());
