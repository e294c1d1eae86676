import type { Conversation } from '@confab/sdk';
import { noteOf } from '../chat/note';
import { t } from '../i18n';
import { myUid } from '../session/app';
import { nameOf } from '../people/names';

export interface Preview {
  readonly tag?: 'draft' | 'mention';
  /** Who wrote it, in a group. */
  readonly sender?: string;
  readonly text: string;
}

/** The second line of a conversation's row. */
export function previewOf(conversation: Conversation, open: boolean): Preview {
  if (!open && conversation.draft) return { tag: 'draft', text: conversation.draft.slice(0, 100) };
  const newest = conversation.msgList[0];
  const tag =
    conversation.mentioned_seq !== undefined && conversation.unread_count > 0 ? ('mention' as const) : undefined;
  if (newest === undefined) return { tag, text: conversation.last_msg_note ?? '' };
  const sender =
    conversation.type !== 2 || newest.type === 'system'
      ? undefined
      : newest.from_uid === myUid()
        ? t('preview.me')
        : nameOf(newest.from_uid);
  return { tag, sender, text: noteOf(newest) };
}
