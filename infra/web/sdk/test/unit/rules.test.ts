import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apiCodes } from '../../src/api/errors.js';
import { bodyWith } from '../../src/outbox/upload.js';
import { above, cover, covers, gaps, top } from '../../src/sync/ranges.js';
import { friendlyTime } from '../../src/text/friendly-time.js';
import { ids } from '../../src/text/ids.js';
import md5 from 'blueimp-md5';
import { noteOf } from '../../src/text/note.js';
import { uidOf } from '../../src/text/token.js';

const root = new URL('../../../../../', import.meta.url);

describe('ids', () => {
  test('of a single chat are the same for both, md5 of the sorted pair', () => {
    expect(ids.single('alice', 'bob')).toBe('single_b3701cb1cb2d196ad68d6969ab0fbf2c');
    expect(ids.single('bob', 'alice')).toBe(ids.single('alice', 'bob'));
    expect(ids.group('g')).toBe('group_g');
  });

  test('are made with an MD5 that is everybody else’s, whatever the text and its length', () => {
    const theirs = (text: string) => createHash('md5').update(text, 'utf8').digest('hex');
    for (let length = 0; length < 200; length++) {
      const text = 'x'.repeat(length);
      expect(md5(text), `${length} characters`).toBe(theirs(text));
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void expect(md5(text)).toBe(theirs(text))),
      { numRuns: 1000 },
    );
  });
});

describe('errors', () => {
  test('are those of docs/api/errors.md', () => {
    const rows = readFileSync(new URL('docs/api/errors.md', root), 'utf8').matchAll(
      /^\| \d{3} \| (?:`([\w-]+)`|(\d+)) \|/gm,
    );
    const documented = new Set([...rows].map(([, name, number]) => name ?? Number(number)));
    expect(documented.size).toBeGreaterThan(30);
    expect([...documented].filter((code) => !(apiCodes as readonly unknown[]).includes(code))).toEqual([]);
    expect(apiCodes.filter((code) => !documented.has(code))).toEqual([]);
  });
});

describe('ranges', () => {
  const interval = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(15)).map(([a, n]): [number, number] => [a, a + n]);

  test('know exactly the numbers that were added', () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 12 }), interval, (list, [lo, hi]) => {
        const known = list.reduce<[number, number][]>((k, [a, b]) => cover(k, a, b), []);
        const numbers = new Set(list.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => a + i)));
        for (let i = 1; i < known.length; i++)
          expect((known[i] as [number, number])[0]).toBeGreaterThan((known[i - 1] as [number, number])[1] + 1);
        for (let i = 1; i <= 80; i++) expect(covers(known, i, i)).toBe(numbers.has(i));
        const missing = gaps(known, lo, hi).flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => a + i));
        expect(missing).toEqual(Array.from({ length: hi - lo + 1 }, (_, i) => lo + i).filter((i) => !numbers.has(i)));
        expect(top(known)).toBe(Math.max(0, ...numbers));
        expect(above(known, lo).every(([a]) => a >= lo)).toBe(true);
      }),
    );
  });
});

describe('friendlyTime', () => {
  const now = new Date(2026, 10, 28, 15, 30).getTime();
  const at = (...date: [number, number, number, number, number]) => new Date(...date).getTime();
  test.each([
    [now + 60_000, '刚刚', 'just now'],
    [now - 59_000, '刚刚', 'just now'],
    [now - 60_000, '1分钟前', '1 min ago'],
    [now - 59 * 60_000, '59分钟前', '59 min ago'],
    [now - 60 * 60_000, '1小时前', '1 h ago'],
    [now - 119 * 60_000, '1小时前', '1 h ago'],
    [at(2026, 10, 28, 9, 5), '09:05', '09:05'],
    [at(2026, 10, 27, 23, 59), '昨天 23:59', 'yesterday 23:59'],
    [at(2026, 10, 25, 8, 0), '周三', 'Wed'],
    [at(2026, 0, 2, 8, 0), '1月2日', '2 Jan'],
    [at(2025, 11, 31, 8, 0), '2025年12月31日', '31 Dec 2025'],
  ])('%d', (time, zh, en) => {
    expect(friendlyTime(time, now)).toBe(zh);
    expect(friendlyTime(time, now, 'en')).toBe(en);
  });
});

describe('small texts', () => {
  test('a preview is the first 30 characters without line breaks, never half a character', () => {
    const text = (body: unknown) => noteOf({ type: 'text', body, is_revoke: false });
    expect(text('a\nb\u2028c')).toBe('abc');
    expect(text('x'.repeat(29) + '😀')).toBe('x'.repeat(29));
    expect(noteOf({ type: 'image', body: {}, is_revoke: false })).toBe('[图片]');
    expect(noteOf({ type: 'poll', body: {}, is_revoke: false })).toBe('[poll]');
    expect(noteOf({ type: 'text', body: 'x', is_revoke: true })).toBe('[消息已被撤回]');
  });

  test('the uid in a token', () => {
    const claims = Buffer.from(JSON.stringify({ uid: '用户-ü' })).toString('base64url');
    expect(uidOf(`a.${claims}.b`)).toBe('用户-ü');
    expect(uidOf('nonsense')).toBe(null);
    expect(uidOf(`a.${Buffer.from('{"sub":"x"}').toString('base64url')}.b`)).toBe(null);
  });

  test('a body says where its files are', () => {
    const file = { name: 'a.png', size: 5, width: 1, height: 2 };
    expect(bodyWith('image', undefined, [file], [{ url: 'u', thumb: 't' }])).toEqual({
      url: 'u',
      thumb: 't',
      name: 'a.png',
      size: 5,
      width: 1,
      height: 2,
    });
    expect(bodyWith('sound', { time: 7 }, [file], [{ url: 'u' }])).toEqual({ url: 'u', time: 7 });
    const nodes = [
      { name: 'p', children: [{ name: 'img', attrs: { src: 'file:0', thumb: 'thumb:0', alt: 'file:0' } }] },
      { name: 'img', attrs: { src: 'file:1', thumb: 'thumb:1' } },
      { type: 'text', text: 'file:0' },
    ];
    const urls = [{ url: 'u' }, { url: 'v', thumb: 't' }];
    expect(bodyWith('rich-text', nodes, [file, file], urls)).toEqual([
      { name: 'p', children: [{ name: 'img', attrs: { src: 'u', alt: 'file:0' } }] },
      { name: 'img', attrs: { src: 'v', thumb: 't' } },
      { type: 'text', text: 'file:0' },
    ]);
  });
});
