import { keyAt, schema, storeNames } from './schema.js';
import { Sorted } from './sorted.js';
import type { Changed, Key, Span, Store, StoreName, Tx } from './store.js';

interface Table {
  rows: Sorted<object>;
  indexes: Map<string, Sorted<object>>;
}

/** A store that ends with the program. One transaction runs at a time; a failed one is undone. */
export class MemoryStore implements Store {
  readonly kind: 'persistent' | 'memory' = 'memory';
  onLost: Store['onLost'] = null;
  protected readonly tables = new Map<StoreName, Table>();
  private queue: Promise<unknown> = Promise.resolve();

  constructor() {
    for (const name of storeNames) {
      const indexes = new Map(Object.keys(schema[name].indexes).map((index) => [index, new Sorted<object>()]));
      this.tables.set(name, { rows: new Sorted<object>(), indexes });
    }
  }

  async read<T>(_stores: StoreName[], f: (tx: Tx) => Promise<T>): Promise<T> {
    return this.next(() => f(new MemoryTx(this)));
  }

  async write<T>(_stores: StoreName[], f: (tx: Tx) => Promise<T>): Promise<{ result: T; changed: Changed }> {
    return this.next(async () => {
      const tx = new MemoryTx(this);
      try {
        const result = await f(tx);
        await this.committed(tx.changed);
        return { result, changed: tx.changed };
      } catch (failure) {
        tx.undo();
        throw failure;
      }
    });
  }

  async close(): Promise<void> {
    await this.queue.catch(() => undefined);
  }

  /** For stores that keep what is here: called with what a transaction changed, before it counts as done. */
  protected async committed(_changed: Changed): Promise<void> {}

  private next<T>(f: () => Promise<T>): Promise<T> {
    const run = this.queue.then(f, f);
    this.queue = run.catch(() => undefined);
    return run;
  }

  table(name: StoreName): Table {
    return this.tables.get(name) as Table;
  }

  /** Puts, replaces (`value`) or deletes (undefined) one row, indexes included. Returns the former one. */
  set(name: StoreName, key: Key, value: object | undefined): object | undefined {
    const { rows, indexes } = this.table(name);
    const former = rows.get(key);
    for (const [index, entries] of indexes) {
      const path = schema[name].indexes[index]?.path as string | string[];
      const before = former && keyAt(former, path);
      if (before !== undefined) entries.delete([before, key] as unknown as Key);
      const after = value && keyAt(value, path);
      if (after !== undefined) entries.put([after, key] as unknown as Key, value as object);
    }
    if (value) rows.put(key, value);
    else rows.delete(key);
    return former;
  }
}

class MemoryTx implements Tx {
  readonly changed: Changed = {};
  private readonly journal: [StoreName, Key, object | undefined][] = [];

  constructor(private readonly store: MemoryStore) {}

  async get<T>(store: StoreName, key: Key): Promise<T | undefined> {
    return this.store.table(store).rows.get(key) as T | undefined;
  }

  async list<T>(store: StoreName, span: Span = {}, index?: string): Promise<T[]> {
    const { rows, indexes } = this.store.table(store);
    return (index ? (indexes.get(index) as Sorted<object>).list(span, true) : rows.list(span)) as T[];
  }

  put(store: StoreName, value: object): void {
    const key = keyAt(value, schema[store].key);
    if (key === undefined) throw new Error(`A row of ${store} has no key`);
    this.set(store, key, value);
  }

  delete(store: StoreName, key: Key): void {
    this.set(store, key, undefined);
  }

  async clear(store: StoreName, span: Span = {}): Promise<void> {
    for (const row of this.store.table(store).rows.list(span)) {
      this.set(store, keyAt(row, schema[store].key) as Key, undefined);
    }
    this.changed[store] = '*';
  }

  undo(): void {
    for (const [store, key, former] of this.journal.reverse()) this.store.set(store, key, former);
  }

  private set(store: StoreName, key: Key, value: object | undefined): void {
    this.journal.push([store, key, this.store.set(store, key, value)]);
    note(this.changed, store, key);
  }
}

export function note(changed: Changed, store: StoreName, key: Key): void {
  const keys = (changed[store] ??= []);
  if (keys !== '*') keys.push(key);
}
