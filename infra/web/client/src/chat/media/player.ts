import { reactive } from 'vue';

const HEARD = 'confab:heard';
const MOST_HEARD = 500;

function heardBefore(): Set<string> {
  try {
    const kept = JSON.parse(localStorage.getItem(HEARD) ?? '[]') as unknown;
    return new Set(Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []);
  } catch {
    return new Set();
  }
}

let audio: HTMLAudioElement | undefined;

/** Plays voice notes, one at a time. */
export const player = reactive({
  url: '',
  playing: false,
  part: 0,
  heard: heardBefore(),

  toggle(url: string, id?: string): void {
    const element = (audio ??= newAudio());
    if (player.url === url && player.playing) {
      element.pause();
      return;
    }
    if (player.url !== url) {
      player.url = url;
      player.part = 0;
      element.src = url;
    }
    if (id !== undefined) hear(id);
    element.play().catch(() => (player.playing = false));
  },
});

function newAudio(): HTMLAudioElement {
  const element = new Audio();
  element.onplay = () => (player.playing = true);
  element.onpause = () => (player.playing = false);
  element.ontimeupdate = () =>
    (player.part =
      element.duration > 0 && Number.isFinite(element.duration) ? element.currentTime / element.duration : 0);
  element.onended = () => {
    player.playing = false;
    player.part = 0;
  };
  return element;
}

function hear(id: string): void {
  player.heard.add(id);
  try {
    localStorage.setItem(HEARD, JSON.stringify([...player.heard].slice(-MOST_HEARD)));
  } catch {
    // The dot comes back after a reload.
  }
}
