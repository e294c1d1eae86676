import type { Keep } from '../adapters.js';
import { memoryKeep } from './common.js';

/** A browser that forbids storage still chats; it forgets at the end. */
export function storageKeep(storage: () => Storage): Keep {
  const fallback = memoryKeep();
  const safely = <T>(f: (s: Storage) => T, otherwise: () => T): T => {
    try {
      return f(storage());
    } catch {
      return otherwise();
    }
  };
  return {
    get: (key) =>
      safely(
        (s) => s.getItem(key),
        () => null,
      ) ?? fallback.get(key),
    set: (key, value) =>
      safely(
        (s) => s.setItem(key, value),
        () => fallback.set(key, value),
      ),
    remove: (key) => {
      fallback.remove(key);
      safely(
        (s) => s.removeItem(key),
        () => undefined,
      );
    },
  };
}
