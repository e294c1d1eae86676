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
 * A store in memory whose pages are kept as texts: 50 messages a page, so that no value grows large. Pages of one transaction are written
 * one after another, messages before the ranges that speak of them: a crash between two leaves ranges that know too little.
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
    const index = [...this.pages].sort().join('\n');
    // Messages before the ranges that speak of them.
    for (const page of [...dirty].sort((a, b) => Number(a.startsWith('ranges')) - Number(b.startsWith('ranges')))) {
      const rows = contents.get(page) as object[];
      if (rows.length === 0) this.values.remove(`${this.name}:${page}`);
      else await this.values.set(`${this.name}:${page}`, JSON.stringify(rows));
      if (rows.length === 0) this.pages.delete(page);
      else this.pages.add(page);
    }
    const pages = [...this.pages].sort();
    if (pages.join('\n') !== index) await this.values.set(`${this.name}:pages`, JSON.stringify(pages));
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
