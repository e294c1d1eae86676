import type { Key } from './store.js';

/** The order of IndexedDB: numbers, strings, arrays. */
export function compareKeys(a: Key, b: Key): number {
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a)) return -1;
    if (!Array.isArray(b)) return 1;
    const shorter = Math.min(a.length, b.length);
    for (let i = 0; i < shorter; i++) {
      const order = compareKeys(a[i] as Key, b[i] as Key);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
