/** A value that tells when it changes. */
export interface Signal<T> {
  readonly value: T;
  subscribe(f: (value: T) => void): () => void;
}

export interface WritableSignal<T> extends Signal<T> {
  set(value: T): void;
}

export function signal<T>(first: T): WritableSignal<T> {
  let value = first;
  const listeners = new Set<(value: T) => void>();
  return {
    get value() {
      return value;
    },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const f of [...listeners]) f(next);
    },
    subscribe(f) {
      listeners.add(f);
      return () => void listeners.delete(f);
    },
  };
}
