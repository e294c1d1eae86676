const AFTER_END_MS = 50;

/**
 * Knows whether a key belongs to an input method. Safari ends a composition before it reports the Enter that ended it, so keys of the next
 * 50 ms belong to it as well.
 */
export function useComposition(): {
  start(): void;
  end(): void;
  active(): boolean;
  owns(event: KeyboardEvent): boolean;
} {
  let composing = false;
  let endedAt = -Infinity;
  return {
    start: () => (composing = true),
    end() {
      composing = false;
      endedAt = performance.now();
    },
    active: () => composing,
    owns: (event) =>
      composing || event.isComposing || event.keyCode === 229 || performance.now() - endedAt < AFTER_END_MS,
  };
}
