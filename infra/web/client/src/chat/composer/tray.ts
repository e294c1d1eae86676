import type { Draft, FileRef } from '@confab/sdk';
import { shallowReactive } from 'vue';
import { t } from '../../i18n';
import { myUid } from '../../session/app';
import { toast } from '../../ui/toast';

/** What has been chosen, pasted or dropped and waits beside the text, by user and conversation: it is there when the chat is opened again. */
const trays = shallowReactive(new Map<string, readonly Draft[]>());
const MOST = 20;

const keyOf = (conversation: string) => `${myUid()} ${conversation}`;
export const trayOf = (conversation: string): readonly Draft[] => trays.get(keyOf(conversation)) ?? [];

function setTray(conversation: string, drafts: readonly Draft[]): void {
  if (drafts.length > 0) trays.set(keyOf(conversation), drafts);
  else trays.delete(keyOf(conversation));
}

export function addToTray(conversation: string, drafts: readonly Draft[]): void {
  const all = [...trayOf(conversation), ...drafts];
  if (all.length > MOST) toast(t('tray.full', { n: MOST }), 'error');
  setTray(conversation, all.slice(0, MOST));
}

export function takeFromTray(conversation: string, draft: Draft): void {
  setTray(
    conversation,
    trayOf(conversation).filter((each) => each !== draft),
  );
}

export const emptyTray = (conversation: string): void => setTray(conversation, []);

/** What is sent: pictures and a text are one message, everything else is one each. The text comes first. */
export function together(text: string, call_uid: readonly string[], tray: readonly Draft[]): Draft[] {
  const mentioned = call_uid.length > 0 ? { call_uid: [...call_uid] } : {};
  if (text === '') return [...tray];
  const pictures = tray.filter((each) => each.type === 'image');
  if (pictures.length === 0) return [{ type: 'text', body: text, ...mentioned }, ...tray];
  const files = pictures.flatMap((each) => each.files ?? []);
  const rich: Draft = { type: 'rich-text', body: [{ type: 'text', text }, ...files.map(picture)], files, ...mentioned };
  return [rich, ...tray.filter((each) => each.type !== 'image')];
}

/** The SDK puts the address of the uploaded file, and of its thumbnail, in the place of its number. */
const picture = (file: FileRef, n: number) => ({
  name: 'img',
  attrs: { src: `file:${n}`, thumb: `thumb:${n}`, width: file.width, height: file.height, alt: file.name },
});
