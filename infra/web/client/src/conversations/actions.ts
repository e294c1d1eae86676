import type { Conversation } from '@confab/sdk';
import { t } from '../i18n';
import { go, route } from '../router';
import { attempt } from '../session/attempt';
import { useConfab } from '../session/app';
import type { MenuItem } from '../ui/Menu.vue';

/** What can be done with a conversation from its row. */
export function actionsOf(conversation: Conversation): MenuItem[] {
  return [
    { id: 'pin', icon: 'pin', label: t(conversation.pinned ? 'conversation.unpin' : 'conversation.pin') },
    {
      id: 'mute',
      icon: conversation.mute ? 'bell' : 'bellOff',
      label: t(conversation.mute ? 'conversation.unmute' : 'conversation.mute'),
    },
    ...(conversation.unread_count > 0
      ? [{ id: 'read', icon: 'check' as const, label: t('conversation.markRead') }]
      : []),
    { id: 'hide', icon: 'eyeOff', label: t('conversation.hide') },
  ];
}

export async function act(id: string, conversation: Conversation): Promise<void> {
  const confab = useConfab();
  const acts: Record<string, () => Promise<unknown>> = {
    pin: () => confab.conversation.pin(conversation.id, !conversation.pinned),
    mute: () => confab.conversation.mute(conversation.id, !conversation.mute),
    read: () => confab.conversation.clearUnreadCount(conversation.id),
    hide: () => confab.conversation.remove(conversation.id),
  };
  const chosen = acts[id];
  if (chosen === undefined) return;
  const done = await attempt(chosen);
  if (done && id === 'hide' && route.value.name === 'c' && route.value.id === conversation.id) go('#/');
}
