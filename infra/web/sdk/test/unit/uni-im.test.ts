import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import './uni-im/conversations-and-utils.js';
import { Scene, tested } from './uni-im/scene.js';
import './uni-im/state-and-lists.js';

test('each documented row is a name of the object, and has a test', () => {
  const page = readFileSync(new URL('../../../../../docs/sdk.md', import.meta.url), 'utf8');
  const table = /^## Under uni-im's names\n(.*?)\n## /ms.exec(page)?.[1] ?? '';
  const documented = [...table.matchAll(/^\| (`.*?) \| /gm)].flatMap(([, first]) =>
    [...(first as string).matchAll(/`([^`]+)`/g)].map(([, name]) => name as string),
  );
  expect(documented.length).toBeGreaterThan(30);
  expect([...tested].sort()).toEqual([...documented].sort());
  const names = Object.entries(new Scene().start().im).flatMap(([name, value]) => {
    const inner = Object.entries((value ?? {}) as object);
    const isPart = inner.some(([, x]) => typeof x === 'function');
    return isPart ? inner.map(([x]) => `${name}.${x}`) : [name];
  });
  const bare = (name: string) => name.replace(/\(.*/, '');
  expect([...new Set(documented.filter((name) => !name.includes('[]')).map(bare)), 'stop'].sort()).toEqual(
    names.sort(),
  );
});
