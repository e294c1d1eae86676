/** `2026-11-28`, as a date field has it. */
export function dayField(time: number): string {
  const date = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When that day begins here; undefined if it is no day. */
export function beginningOf(field: string | undefined): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(field ?? '') ?? [];
  if (day === undefined) return undefined;
  const time = new Date(Number(year), Number(month) - 1, Number(day)).getTime();
  return time >= 0 && dayField(time) === field ? time : undefined;
}
