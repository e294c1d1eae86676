import type { Timers } from '../../src/adapters.js';

interface Timer {
  id: number;
  at: number;
  f: () => void;
}

/** Time that moves only when it is told to. */
export class FakeClock implements Timers {
  private time = 1_800_000_000_000;
  private next = 1;
  private timers = new Map<number, Timer>();

  now(): number {
    return this.time;
  }

  set(f: () => void, ms: number): number {
    const id = this.next++;
    this.timers.set(id, { id, at: this.time + Math.max(0, ms), f });
    return id;
  }

  clear(handle: unknown): void {
    this.timers.delete(handle as number);
  }

  get waiting(): number {
    return this.timers.size;
  }

  /** Lets everything happen that is due within this time, in order. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settle();
      let first: Timer | undefined;
      for (const t of this.timers.values()) {
        if (t.at <= end && (!first || t.at < first.at || (t.at === first.at && t.id < first.id))) first = t;
      }
      if (!first) break;
      this.timers.delete(first.id);
      this.time = Math.max(this.time, first.at);
      first.f();
    }
    this.time = end;
    await settle();
  }
}

/** Everything that promises can do without time passing. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
