import type { Message } from '../api/types.js';

const names: Record<string, string> = {
  image: '[图片]',
  sound: '[语音]',
  video: '[视频]',
  file: '[文件]',
  location: '[位置]',
  code: '[代码]',
  'rich-text': '[图文消息]',
  history: '[聊天记录]',
  'userinfo-card': '[名片]',
  system: '[系统消息]',
};

export const revokedBody = '[消息已撤回]';
export const revokedNote = '[消息已被撤回]';

/** The preview of a message, as the server will write it: until its own arrives. */
export function noteOf(m: Pick<Message, 'type' | 'body' | 'is_revoke'>): string {
  if (m.is_revoke) return revokedNote;
  if (m.type === 'text') {
    const text = typeof m.body === 'string' ? m.body.replace(/[\n\r\v\f\u0085\u2028\u2029]/g, '') : '';
    const cut = text.slice(0, 30);
    return /[\ud800-\udbff]$/.test(cut) && cut.length < text.length ? cut.slice(0, -1) : cut;
  }
  return names[m.type] ?? `[${m.type}]`;
}
