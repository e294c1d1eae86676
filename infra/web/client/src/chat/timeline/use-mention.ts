import type { Conversation } from '@confab/sdk';
import { type Ref, ref, watch } from 'vue';

/** The newest message that mentions me and that I have not seen since the chat was opened. */
export function useMention(
  conversation: () => Conversation,
  scroller: () => HTMLElement | null,
): { mention: Ref<number | undefined>; look(): void } {
  const mention = ref(conversation().mentioned_seq);
  // When it is read the conversation knows it no longer, but who came for it may not have seen it yet.
  watch(
    () => conversation().mentioned_seq,
    (seq) => (mention.value = seq ?? mention.value),
  );

  /** Forgets it once it is on the screen. */
  function look(): void {
    const at = scroller();
    if (at === null || mention.value === undefined) return;
    const row = at.querySelector<HTMLElement>(`[data-seq="${mention.value}"]`);
    if (row === null) return;
    const box = row.getBoundingClientRect();
    const screen = at.getBoundingClientRect();
    if (box.top < screen.bottom && box.bottom > screen.top) mention.value = undefined;
  }
  return { mention, look };
}
