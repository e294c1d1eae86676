import { reactive, watch } from 'vue';
import { browserLanguage, type Language, LANGUAGES, setLanguage } from '../i18n';

/** What this browser remembers of how its user likes the client; never anything of a conversation. */
export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  language: Language | 'browser';
  sendKey: 'enter' | 'ctrl-enter';
  notify: boolean;
  notifyText: boolean;
  sound: boolean;
  listWidth: number;
}

const KEY = 'confab:preferences';
const FIRST: Preferences = {
  theme: 'system',
  language: 'browser',
  sendKey: 'enter',
  notify: false,
  notifyText: true,
  sound: true,
  listWidth: 300,
};

export const preferences = reactive<Preferences>({ ...FIRST, ...kept() });

// Another tab has changed them: it may not be the one that notifies.
window.addEventListener('storage', ({ key }) => {
  if (key === KEY) Object.assign(preferences, FIRST, kept());
});

function kept(): Partial<Preferences> {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
    // Only what has the type of its default counts: another version may have written it.
    return Object.fromEntries(
      Object.entries(FIRST).flatMap(([name, first]) => (typeof all[name] === typeof first ? [[name, all[name]]] : [])),
    );
  } catch {
    return {};
  }
}

/** Puts the preferences into effect, now and whenever they change. The promise is kept when there are texts to show. */
export function applyPreferences(): Promise<void> {
  let spoken: Promise<void> = Promise.resolve();
  watch(
    preferences,
    (to) => {
      const root = document.documentElement;
      if (to.theme === 'system') delete root.dataset.theme;
      else root.dataset.theme = to.theme;
      const language = LANGUAGES.find((each) => each === to.language);
      spoken = setLanguage(language ?? browserLanguage());
      root.style.setProperty('--list-width', `${Math.min(420, Math.max(240, to.listWidth))}px`);
      try {
        localStorage.setItem(KEY, JSON.stringify(to));
      } catch {
        // They hold until the page is closed.
      }
    },
    { immediate: true },
  );
  return spoken;
}
