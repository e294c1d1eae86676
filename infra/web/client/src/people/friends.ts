import { state } from '../session/app';
import { byName, nameOf } from './names';
import type { Choice } from './PeoplePicker.vue';

/** My friends, to be chosen from. */
export const friendChoices = (): Choice[] =>
  byName(
    state.value.friend.dataList.map((each) => ({
      id: each.friend_uid,
      name: nameOf(each.friend_uid),
      file: each.user_info[0]?.avatar_file,
    })),
  );
