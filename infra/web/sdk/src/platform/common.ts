import type { Abort, Keep, Timers } from '../adapters.js';

export const timers: Timers = {
  now: () => Date.now(),
  set: (f, ms) => setTimeout(f, Math.min(Math.max(0, ms), 2 ** 31 - 1)),
  clear: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

export function memoryKeep(): Keep {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  };
}

/** Where there is no AbortController. */
export function plainAbort(): { signal: Abort; abort(): void } {
  const listeners = new Set<() => void>();
  const signal = {
    aborted: false,
    addEventListener: (_type: 'abort', f: () => void) => void listeners.add(f),
    removeEventListener: (_type: 'abort', f: () => void) => void listeners.delete(f),
  };
  return {
    signal,
    abort: () => {
      if (signal.aborted) return;
      signal.aborted = true;
      for (const f of [...listeners]) f();
    },
  };
}
