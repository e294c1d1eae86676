import type { Item, Jump, Timeline } from '@confab/sdk';
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import { useConfab } from '../../session/app';

/** A timeline's values at one moment. */
export interface View {
  readonly items: readonly Item[];
  readonly atNewest: boolean;
  readonly atOldest: boolean;
  readonly loading: boolean;
  readonly dividerSeq: number | undefined;
  readonly error: string | number | undefined;
}

/** Opens a conversation for as long as the component lives. */
export function useTimeline(id: string, at?: Jump): { timeline: Timeline; view: ShallowRef<View> } {
  const confab = useConfab();
  const timeline = confab.conversation.open(id, at);
  const view = shallowRef(viewOf(timeline));
  const stop = timeline.subscribe(() => (view.value = viewOf(timeline)));
  onScopeDispose(() => {
    stop();
    timeline.close();
    // Left for a page that is no chat: from now on its messages are told of. After a sign-out, or with another chat open, there is nothing to close.
    if (confab.state.currentConversationId === id) confab.conversation.close();
  });
  return { timeline, view };
}

const viewOf = (timeline: Timeline): View => ({
  items: timeline.items,
  atNewest: timeline.atNewest,
  atOldest: timeline.atOldest,
  loading: timeline.loading,
  dividerSeq: timeline.dividerSeq,
  error: timeline.error?.code,
});
