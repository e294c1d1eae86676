import type { Notification } from '@confab/sdk';
import { t } from '../i18n';
import { state } from '../session/app';

/** What the server writes where nobody has written anything; it speaks Chinese only. */
const BY_SERVER = ['请求添加对方为好友', '你们已经是好友了', '请求加入群聊'];

/** What a notice says, in the language in use unless a person has written it. */
export function noticeText({ content, payload }: Notification): string {
  const words = BY_SERVER.includes(content) ? '' : content;
  if (payload.subType === 'uni-im-friend-invite') return words || t('invite.text');
  if (payload.subType === 'uni-im-friend-add') return words || t('notices.friends');
  if (payload.subType !== 'uni-im-group-join-request') return content;
  const group = state.value.group.dataList.find((each) => each.group_id === payload.data?.group_id);
  const asks = t('notices.joins', { name: group?.group_info[0]?.name ?? t('chat.group') });
  return words === '' ? asks : `${asks}${t('colon')}${words}`;
}
