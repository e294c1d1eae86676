export type Locale = 'zh-CN' | 'en';

const weekdays: Record<Locale, string[]> = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A time as people say it, in the local time zone. A time to come, by a clock that is wrong, is just now. */
export function friendlyTime(time: number, now: number, locale: Locale = 'zh-CN'): string {
  const zh = locale === 'zh-CN';
  const ago = now - time;
  if (ago < minute) return zh ? '刚刚' : 'just now';
  if (ago < hour) {
    const n = Math.floor(ago / minute);
    return zh ? `${n}分钟前` : `${n} min ago`;
  }
  if (ago < 2 * hour) return zh ? '1小时前' : '1 h ago';
  const then = new Date(time);
  const clock = `${pad(then.getHours())}:${pad(then.getMinutes())}`;
  const days = Math.round((midnight(now) - midnight(time)) / day);
  if (days === 0) return clock;
  if (days === 1) return zh ? `昨天 ${clock}` : `yesterday ${clock}`;
  if (days < 7) return weekdays[locale][then.getDay()] as string;
  const date = zh
    ? `${then.getMonth() + 1}月${then.getDate()}日`
    : `${then.getDate()} ${months[then.getMonth()] as string}`;
  if (then.getFullYear() === new Date(now).getFullYear()) return date;
  return zh ? `${then.getFullYear()}年${date}` : `${date} ${then.getFullYear()}`;
}

function midnight(time: number): number {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}
