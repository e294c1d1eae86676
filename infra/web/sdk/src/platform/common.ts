import type { Keep, Timers } from '../adapters.js';

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
