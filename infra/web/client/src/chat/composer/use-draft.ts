import { onBeforeUnmount, watch } from 'vue';
import { useConfab } from '../../session/app';
import { leaving } from '../../session/worker';

const PAUSE_MS = 300;
const MOST_CHARACTERS = 5_000;

/** Keeps what is being written: at each pause, when the chat is left, and at once while the page is about to be loaded anew. */
export function useDraft(conversation: () => string, text: () => string): { save(): void; later(): void } {
  const confab = useConfab();
  let timer: ReturnType<typeof setTimeout> | undefined;
  function save() {
    clearTimeout(timer);
    timer = undefined;
    confab.conversation.setDraft(conversation(), text().slice(0, MOST_CHARACTERS)).catch(() => undefined);
  }
  const saveNow = () => {
    if (timer !== undefined) save();
  };
  onBeforeUnmount(saveNow);
  watch(leaving, saveNow, { flush: 'sync' });
  return {
    save,
    later() {
      clearTimeout(timer);
      timer = setTimeout(save, leaving.value ? 0 : PAUSE_MS);
    },
  };
}
