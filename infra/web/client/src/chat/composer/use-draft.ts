import { onBeforeUnmount } from 'vue';
import { useConfab } from '../../session/app';

const PAUSE_MS = 300;
const MOST_CHARACTERS = 5_000;

/** Keeps what is being written, at each pause and when the chat is left. */
export function useDraft(conversation: () => string, text: () => string): { save(): void; later(): void } {
  const confab = useConfab();
  let timer: ReturnType<typeof setTimeout> | undefined;
  function save() {
    clearTimeout(timer);
    timer = undefined;
    confab.conversation.setDraft(conversation(), text().slice(0, MOST_CHARACTERS)).catch(() => undefined);
  }
  onBeforeUnmount(() => {
    if (timer !== undefined) save();
  });
  return {
    save,
    later() {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE_MS);
    },
  };
}
