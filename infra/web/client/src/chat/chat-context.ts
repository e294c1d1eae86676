import type { Conversation, Message } from '@confab/sdk';
import { inject, type InjectionKey, provide } from 'vue';
import type { MessageItem } from './timeline/rows';

/** What a message in a chat can ask of the chat around it. */
export interface Chat {
  openMenu(item: MessageItem, x: number, y: number): void;
  reply(message: Message): void;
  reveal(to: { seq: number } | { _id: string }): void;
  resend(unique_id: string): void;
  readAgain(text: string): void;
  isSelected(id: string): boolean;
  toggle(message: Message): void;
  openPicture(message: Message | undefined, url: string): void;
  readonly conversation: () => Conversation;
}

const key: InjectionKey<Chat> = Symbol('chat');
export const provideChat = (chat: Chat): void => provide(key, chat);
/** Undefined in merged records, which are read outside of any chat. */
export const useChat = (): Chat | undefined => inject(key, undefined);
