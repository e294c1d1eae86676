import { computed, shallowRef } from 'vue';
import type { zh } from './zh';

export type Key = keyof typeof zh;
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
const full = computed(() => new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'short' }));

/** `14:05` */
export const timeOfDay = (time: number): string => clock.value.format(time);
/** `11月28日 周六`; with the year if it is another one. */
export const dayOf = (time: number, now: number): string =>
  (new Date(time).getFullYear() === new Date(now).getFullYear() ? date : oldDate).value.format(time);
export const fullTime = (time: number): string => full.value.format(time);
