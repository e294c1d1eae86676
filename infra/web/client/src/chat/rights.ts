import type { Conversation, GroupMember, GroupMembership, Message } from '@confab/sdk';
import { type Key } from '../i18n';
import { isFriend } from '../people/names';
import { myUid, state } from '../session/app';

const RECALL_MS = 2 * 60_000;

export const isAdmin = (member: Pick<GroupMembership | GroupMember, 'role'> | undefined): boolean =>
  member !== undefined && (member.role.includes('admin') || member.role.includes('creator'));
export const isCreator = (member: Pick<GroupMembership | GroupMember, 'role'> | undefined): boolean =>
  member !== undefined && member.role.includes('creator');

export const membershipOf = (group: string | undefined): GroupMembership | undefined =>
  group === undefined ? undefined : state.value.group.dataList.find((each) => each.group_id === group);

/** Mine for two minutes; an admin's always. The server decides: another window may be configured there. */
export function mayRevoke(message: Message, membership: GroupMembership | undefined, now: number): boolean {
  if (message.is_revoke || message.type === 'system') return false;
  if (isAdmin(membership) || state.value.me?.role.includes('uni-im-admin')) return true;
  return message.from_uid === myUid() && now - message.create_time < RECALL_MS;
}

/** Why nothing can be written here, if so. */
export function silence(conversation: Conversation, membership: GroupMembership | undefined): Key | undefined {
  if (conversation.leave) return 'silence.left';
  const info = conversation.group_info?.[0];
  if (conversation.type !== 2 || isAdmin(membership)) return undefined;
  if (membership?.mute_type === 1) return 'silence.muted';
  return info?.mute_all_members ? 'silence.mutedAll' : undefined;
}

/** Whether the other of a single chat is worth an invitation. */
export const isStranger = (conversation: Conversation): boolean =>
  conversation.type === 1 &&
  conversation.friend_uid !== undefined &&
  state.value.friend.loaded &&
  !isFriend(conversation.friend_uid);
