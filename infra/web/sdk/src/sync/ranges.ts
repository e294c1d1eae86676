/** A closed interval of message numbers. */
export type Interval = [number, number];

/** Adds [lo, hi]: the result is ascending, without overlap, neighbours melted into one. */
export function cover(known: readonly Interval[], lo: number, hi: number): Interval[] {
  if (hi < lo) return known.map(([a, b]) => [a, b]);
  const result: Interval[] = [];
  let from = lo;
  let to = hi;
  let placed = false;
  for (const [a, b] of known) {
    if (b < from - 1) result.push([a, b]);
    else if (a > to + 1) {
      if (!placed) result.push([from, to]);
      placed = true;
      result.push([a, b]);
    } else {
      from = Math.min(from, a);
      to = Math.max(to, b);
    }
  }
  if (!placed) result.push([from, to]);
  return result;
}

/** All of [lo, hi] is known. */
export function covers(known: readonly Interval[], lo: number, hi: number): boolean {
  return hi < lo || known.some(([a, b]) => a <= lo && hi <= b);
}

/** What of [lo, hi] is unknown. */
export function gaps(known: readonly Interval[], lo: number, hi: number): Interval[] {
  const result: Interval[] = [];
  let next = lo;
  for (const [a, b] of known) {
    if (b < next) continue;
    if (a > hi) break;
    if (a > next) result.push([next, a - 1]);
    next = b + 1;
  }
  if (next <= hi) result.push([next, hi]);
  return result;
}

/** The largest known number; 0 if none. */
export function top(known: readonly Interval[]): number {
  return known[known.length - 1]?.[1] ?? 0;
}

/** What remains known at and above `from`. */
export function above(known: readonly Interval[], from: number): Interval[] {
  return known.filter(([, b]) => b >= from).map(([a, b]) => [Math.max(a, from), b]);
}
