import type { AvatarFile, Profile } from '@confab/sdk';
import { language, t } from '../i18n';
import { myUid, state, useConfab } from '../session/app';

/** What is shown of a user: the mark that I gave a friend, else the nickname, else that we do not know it yet. */
export function nameOf(uid: string): string {
  if (uid === state.value.me?._id) return state.value.me.nickname;
  return markOf(uid) ?? read(uid)?.nickname ?? t('people.unknown');
}

export const avatarOf = (uid: string): AvatarFile | undefined =>
  uid === state.value.me?._id ? state.value.me.avatar_file : read(uid)?.avatar_file;

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

/** In the order of an address book of the language in use. */
export const byName = <T extends { readonly name: string }>(all: readonly T[]): T[] =>
  [...all].sort((a, b) => a.name.localeCompare(b.name, language.value));

const asked = new Set<string>();

/**
 * The profile as far as it is known. Each is asked for once per user and page: a message says only the id of its sender, who may be a stranger in
 * a group, or have another name since yesterday. The SDK puts what is asked for at about the same time into one call, and calls only for what it
 * does not have.
 */
function read(uid: string): Profile | undefined {
  const once = `${myUid()} ${uid}`;
  if (uid !== '' && myUid() !== '' && !asked.has(once)) {
    asked.add(once);
    useConfab()
      .people.get([uid])
      .catch(() => asked.delete(once));
  }
  return profileOf(uid);
}
