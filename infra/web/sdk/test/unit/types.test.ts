import { beforeAll, expect, test } from 'vitest';
import { compare } from '../types/drift.js';

let found: Awaited<ReturnType<typeof compare>>;
beforeAll(async () => {
  found = await compare();
}, 60_000);

test('the types of the SDK are those of docs/openapi.yaml', () => {
  expect(found.Differences).toEqual([]);
});

test('a difference would be found', () => {
  expect(found.Found).toEqual([
    'x.less is not in the reference',
    'x.list[].deep may be more than the SDK knows',
    'x.more is not in the SDK',
    'x.one may be more than the SDK knows',
    'x.optional is required on one side only',
    'x.wider may be more than the SDK knows',
  ]);
  expect(found.FoundIn).toContain('x.wider may be more than the API takes');
  expect(found.FoundIn).toContain('y.more is not in the SDK');
});
