import { MemoryStore } from './memory.js';
import { keyAt, schema, storeNames } from './schema.js';
import type { Changed, Key, StoreName } from './store.js';

/** Texts by name, as mini programs and apps keep them. */
export interface KeyValues {
  get(key: string): string | null;
  set(key: string, value: string): void | Promise<void>;
  remove(key: string): void;
}

const messagesPerPage = 50;
const buckets = 16;

/**
 * A store in memory whose pages are kept as texts: 50 messages a page, so that no value grows large. Pages of one transaction are
 * written one after another. A crash between two leaves ranges that know too little, never too much: new messages are written before
 * the ranges that speak of them, and where messages are deleted, those ranges are first written without their conversations.
 */
export class KeyValueStore extends MemoryStore {
  override readonly kind = 'persistent' as const;
  private pages = new Set<string>();

  constructor(
    private readonly values: KeyValues,
    private readonly name: string,
  ) {
    super();
    const index = parse<string[]>(values.get(`${name}:pages`)) ?? [];
    for (const page of index) {
      const store = page.slice(0, page.indexOf('/')) as StoreName;
      const rows = storeNames.includes(store) ? parse<object[]>(values.get(`${name}:${page}`)) : null;
      if (!rows) continue;
      this.pages.add(page);
      for (const row of rows) {
        const key = keyAt(row, schema[store].key);
        if (key !== undefined) this.set(store, key, row);
      }
    }
  }

  /** Deletes everything of this name. */
  static drop(values: KeyValues, name: string): void {
    for (const page of parse<string[]>(values.get(`${name}:pages`)) ?? []) values.remove(`${name}:${page}`);
    values.remove(`${name}:pages`);
  }

  protected override async committed(changed: Changed): Promise<void> {
    const dirty = new Set<string>();
    for (const store of Object.keys(changed) as StoreName[]) {
      const keys = changed[store];
      if (keys === '*') for (const page of this.all(store)) dirty.add(page);
      else for (const key of keys ?? []) dirty.add(pageOf(store, key));
    }
    const contents = new Map<string, object[]>([...dirty].map((page) => [page, []]));
    for (const store of new Set([...dirty].map((page) => page.slice(0, page.indexOf('/')) as StoreName))) {
      for (const row of this.table(store).rows.list()) {
        contents.get(pageOf(store, keyAt(row, schema[store].key) as Key))?.push(row);
      }
    }
    const full = [...contents].filter(([, rows]) => rows.length > 0).map(([page]) => page);
    await this.index(new Set([...this.pages, ...full]));
    const unsure = this.unsure(changed);
    const first = (page: string) => Number(page.startsWith('ranges'));
    const order = [...dirty].sort((a, b) => first(a) - first(b));
    for (const page of unsure.size > 0 ? order.filter(first) : []) {
      const sure = (contents.get(page) as object[]).filter((row) => !unsure.has(keyAt(row, schema.ranges.key) as Key));
      await this.keep(page, sure);
    }
    for (const page of order) await this.keep(page, contents.get(page) as object[]);
    await this.index(new Set([...this.pages].filter((page) => contents.get(page)?.length !== 0)));
  }

  private async keep(page: string, rows: object[]): Promise<void> {
    if (rows.length === 0) this.values.remove(`${this.name}:${page}`);
    else await this.values.set(`${this.name}:${page}`, JSON.stringify(rows));
  }

  /** Which pages there are. It may name some that are not there, but never lack one that is. */
  private async index(pages: Set<string>): Promise<void> {
    const before = [...this.pages].sort().join('\n');
    this.pages = pages;
    const after = [...pages].sort();
    if (after.join('\n') !== before) await this.values.set(`${this.name}:pages`, JSON.stringify(after));
  }

  /** Conversations that lose messages in this transaction. */
  private unsure(changed: Changed): Set<Key> {
    const { messages, ranges } = changed;
    if (!messages || !ranges) return new Set();
    const gone = messages === '*' ? '*' : messages.filter((key) => this.table('messages').rows.get(key) === undefined);
    if (gone !== '*') return new Set(gone.map((key) => (key as [string, number])[0]));
    return new Set(
      this.table('ranges')
        .rows.list()
        .map((row) => keyAt(row, schema.ranges.key) as Key),
    );
  }

  private all(store: StoreName): Set<string> {
    const pages = new Set([...this.pages].filter((page) => page.startsWith(`${store}/`)));
    for (const row of this.table(store).rows.list()) pages.add(pageOf(store, keyAt(row, schema[store].key) as Key));
    return pages;
  }
}

function pageOf(store: StoreName, key: Key): string {
  if (store === 'messages') {
    const [conversation, seq] = key as [string, number];
    return `messages/${conversation}/${Math.floor(seq / messagesPerPage)}`;
  }
  let sum = 0;
  for (const character of JSON.stringify(key)) sum = (sum * 31 + character.charCodeAt(0)) % 65_521;
  return `${store}/${sum % buckets}`;
}

function parse<T>(text: string | null): T | null {
  try {
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}
