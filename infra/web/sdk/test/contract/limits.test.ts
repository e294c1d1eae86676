import { afterAll, beforeAll, expect, test } from 'vitest';
import { sleep, System, until } from './system.js';

let system: System;
beforeAll(async () => {
  system = await System.start({
    CONFAB_TOKEN_EXPIRES_IN: '12',
    CONFAB_TOKEN_EXPIRES_THRESHOLD: '2',
    CONFAB_RATE_MESSAGES_PER_SECOND: '5',
    CONFAB_RATE_MESSAGES_BURST: '10',
  });
});
afterAll(() => system.stop());

test('tokens that live twelve seconds: the session goes on, and pushes never stop', async () => {
  const old = await system.token('alice');
  const bob = await system.signedIn('bob', 'b');
  const alice = await system.signedIn('alice', 'a');
  const heard: string[] = [];
  bob.on('message', ({ message, live }) => void (live && heard.push(String(message.body))));
  for (let i = 0; i < 8; i++) {
    await alice.message.send({ to_uid: 'bob' }, { type: 'text', body: `t${i}` }).stored;
    await sleep(2500);
  }
  await until(() => heard.length === 8);
  expect(bob.state).toMatchObject({ connection: 'live', unreadTotal: 8 });
  const asked: string[] = [];
  const late = system.client('late', { getToken: async (why) => (asked.push(why), system.token('alice')) });
  await late.login(old);
  await until(() => late.state.connection === 'live');
  expect(asked).toEqual(['expired']);
  for (const c of [alice, bob, late]) await c.close();
});

test('a rate limit delays messages, and loses and reorders none', async () => {
  const carol = await system.signedIn('carol', 'c', { getToken: () => system.token('carol') });
  const sent = Array.from(
    { length: 40 },
    (_, i) => carol.message.send({ to_uid: 'dave' }, { type: 'text', body: `${i + 1}` }).stored,
  );
  expect((await Promise.all(sent)).map((m) => m.seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  await carol.close();
});
