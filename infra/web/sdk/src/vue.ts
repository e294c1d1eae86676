import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import type { Confab, State, Timeline } from './types.js';

/** Part of the state, as a ref that changes when the part does; ends with the component. */
export function useConfab<T>(confab: Confab, select: (s: State) => T): Readonly<ShallowRef<T>> {
  const ref = shallowRef(select(confab.state)) as ShallowRef<T>;
  onScopeDispose(confab.subscribe(select, (x) => (ref.value = x)));
  return ref;
}

/** A timeline that a template can read: the ref triggers whenever anything of it changes. */
export function useTimeline(timeline: Timeline): Readonly<ShallowRef<{ timeline: Timeline }>> {
  const ref = shallowRef({ timeline });
  onScopeDispose(timeline.subscribe(() => (ref.value = { timeline })));
  return ref;
}
