import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { ConfabError } from '../api/errors.js';
import { note } from './memory.js';
import { keyAt, schema, storeNames, version } from './schema.js';
import type { Changed, Key, Span, Store, StoreName, Tx } from './store.js';

type Mode = 'readonly' | 'readwrite';
type Transaction = IDBPTransaction<unknown, string[], Mode>;

/** The bounds of a query; IndexedDB's own class is a global of the platform. */
export interface KeyRanges {
  bound(from: unknown, to: unknown): unknown;
  lowerBound(from: unknown): unknown;
  upperBound(to: unknown): unknown;
}

/** A database of the browser. It is opened anew once if the browser closed it behind our back. */
export class IdbStore implements Store {
  readonly kind = 'persistent';
  onLost: Store['onLost'] = null;
  private closed = false;

  private constructor(
    private readonly name: string,
    private readonly ranges: KeyRanges,
    private db: IDBPDatabase<unknown>,
  ) {}

  /** Rejects if there is no IndexedDB, if it is unreadable, or if a newer program made it. */
  static async open(name: string, ranges: KeyRanges, onBlocked?: () => void): Promise<IdbStore> {
    const holder: { store?: IdbStore } = {};
    const db = await connect(name, holder, onBlocked);
    holder.store = new IdbStore(name, ranges, db);
    return holder.store;
  }

  read<T>(stores: StoreName[], f: (tx: Tx) => Promise<T>): Promise<T> {
    return this.again(async () => {
      const transaction = this.db.transaction(stores, 'readonly') as Transaction;
      const result = await f(new IdbTx(transaction, this.ranges, {}));
      await transaction.done;
      return result;
    });
  }

  write<T>(
    stores: StoreName[],
    f: (tx: Tx) => Promise<T>,
    o?: { strict?: boolean },
  ): Promise<{ result: T; changed: Changed }> {
    return this.again(async () => {
      const transaction = this.db.transaction(stores, 'readwrite', {
        durability: o?.strict ? 'strict' : 'relaxed',
      }) as Transaction;
      const changed: Changed = {};
      try {
        const result = await f(new IdbTx(transaction, this.ranges, changed));
        await transaction.done;
        return { result, changed };
      } catch (failure) {
        abort(transaction);
        throw failure;
      }
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    this.db.close();
  }

  lost(reason: 'versionchange' | 'closed'): void {
    if (this.closed) return;
    if (reason === 'versionchange') {
      this.closed = true;
      this.db.close();
    }
    this.onLost?.(reason);
  }

  /** WebKit loses connections, and all browsers end a transaction when they are short of something. */
  private async again<T>(f: () => Promise<T>): Promise<T> {
    try {
      return await f();
    } catch (failure) {
      if (!this.closed && worthAgain(failure)) {
        try {
          this.db.close();
          this.db = await connect(this.name, { store: this });
          return await f();
        } catch (second) {
          throw asConfabError(second);
        }
      }
      throw asConfabError(failure);
    }
  }
}

function connect(name: string, holder: { store?: IdbStore }, onBlocked?: () => void): Promise<IDBPDatabase<unknown>> {
  return openDB(name, version, {
    upgrade(db) {
      for (const store of storeNames) {
        if (db.objectStoreNames.contains(store)) continue;
        const made = db.createObjectStore(store, { keyPath: schema[store].key });
        for (const [index, { path }] of Object.entries(schema[store].indexes)) made.createIndex(index, path);
      }
    },
    blocked: () => onBlocked?.(),
    blocking: () => holder.store?.lost('versionchange'),
    terminated: () => holder.store?.lost('closed'),
  });
}

function abort(transaction: Transaction): void {
  transaction.done.catch(() => undefined);
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}

function nameOf(failure: unknown): string {
  return (failure as { name?: string } | null)?.name ?? '';
}

function worthAgain(failure: unknown): boolean {
  return (
    ['InvalidStateError', 'AbortError'].includes(nameOf(failure)) ||
    /connection .*lost|database connection is closing/i.test(String((failure as Error)?.message))
  );
}

function asConfabError(failure: unknown): unknown {
  if (failure instanceof ConfabError) return failure;
  const code = nameOf(failure) === 'QuotaExceededError' ? 'quota' : 'cache';
  return new ConfabError(code, { kind: 'client', cause: failure, message: `${code}: ${nameOf(failure)}` });
}

class IdbTx implements Tx {
  constructor(
    private readonly transaction: Transaction,
    private readonly ranges: KeyRanges,
    private readonly changed: Changed,
  ) {}

  async get<T>(store: StoreName, key: Key): Promise<T | undefined> {
    return (await this.transaction.objectStore(store).get(key)) as T | undefined;
  }

  async list<T>(store: StoreName, span: Span = {}, index?: string): Promise<T[]> {
    const objectStore = this.transaction.objectStore(store);
    const source = index ? objectStore.index(index) : objectStore;
    const range = this.range(span);
    if (!span.reverse) return (await source.getAll(range, span.limit)) as T[];
    const found: T[] = [];
    let cursor = await source.openCursor(range, 'prev');
    while (cursor && !(span.limit && found.length >= span.limit)) {
      found.push(cursor.value as T);
      cursor = await cursor.continue();
    }
    return found;
  }

  put(store: StoreName, value: object): void {
    this.objectStore(store)
      .put(value)
      .catch(() => undefined);
    note(this.changed, store, keyAt(value, schema[store].key) as Key);
  }

  delete(store: StoreName, key: Key): void {
    this.objectStore(store)
      .delete(key)
      .catch(() => undefined);
    note(this.changed, store, key);
  }

  async clear(store: StoreName, span: Span = {}): Promise<void> {
    const range = this.range(span);
    if (range === undefined) await this.objectStore(store).clear();
    else await this.objectStore(store).delete(range);
    this.changed[store] = '*';
  }

  private objectStore(store: StoreName) {
    return (this.transaction as IDBPTransaction<unknown, string[], 'readwrite'>).objectStore(store);
  }

  private range(span: Span): IDBKeyRange | undefined {
    const range =
      span.from !== undefined && span.to !== undefined
        ? this.ranges.bound(span.from, span.to)
        : span.from !== undefined
          ? this.ranges.lowerBound(span.from)
          : span.to !== undefined
            ? this.ranges.upperBound(span.to)
            : undefined;
    return range as IDBKeyRange | undefined;
  }
}
