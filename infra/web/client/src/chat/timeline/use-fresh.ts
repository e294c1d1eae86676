import type { Conversation } from '@confab/sdk';
import { computed, type ComputedRef, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { myUid } from '../../session/app';
import type { View } from './use-timeline';

const SPEAK_MS = 1_000;

interface Fresh {
  /** How many came while the reader was further up. */
  readonly fresh: ComputedRef<number>;
  /** How many came since that was last said, for who listens instead of looking; said at most once a second. */
  readonly spoken: Ref<{ readonly n: number; readonly times: number } | undefined>;
}

/** Counts what others say while a chat is open. */
export function useFresh(view: () => View, conversation: () => Conversation, atBottom: Ref<boolean>): Fresh {
  const last = () => conversation().last_seq ?? 0;
  const seen = ref(conversation().read_seq ?? last());
  const shown = computed(() =>
    view().items.reduce((newest, item) => (item.kind === 'message' ? item.message.seq : newest), 0),
  );
  /** Above that number; those that are not in the page are all taken for others'. */
  const since = (seq: number): number =>
    view().atNewest
      ? view().items.filter(
          (item) => item.kind === 'message' && item.message.seq > seq && item.message.from_uid !== myUid(),
        ).length
      : Math.max(0, last() - seq);

  const fresh = computed(() => (view().atNewest && atBottom.value ? 0 : since(seen.value)));
  watch(
    [atBottom, shown],
    () => {
      if (atBottom.value && view().atNewest) seen.value = shown.value;
    },
    { immediate: true, flush: 'post' },
  );

  const spoken = shallowRef<{ readonly n: number; readonly times: number }>();
  let told = last();
  let timer: ReturnType<typeof setTimeout> | undefined;
  function speak() {
    const n = since(told);
    told = Math.max(told, view().atNewest ? shown.value : last());
    if (n > 0) spoken.value = { n, times: (spoken.value?.times ?? 0) + 1 };
    timer = n > 0 ? setTimeout(speak, SPEAK_MS) : undefined;
  }
  watch([shown, last], () => {
    if (timer === undefined) speak();
  });
  onScopeDispose(() => clearTimeout(timer));
  return { fresh, spoken };
}
