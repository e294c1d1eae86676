import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { createConfab as forBrowsers, ids } from '../../src/index.js';
import { createConfab as forNode, type Confab } from '../../src/node.js';
import { createConfab as forUni, type Uni } from '../../src/uni.js';
import { nodeAdapters } from '../../src/platform/node.js';
import { memoryKeep } from '../../src/platform/common.js';
import { stubUni } from '../fake/uni.js';
import { System, until } from './system.js';
import { Weixin } from './weixin.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const open: Confab[] = [];
let system: System;
beforeAll(async () => {
  system = await System.start();
});
afterAll(async () => {
  for (const confab of open) await confab.close();
  await system.stop();
});

/** Runs a block of the README as it stands, but for the address. */
async function run(block: string, globals: Record<string, unknown>): Promise<void> {
  const code = new RegExp('```js ' + block + '\\n([^]*?)```').exec(readme)?.[1] ?? '';
  const lines = code.split('\n').filter((line) => line !== '' && !line.startsWith('import '));
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.length).toBeLessThanOrEqual(10);
  const here = lines.join('\n').replaceAll('127.0.0.1:8080', `127.0.0.1:${system.port}`);
  const f = new Function(...Object.keys(globals), `return (async () => {${here}})()`) as (...x: unknown[]) => unknown;
  await f(...Object.values(globals));
}

function kept<A extends unknown[]>(create: (...args: A) => Confab): (...args: A) => Confab {
  return (...args) => {
    const confab = create(...args);
    open.push(confab);
    return confab;
  };
}

async function bodies(from: string): Promise<unknown[]> {
  const { body } = await system.raw('bob', 'getMsgList', { conversation_id: ids.single('bob', from) });
  return ((body.data ?? []) as { body: unknown }[]).map((m) => m.body);
}

test('in a browser', async () => {
  const keep = memoryKeep();
  const storage = { getItem: keep.get, setItem: keep.set, removeItem: keep.remove };
  const listen = { addEventListener: () => undefined, removeEventListener: () => undefined };
  const matchMedia = () => ({ matches: true, ...listen });
  const document = { ...listen, visibilityState: 'visible', body: { textContent: '' } };
  const navigator = { language: 'en', userAgent: 'test', onLine: true };
  const page = {
    window: globalThis,
    navigator,
    document,
    localStorage: storage,
    sessionStorage: storage,
    matchMedia,
    WebSocket,
  };
  for (const [name, value] of Object.entries({ ...page, ...listen }))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  await run('browser', { createConfab: kept(forBrowsers), ids, document });
  await until(() => document.body.textContent === 'Hello from a browser');
  await until(async () => (await bodies('alice')).length === 1);
  expect(open[0]?.state.cache).toBe('persistent');
});

test('in Node', async () => {
  const said: unknown[] = [];
  await run('node', { createConfab: kept(forNode), console: { log: (...x: unknown[]) => said.push(x) } });
  expect(said).toContainEqual(['stored as number', 1]);
  expect(await bodies('carol')).toEqual(['Hello from Node']);
});

test('in uni-app', async () => {
  const said: unknown[] = [];
  const uni = stubUni(nodeAdapters(WebSocket as never), new Map());
  const { request } = uni;
  // As uni-app does: objects become JSON, JSON becomes an object, and without `success` there is a promise.
  const once = (o: Record<string, unknown>) => {
    const success = (e: { data: string }) =>
      (o.success as (e: object) => void)(o.dataType === 'text' ? e : { ...e, data: JSON.parse(e.data) as unknown });
    const data = typeof o.data === 'string' ? o.data : JSON.stringify(o.data);
    return request({ timeout: 60_000, header: {}, ...o, data, success });
  };
  uni.request = (o) =>
    'success' in o ? once(o) : (new Promise((success, fail) => void once({ ...o, success, fail })) as never);
  await run('uni-app', {
    createConfab: kept((u: Uni, o: Parameters<typeof forUni>[1]) => forUni(u, o)),
    uni,
    console: { log: (...x: unknown[]) => said.push(x) },
  });
  expect(said).toContainEqual(['stored as number', 1]);
  expect(await bodies('dave')).toEqual(['Hello from uni-app']);
  await open.pop()?.close();
});

test('the example as a mini program: signs in, sends, hears by its socket, goes on when it is shown again, and starts from its storage', async () => {
  const says = (body: string) => system.raw('bob', 'sendMsg', { to_uid: 'dave', type: 'text', body });
  await says('before');
  const storage = new Map<string, unknown>();
  const phone = new Weixin(system.port, storage);
  const page = phone.open();
  await until(() => page.texts.includes('before') && phone.sockets.size === 1);
  expect(phone.asked.filter((path) => path === '/devLogin')).toHaveLength(1);

  page.fire('bindinput', { value: 'from a mini program' });
  page.fire('bindtap');
  await until(async () => (await bodies('dave')).includes('from a mini program'));
  // In the list of chats, and in the list of what was said.
  const twice = (on: typeof page, body: string) => () => on.texts.filter((text) => text === body).length === 2;
  await says('by the socket');
  await until(twice(page, 'by the socket'));

  phone.hide();
  await until(() => phone.sockets.size === 0);
  await says('while it was hidden');
  expect(page.texts).not.toContain('while it was hidden');
  phone.show();
  await until(twice(page, 'while it was hidden'));
  await until(() => phone.sockets.size === 1);

  phone.end();
  await says('while it was closed');
  const again = new Weixin(system.port, storage);
  await until(twice(again.open(), 'while it was closed'));
  expect(again.asked).not.toContain('/devLogin');
  again.end();
});
