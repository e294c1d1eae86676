/** A name that was chosen from the list, and where it stands in the text. */
export interface Mention {
  readonly uid: string;
  readonly name: string;
  readonly start: number;
  /** After the last character of `@name`. */
  readonly end: number;
}

/** Moves mentions along with an edit of the text; a mention that was touched falls out. */
export function moved(mentions: readonly Mention[], before: string, after: string): Mention[] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < most - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const end = before.length - tail;
  const by = after.length - before.length;
  return mentions.flatMap((each) => {
    if (each.end <= start) return [each];
    return each.start >= end ? [{ ...each, start: each.start + by, end: each.end + by }] : [];
  });
}

/** What is being typed after an `@`, if the cursor is in it. */
export function mentionQuery(text: string, cursor: number): { start: number; query: string } | undefined {
  const start = text.lastIndexOf('@', cursor - 1);
  if (start < 0 || cursor - start > 32) return undefined;
  const query = text.slice(start + 1, cursor);
  // An address is no mention: nothing of it stands directly before the sign.
  return /\s/.test(query) || /[\w.+-]$/.test(text.slice(Math.max(0, start - 1), start)) ? undefined : { start, query };
}

export const mentioned = (mentions: readonly Mention[]): string[] => [...new Set(mentions.map((each) => each.uid))];
