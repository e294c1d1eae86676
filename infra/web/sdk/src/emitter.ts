/** Calls listeners one after another; what one throws keeps nothing from the others. */
export class Emitter<E> {
  private readonly listeners = new Map<keyof E, Set<(x: never) => void>>();

  constructor(private readonly onFailure: (failure: unknown) => void = () => undefined) {}

  on<K extends keyof E>(event: K, f: (x: E[K]) => void): () => void {
    const set = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, set);
    set.add(f as (x: never) => void);
    return () => void set.delete(f as (x: never) => void);
  }

  emit<K extends keyof E>(event: K, x: E[K]): void {
    for (const f of [...(this.listeners.get(event) ?? [])]) {
      try {
        (f as (x: E[K]) => void)(x);
      } catch (failure) {
        this.onFailure(failure);
      }
    }
  }
}
