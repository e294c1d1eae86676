import type { Message } from '@confab/sdk';
import { t } from '../i18n';
import { myUid } from '../session/app';
import type { MenuItem } from '../ui/Menu.vue';
import { plainOf } from './bubbles/plain';
import { mayRevoke, membershipOf } from './rights';
import type { MessageItem } from './timeline/rows';

/** What can be done with a message; only what the server would allow. */
export function menuOf(item: MessageItem, now: number): MenuItem[] {
  if (item.kind === 'pending') {
    return item.pending.state === 'failed'
      ? [
          { id: 'resend', icon: 'undo', label: t('message.resend') },
          ...(copyable(item.pending) === undefined
            ? []
            : [{ id: 'copy', icon: 'copy' as const, label: t('message.copy') }]),
          { id: 'discard', icon: 'trash', label: t('message.discard'), danger: true },
        ]
      : [{ id: 'discard', icon: 'close', label: t('message.cancel') }];
  }
  const { message } = item;
  const items: MenuItem[] = [];
  if (!message.is_revoke) {
    items.push({ id: 'reply', icon: 'reply', label: t('message.reply') });
    if (copyable(message) !== undefined) items.push({ id: 'copy', icon: 'copy', label: t('message.copy') });
    items.push({ id: 'forward', icon: 'forward', label: t('message.forward') });
    if (message.group_id !== undefined && message.from_uid === myUid())
      items.push({ id: 'readers', icon: 'eye', label: t('message.readers') });
  }
  items.push({ id: 'select', icon: 'list', label: t('message.select') });
  if (mayRevoke(message, membershipOf(message.group_id), now))
    items.push({ id: 'revoke', icon: 'undo', label: t('message.revoke') });
  items.push({ id: 'remove', icon: 'trash', label: t('message.remove'), danger: true });
  return items;
}

/** The text of a message, where it has one. */
export function copyable({ type, body }: Pick<Message, 'type' | 'body'>): string | undefined {
  if ((type === 'text' || type === 'code') && typeof body === 'string') return body;
  return type === 'rich-text' && Array.isArray(body) ? plainOf(body) || undefined : undefined;
}
