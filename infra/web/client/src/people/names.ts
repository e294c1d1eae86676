import type { AvatarFile, Profile } from '@confab/sdk';
import { t } from '../i18n';
import { state } from '../session/app';

/** What is shown of a user: the mark that I gave a friend, else the nickname, else that we do not know it yet. */
export function nameOf(uid: string): string {
  if (uid === state.value.me?._id) return state.value.me.nickname;
  return markOf(uid) ?? profileOf(uid)?.nickname ?? t('people.unknown');
}

export const avatarOf = (uid: string): AvatarFile | undefined =>
  uid === state.value.me?._id ? state.value.me.avatar_file : profileOf(uid)?.avatar_file;

export function profileOf(uid: string): Profile | undefined {
  const known = state.value.usersInfo;
  return Object.hasOwn(known, uid) ? known[uid] : undefined;
}

export function markOf(uid: string): string | undefined {
  const mark = state.value.friend.dataList.find((friend) => friend.friend_uid === uid)?.mark;
  return mark === '' ? undefined : mark;
}

export const isFriend = (uid: string): boolean =>
  state.value.friend.dataList.some((friend) => friend.friend_uid === uid);
