import type { FriendInvite } from '@confab/sdk';
import { state, useConfab } from '../session/app';

/** Answers a request to be friends: by the notice that tells of it, if there is one, so that the notice is answered, too. */
export function answerInvite({ _id }: FriendInvite, accept: boolean): Promise<void> {
  const { notification, friend } = useConfab();
  const notice = state.value.notification.dataList.find(
    ({ payload }) => payload.subType === 'uni-im-friend-invite' && payload.data?._id === _id && !payload.state,
  );
  return notice === undefined
    ? friend.answerInvite(_id, accept)
    : notification.answer(notice._id, accept ? 'confirm' : 'cancel');
}
