import type { Item, Message } from '@confab/sdk';
import { computed, type ComputedRef, onScopeDispose, type Ref, ref, shallowRef, type ShallowRef } from 'vue';
import { useConfab } from '../../session/app';
import { type Picture, picturesOf } from '../bubbles/pictures';

/** A picture that somebody wants to see; one that is on its way, or no part of a message, has no message. */
export interface Opened {
  readonly url: string;
  readonly message?: Message;
}

interface Album {
  readonly shown: ShallowRef<Opened>;
  /** Pages are being read for a picture that may be in them. */
  readonly busy: Ref<boolean>;
  /** There may be one before or after this one. */
  readonly hasBack: ComputedRef<boolean>;
  readonly hasNext: ComputedRef<boolean>;
  /** Where this one stands, once all of the chat has been seen. */
  readonly place: ComputedRef<{ n: number; of: number } | undefined>;
  move(by: 1 | -1): Promise<void>;
}

/** Pages that one step reads at most: a thousand messages without a picture; the next step goes on from there. */
const MOST_PAGES = 20;

/**
 * All pictures of a chat, one at a time, read from a timeline of its own: the chat behind stays where it is. A picture whose message is taken
 * back makes room for the next one; `gone` is called when there is none.
 */
export function useAlbum(conversation: string, opened: Opened, items: readonly Item[], gone: () => void): Album {
  const confab = useConfab();
  const pictures = shallowRef<readonly Picture[]>([]);
  const shown = shallowRef<Opened & { key?: string }>(opened);
  const busy = ref(false);
  const ends = shallowRef({ oldest: true, newest: true });
  const at = computed(() => pictures.value.findIndex((each) => each.key === shown.value.key));

  const first = picturesOf(items).find(
    ({ url, message }) => url === opened.url && message._id === (opened.message?._id ?? message._id),
  );
  const timeline = first && confab.conversation.open(conversation, { seq: first.message.seq });
  if (first !== undefined) {
    shown.value = first;
    pictures.value = picturesOf(items);
    ends.value = { oldest: false, newest: false };
  }

  function look() {
    if (timeline === undefined) return;
    const found = picturesOf(timeline.items);
    if (found.some((each) => each.key === shown.value.key)) {
      pictures.value = found;
      ends.value = { oldest: timeline.atOldest, newest: timeline.atNewest };
    } else if (isRevoked(timeline.items, shown.value.message)) {
      const { seq } = shown.value.message as Message;
      const next = found.find((each) => each.message.seq > seq) ?? found.at(-1);
      pictures.value = found;
      if (next === undefined) gone();
      else shown.value = next;
    }
  }
  const stop = timeline?.subscribe(look);
  onScopeDispose(() => {
    stop?.();
    timeline?.close();
  });

  async function move(by: 1 | -1) {
    if (busy.value || timeline === undefined) return;
    busy.value = true;
    try {
      for (let page = 0; page <= MOST_PAGES && at.value >= 0; page++) {
        const next = pictures.value[at.value + by];
        if (next !== undefined) {
          shown.value = next;
          return;
        }
        if (by < 0 ? ends.value.oldest : ends.value.newest) return;
        await (by < 0 ? timeline.older() : timeline.newer());
        look();
      }
    } catch {
      // Without a network: what is here can be looked at, and another step asks again.
    } finally {
      busy.value = false;
    }
  }

  return {
    shown,
    busy,
    hasBack: computed(() => at.value > 0 || !ends.value.oldest),
    hasNext: computed(() => at.value < pictures.value.length - 1 || !ends.value.newest),
    place: computed(() =>
      ends.value.oldest && ends.value.newest && pictures.value.length > 1
        ? { n: at.value + 1, of: pictures.value.length }
        : undefined,
    ),
    move,
  };
}

const isRevoked = (items: readonly Item[], message: Message | undefined): boolean =>
  items.some((item) => item.kind === 'message' && item.message._id === message?._id && item.message.is_revoke);
