import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { IdbStore, type KeyRanges } from '../../src/store/idb.js';
import { KeyValueStore } from '../../src/store/keyvalue.js';
import { MemoryStore } from '../../src/store/memory.js';
import type { Store } from '../../src/store/store.js';
import { memoryKeep } from '../../src/platform/common.js';

const ranges = IDBKeyRange as unknown as KeyRanges;
let number = 0;

const kinds: Record<string, { open: () => Promise<Store>; again?: () => Promise<Store> }> = {
  memory: { open: async () => new MemoryStore() },
  indexeddb: { open: () => IdbStore.open(`s${++number}`, ranges), again: () => IdbStore.open(`s${number}`, ranges) },
  keyvalue: (() => {
    const keep = memoryKeep();
    return {
      open: async () => new KeyValueStore(keep, `s${++number}`),
      again: async () => new KeyValueStore(keep, `s${number}`),
    };
  })(),
};
const message = (seq: number, conversation_id = 'c') => ({
  conversation_id,
  seq,
  _id: `${conversation_id}${seq}`,
  from_uid: 'a',
  unique_id: `u${seq}`,
});

describe.each(Object.keys(kinds))('%s', (kind) => {
  const { open, again } = kinds[kind] as (typeof kinds)[string];

  test('rows are found by key, span and index, in order', async () => {
    const store = await open();
    await store.write(['messages'], async (tx) => {
      for (const seq of [5, 1, 10, 2]) tx.put('messages', message(seq));
      tx.put('messages', message(1, 'd'));
    });
    await store.read(['messages'], async (tx) => {
      expect(await tx.get('messages', ['c', 10])).toMatchObject({ _id: 'c10' });
      const seqs = async (...args: Parameters<typeof tx.list> extends [unknown, ...infer R] ? R : never) =>
        (await tx.list<{ seq: number }>('messages', ...args)).map((m) => m.seq);
      expect(await seqs({ from: ['c', 2], to: ['c', 10] })).toEqual([2, 5, 10]);
      expect(await seqs({ from: ['c', 0], to: ['c', 99], reverse: true, limit: 2 })).toEqual([10, 5]);
      expect(await seqs({ from: 'c5', to: 'c5' }, 'id')).toEqual([5]);
      expect(await seqs({ from: ['a', 'u2'], to: ['a', 'u2'] }, 'own')).toEqual([2]);
    });
    await store.close();
  });

  test('a failed transaction leaves nothing behind', async () => {
    const store = await open();
    await store.write(['drafts'], async (tx) => tx.put('drafts', { conversation_id: 'c', text: 'before' }));
    const failing = store.write(['drafts'], async (tx) => {
      tx.put('drafts', { conversation_id: 'c', text: 'after' });
      tx.put('drafts', { conversation_id: 'd', text: 'new' });
      await tx.get('drafts', 'c');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow();
    expect(await store.read(['drafts'], (tx) => tx.list('drafts'))).toEqual([{ conversation_id: 'c', text: 'before' }]);
    await store.close();
  });

  test('what changed is told; writes follow one another', async () => {
    const store = await open();
    const add = () =>
      store.write(['meta'], async (tx) => {
        const row = await tx.get<{ value: number }>('meta', 'n');
        tx.put('meta', { name: 'n', value: (row?.value ?? 0) + 1 });
      });
    const all = await Promise.all(Array.from({ length: 20 }, add));
    expect(all[0]?.changed).toEqual({ meta: ['n'] });
    expect(await store.read(['meta'], (tx) => tx.get('meta', 'n'))).toMatchObject({ value: 20 });
    await store.close();
  });

  test.skipIf(!again)('what is stored is there after opening again', async () => {
    const store = await open();
    await store.write(['messages', 'ranges'], async (tx) => {
      for (let seq = 1; seq <= 120; seq++) tx.put('messages', message(seq));
      tx.put('ranges', { conversation_id: 'c', known: [[1, 120]], used_at: 1 });
    });
    await store.write(['messages'], (tx) => tx.clear('messages', { from: ['c', 0], to: ['c', 60] }));
    await store.close();
    const second = await (again as () => Promise<Store>)();
    const rows = await second.read(['messages'], (tx) => tx.list<{ seq: number }>('messages'));
    expect(rows.map((m) => m.seq)).toEqual(Array.from({ length: 60 }, (_, i) => i + 61));
    expect(await second.read(['ranges'], (tx) => tx.list('ranges', {}, 'used'))).toHaveLength(1);
    await second.close();
  });
});

describe('keyvalue', () => {
  /** A phone that dies after some writes: the rest of them never happens. */
  function dying(after: number) {
    const values = new Map<string, string>();
    let left = after;
    const alive = () => left-- > 0;
    return {
      get: (key: string) => values.get(key) ?? null,
      set: (key: string, value: string) => void (alive() && values.set(key, value)),
      remove: (key: string) => void (alive() && values.delete(key)),
      revive: () => (left = Infinity),
    };
  }
  interface Row {
    conversation_id: string;
    known: [number, number][];
  }

  test('a crash after any write leaves no range that knows messages which are not there', async () => {
    let found = 0;
    for (let after = 1; after < 40; after++) {
      const values = dying(after);
      const store = new KeyValueStore(values, 's');
      const add = (id: string, from: number, to: number) =>
        store.write(['messages', 'ranges'], async (tx) => {
          for (let seq = from; seq <= to; seq++) tx.put('messages', message(seq, id));
          tx.put('ranges', { conversation_id: id, known: [[1, to]], used_at: 1 });
        });
      await add('c', 1, 40);
      await add('d', 1, 60);
      await add('c', 41, 120);
      await store.write(['messages', 'ranges'], async (tx) => {
        await tx.clear('messages', { from: ['d', 0], to: ['d', 60] });
        tx.put('ranges', { conversation_id: 'd', known: [], used_at: 1 });
      });
      await add('d', 1, 30);
      values.revive();
      const again = new KeyValueStore(values, 's');
      const rows = await again.read(['ranges'], (tx) => tx.list<Row>('ranges'));
      const there = await again.read(['messages'], (tx) => tx.list<{ _id: string }>('messages'));
      const ids = new Set(there.map((m) => m._id));
      for (const { conversation_id, known } of rows) {
        for (const [from, to] of known)
          for (let seq = from; seq <= to; seq++) {
            found++;
            expect(ids, `after ${after} writes`).toContain(`${conversation_id}${seq}`);
          }
      }
    }
    expect(found).toBeGreaterThan(1000);
  });
});

describe('indexeddb fails', () => {
  test('a connection that was closed behind our back is opened again', async () => {
    const store = await IdbStore.open('lost', ranges);
    await store.write(['meta'], async (tx) => tx.put('meta', { name: 'a', value: 1 }));
    (store as unknown as { db: IDBDatabase }).db.close();
    expect(await store.read(['meta'], (tx) => tx.get('meta', 'a'))).toMatchObject({ value: 1 });
    await store.close();
  });

  test('a newer program wants the database: it is let go', async () => {
    const store = await IdbStore.open('newer', ranges);
    const reasons: string[] = [];
    store.onLost = (reason) => reasons.push(reason);
    const request = indexedDB.open('newer', 99);
    await new Promise((resolve) => (request.onsuccess = resolve));
    expect(reasons).toEqual(['versionchange']);
    request.result.close();
    await expect(IdbStore.open('newer', ranges)).rejects.toThrow();
  });

  test('a full disk is told as quota', async () => {
    const store = await IdbStore.open('full', ranges);
    const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    const failing = store.write(['meta'], async () => {
      throw full;
    });
    await expect(failing).rejects.toMatchObject({ code: 'quota' });
    await store.close();
  });
});
