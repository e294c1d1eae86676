import type { Message } from '@confab/sdk';
import { type Key, t } from '../i18n';
import { nameOf } from '../people/names';
import { isRecord, textOf } from './bubbles/record';

const FIELDS: Record<string, Key> = {
  name: 'system.name',
  introduction: 'system.introduction',
  notification: 'system.notification',
  avatar_file: 'system.avatar',
  join_option: 'system.joinOption',
};
const MOST_NAMES = 6;

/** The line that a system message is shown as; one whose action nobody here knows is still a line. */
export function systemText(message: Pick<Message, 'action' | 'body' | 'from_uid'>): string {
  const action = message.action ?? '';
  const body = isRecord(message.body) ? message.body : {};
  const who = nameOf(message.from_uid);
  if (action === 'join-group-notice') {
    const others = listed(body, message.from_uid);
    return others === '' ? t('system.joined', { who }) : t('system.invited', { who, names: others });
  }
  if (action === 'group-exit') return t('system.left', { names: listed(body) || who });
  if (action === 'group-expel') return t('system.expelled', { who, names: listed(body) });
  if (action === 'group-dissolved') return t('system.dissolved');
  if (action === 'set-group-admin') {
    const name = nameOf(textOf(body.user_id) ?? '');
    return Array.isArray(body.addRole) && body.addRole.length > 0
      ? t('system.admin', { name })
      : t('system.noAdmin', { name });
  }
  if (action.startsWith('update-group-info-'))
    return updateText(action.slice('update-group-info-'.length), body.updateData, who);
  return t('system.other');
}

function updateText(field: string, data: unknown, who: string): string {
  const value = isRecord(data) ? data[field] : undefined;
  if (field === 'mute_all_members') return t(value === true ? 'system.muteAll' : 'system.unmuteAll', { who });
  const key = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (key === undefined) return t('system.other');
  const text = isRecord(value) ? textOf(value.content) : textOf(value);
  return t(key, { who, value: (text ?? '').slice(0, 200) });
}

function listed(body: Readonly<Record<string, unknown>>, without = ''): string {
  const users = Array.isArray(body.user_list) ? body.user_list.filter(isRecord) : [];
  const names = users
    .filter((user) => user._id !== without)
    .map((user) => textOf(user.nickname) ?? nameOf(textOf(user._id) ?? ''));
  const more = names.length > MOST_NAMES ? t('system.more', { n: names.length }) : '';
  return names.slice(0, MOST_NAMES).join(t('comma')) + more;
}
