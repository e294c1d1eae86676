import type { ApiConversation, Message } from '../api/types.js';
import type { FileRef } from '../adapters.js';
import type { Key, KeyPart, StoreName } from './store.js';

export const version = 1;

interface StoreSchema {
  key: string | string[];
  indexes: Record<string, { path: string | string[]; unique?: boolean }>;
}

/** Stores, their keys and indexes: of IndexedDB, and of the other stores alike. */
export const schema: Record<StoreName, StoreSchema> = {
  meta: { key: 'name', indexes: {} },
  conversations: { key: 'id', indexes: {} },
  messages: {
    key: ['conversation_id', 'seq'],
    indexes: { id: { path: '_id' }, own: { path: ['from_uid', 'unique_id'] } },
  },
  ranges: { key: 'conversation_id', indexes: { used: { path: 'used_at' } } },
  outbox: { key: 'unique_id', indexes: { conversation: { path: ['conversation_id', 'local_no'] } } },
  marks: { key: 'conversation_id', indexes: {} },
  drafts: { key: 'conversation_id', indexes: {} },
  files: { key: ['unique_id', 'n'], indexes: {} },
  users: { key: '_id', indexes: {} },
  friends: { key: 'friend_uid', indexes: {} },
  groups: { key: 'group_id', indexes: {} },
  members: { key: ['group_id', 'user_id'], indexes: {} },
  notifications: { key: '_id', indexes: { time: { path: 'create_time' } } },
};

export const storeNames = Object.keys(schema) as StoreName[];

/** What no failure and no eviction deletes. */
export const precious: StoreName[] = ['outbox', 'marks', 'drafts', 'files'];

/** What is small enough to live in memory; without it the lists would be empty until the next synchronization. */
export const lists: StoreName[] = ['meta', 'conversations', 'friends', 'groups', 'notifications', 'users'];

/** The key at this path; undefined if a part is missing: such a record is not in that index. */
export function keyAt(value: object, path: string | string[]): Key | undefined {
  const record = value as Record<string, KeyPart | undefined>;
  if (typeof path === 'string') return record[path];
  const parts: KeyPart[] = [];
  for (const name of path) {
    const part = record[name];
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts;
}

/** A conversation as it is cached: the API's object, and which of it is known how well. */
export interface ConversationRow extends ApiConversation {
  last_seq: number;
  change_time: number;
  /** Not made real by the server yet. */
  local?: true;
}

export interface RangesRow {
  conversation_id: string;
  /** Closed intervals of numbers that are known, ascending, apart from each other. */
  known: [number, number][];
  /** `minUpdateTime` of the next question for changes. */
  changed_to: number;
  /** The conversation's `change_time` when it was last filled. */
  synced: number;
  delete_no: number;
  used_at: number;
}

export type OutboxState = 'preparing' | 'waiting' | 'sending' | 'failed';
export interface OutboxRow {
  unique_id: string;
  conversation_id: string;
  target: { to_uid?: string; group_id?: string };
  draft: { type: string; body: unknown; about_msg_id?: string; call_uid?: string[] };
  local_no: number;
  state: OutboxState;
  attempts: number;
  next_at: number;
  /** When trying began, for the day after which it ends. */
  since: number;
  error?: string | number;
  client_create_time: number;
  files: number;
}

export interface FileRow {
  unique_id: string;
  n: number;
  file: FileRef;
  thumb?: FileRef;
}
export interface MarkRow {
  conversation_id: string;
  seq: number;
}
export interface DraftRow {
  conversation_id: string;
  text: string;
  time: number;
  /** The server has it. */
  stored: boolean;
}
export interface MetaRow {
  name: string;
  value: unknown;
}
export type MessageRow = Message;
