import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';
import type { createConfab } from '../../src/uni.js';
import { stubUni } from '../fake/uni.js';
import { World } from '../fake/world.js';

const sdk = fileURLToPath(new URL('../..', import.meta.url));

/** The entry as a mini program packs it: one script, minified, in the language of 2019. */
async function packed(): Promise<string> {
  const output = await build({
    root: sdk,
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['source', 'module'] },
    build: {
      write: false,
      target: 'es2019',
      minify: true,
      lib: { entry: 'src/uni.ts', formats: ['iife'], name: 'Sdk', fileName: 'uni' },
    },
  });
  const [{ output: chunks }] = output as unknown as [Rolldown.RolldownOutput];
  expect(chunks).toHaveLength(1);
  return chunks[0].code;
}

test('packed for a mini program it needs nothing but the language, timers and what is passed to it', async () => {
  const code = await packed();
  expect(code).not.toMatch(/\bimport\(|\?\?|\?\./);
  const world = new World(['alice', 'bob']);
  const context = createContext({ setTimeout, clearTimeout });
  runInContext(`${code};globalThis.Sdk = Sdk`, context);
  const { createConfab: create } = context.Sdk as { createConfab: typeof createConfab };
  const ticking = setInterval(() => void world.clock.advance(50), 5);
  const confab = create(stubUni(world.network('phone'), new Map()), {
    endpoint: 'http://fake',
    socket: 'ws://fake/ws',
    appId: 'demo',
    deviceId: 'phone',
  });
  try {
    await confab.login(world.token('alice'));
    const heard = new Promise((resolve) => confab.on('message', ({ message, live }) => live && resolve(message.body)));
    expect((await confab.message.send({ to_uid: 'bob' }, { type: 'text', body: 'hi' }).stored).seq).toBe(1);
    expect(await heard).toBe('hi');
    expect(confab.state.conversation.dataList[0]).toMatchObject({ title: 'bob', last_msg_note: 'hi' });
    const refused = confab.message.send({ to_uid: 'nobody' }, { type: 'text', body: 'x' }).stored;
    await expect(refused).rejects.toMatchObject({ name: 'ConfabError', code: 'user-not-found' });
  } finally {
    await confab.close();
    clearInterval(ticking);
  }
}, 60_000);
