import type { Message } from '@confab/sdk';
import { type Key, t } from '../i18n';
import { systemText } from './system-text';

const KINDS: Record<string, Key> = {
  image: 'note.image',
  sound: 'note.sound',
  video: 'note.video',
  file: 'note.file',
  location: 'note.location',
  code: 'note.code',
  'rich-text': 'note.richText',
  history: 'note.history',
  'userinfo-card': 'note.card',
};

/** A message in one line, for lists, quotes and notifications. */
export function noteOf(message: Pick<Message, 'type' | 'body' | 'is_revoke' | 'from_uid' | 'action'>): string {
  if (message.is_revoke) return t('note.revoked');
  if (message.type === 'text') return typeof message.body === 'string' ? oneLine(message.body) : t('bubble.unreadable');
  if (message.type === 'system') return systemText(message);
  const key = Object.hasOwn(KINDS, message.type) ? KINDS[message.type] : undefined;
  return key === undefined ? `[${message.type.slice(0, 30)}]` : t(key);
}

const oneLine = (text: string): string => text.slice(0, 200).replace(/\s+/g, ' ').trim();
