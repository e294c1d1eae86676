import { daysBetween, language, t, timeOfDay } from '.';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A time as a list shows it: just now, n minutes ago, 14:05, yesterday, a weekday, a date. */
export function friendly(time: number, now: number): string {
  const ago = now - time;
  if (ago < MINUTE) return t('time.now');
  if (ago < HOUR) return t('time.minutes', { n: Math.floor(ago / MINUTE) });
  const days = daysBetween(time, now);
  if (days === 0) return timeOfDay(time);
  if (days === 1) return t('time.yesterday');
  const date = new Date(time);
  if (days < 7) return new Intl.DateTimeFormat(language.value, { weekday: 'short' }).format(date);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(
    language.value,
    sameYear ? { month: 'numeric', day: 'numeric' } : { year: 'numeric', month: 'numeric', day: 'numeric' },
  ).format(date);
}
