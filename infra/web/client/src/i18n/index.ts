import { computed, shallowRef } from 'vue';
import type { Key } from './zh';

export type { Key };
export type Language = 'zh-CN' | 'en';
export const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];

type Dictionary = Readonly<Record<Key, string>>;
const LOAD: Record<Language, () => Promise<Dictionary>> = {
  'zh-CN': async () => (await import('./zh')).zh,
  en: async () => (await import('./en')).en,
};
const texts = shallowRef<Dictionary>({} as Dictionary);

export const language = shallowRef<Language>('zh-CN');

/** The text of a key in the language in use; `{name}` in it is replaced by that argument. */
export function t(key: Key, values?: Readonly<Record<string, string | number>>): string {
  const text = texts.value[key] ?? key;
  return values === undefined
    ? text
    : text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Only the language in use is loaded. */
export async function setLanguage(to: Language): Promise<void> {
  texts.value = await LOAD[to]();
  language.value = to;
  document.documentElement.lang = to;
}

export const hasText = (key: string): key is Key => Object.hasOwn(texts.value, key);

/** The first language of the browser that we speak; Chinese of any kind is ours. */
export function browserLanguage(languages: readonly string[] = navigator.languages): Language {
  for (const each of languages) {
    if (each.toLowerCase().startsWith('zh')) return 'zh-CN';
    if (each.toLowerCase().startsWith('en')) return 'en';
  }
  return 'en';
}

const clock = computed(
  () => new Intl.DateTimeFormat(language.value, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
);
const date = computed(
  () => new Intl.DateTimeFormat(language.value, { month: 'long', day: 'numeric', weekday: 'short' }),
);
const oldDate = computed(
  () => new Intl.DateTimeFormat(language.value, { year: 'numeric', month: 'long', day: 'numeric' }),
);
const full = computed(
  () => new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }),
);

/** `14:05` */
export const timeOfDay = (time: number): string => clock.value.format(time);
/** `今天`, `昨天`, `11月28日 周六`; with the year if it is another one. */
export function dayOf(time: number, now: number): string {
  const days = daysBetween(time, now);
  if (days === 0 || days === 1) return t(days === 0 ? 'time.today' : 'time.yesterday');
  return (new Date(time).getFullYear() === new Date(now).getFullYear() ? date : oldDate).value.format(time);
}

/** How many midnights lie between. */
export const daysBetween = (time: number, now: number): number => Math.round((midnight(now) - midnight(time)) / DAY);
const DAY = 24 * 60 * 60_000;
const midnight = (time: number): number => new Date(time).setHours(0, 0, 0, 0);

export const fullTime = (time: number): string => full.value.format(time);
