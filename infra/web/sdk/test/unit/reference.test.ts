import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { place, reference } from '../../reference.js';

test('docs/sdk-reference.md is what the types and their comments say; every exported name is in it', () => {
  const { text, names } = reference();
  expect(readFileSync(place, 'utf8'), 'run npm run reference -w sdk').toBe(text);
  expect(names.size).toBeGreaterThan(60);
  for (const name of names) expect(text).toContain(`### ${name}\n`);
}, 60_000);
