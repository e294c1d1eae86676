import { compareKeys } from './keys.js';
import type { Key, Span } from './store.js';

/** Values in the order of their keys. Two entries of one key stand side by side only in an index. */
export class Sorted<V> {
  private readonly keys: Key[] = [];
  private readonly values: V[] = [];

  get size(): number {
    return this.keys.length;
  }

  private lower(key: Key): number {
    let lo = 0;
    let hi = this.keys.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (compareKeys(this.keys[mid] as Key, key) < 0) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  }

  get(key: Key): V | undefined {
    const at = this.lower(key);
    return at < this.keys.length && compareKeys(this.keys[at] as Key, key) === 0 ? this.values[at] : undefined;
  }

  put(key: Key, value: V): void {
    const at = this.lower(key);
    if (at < this.keys.length && compareKeys(this.keys[at] as Key, key) === 0) this.values[at] = value;
    else {
      this.keys.splice(at, 0, key);
      this.values.splice(at, 0, value);
    }
  }

  delete(key: Key): void {
    const at = this.lower(key);
    if (at < this.keys.length && compareKeys(this.keys[at] as Key, key) === 0) {
      this.keys.splice(at, 1);
      this.values.splice(at, 1);
    }
  }

  /** Those within the span; `prefixed`: a bound is the beginning of the keys that it stands for. */
  list(span: Span = {}, prefixed = false): V[] {
    const within = (key: Key): Key => (prefixed ? ((key as Key[])[0] as Key) : key);
    const from = span.from === undefined ? 0 : this.lower(prefixed ? ([span.from] as Key) : span.from);
    const found: V[] = [];
    if (span.reverse) {
      for (let i = this.end(span, prefixed) - 1; i >= from && !(span.limit && found.length >= span.limit); i--) {
        found.push(this.values[i] as V);
      }
      return found;
    }
    for (let i = from; i < this.keys.length && !(span.limit && found.length >= span.limit); i++) {
      if (span.to !== undefined && compareKeys(within(this.keys[i] as Key), span.to) > 0) break;
      found.push(this.values[i] as V);
    }
    return found;
  }

  private end(span: Span, prefixed: boolean): number {
    if (span.to === undefined) return this.keys.length;
    let lo = 0;
    let hi = this.keys.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      const key = this.keys[mid] as Key;
      if (compareKeys(prefixed ? ((key as Key[])[0] as Key) : key, span.to) <= 0) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  }
}
