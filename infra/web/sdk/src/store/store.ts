/** A value that can be a key, or part of one. */
export type KeyPart = string | number;
export type Key = KeyPart | KeyPart[];

export type StoreName =
  | 'meta'
  | 'conversations'
  | 'messages'
  | 'ranges'
  | 'outbox'
  | 'marks'
  | 'drafts'
  | 'files'
  | 'users'
  | 'friends'
  | 'groups'
  | 'members'
  | 'notifications';

export interface Span {
  /** Bounds, both inclusive. */
  from?: Key;
  to?: Key;
  reverse?: boolean;
  limit?: number;
}

/** One transaction. Within it, await nothing but its own methods. */
export interface Tx {
  get<T>(store: StoreName, key: Key): Promise<T | undefined>;
  /** In the order of the key, or of the index. */
  list<T>(store: StoreName, span?: Span, index?: string): Promise<T[]>;
  put(store: StoreName, value: object): void;
  delete(store: StoreName, key: Key): void;
  /** Deletes all whose key lies within the span. */
  clear(store: StoreName, span?: Span): Promise<void>;
}

/** Keys that a transaction wrote; `'*'`: any. */
export type Changed = Partial<Record<StoreName, Key[] | '*'>>;

/** A local database. A write is done whole or not at all, and writes follow one another. */
export interface Store {
  readonly kind: 'persistent' | 'memory';
  read<T>(stores: StoreName[], f: (tx: Tx) => Promise<T>): Promise<T>;
  write<T>(
    stores: StoreName[],
    f: (tx: Tx) => Promise<T>,
    o?: { strict?: boolean },
  ): Promise<{ result: T; changed: Changed }>;
  close(): Promise<void>;
  /** Called when another tab wants a newer schema, or the platform closed the database for good. */
  onLost: ((reason: 'versionchange' | 'closed') => void) | null;
}
