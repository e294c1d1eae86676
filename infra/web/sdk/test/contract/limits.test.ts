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

test('tokens that live twelve seconds: the session goes on, by renewal and by getToken', async () => {
  let asked = 0;
  const alice = await system.signedIn('alice', 'a', {
    getToken: async () => {
      asked++;
      return system.token('alice');
    },
  });
  const bob = await system.signedIn('bob', 'b', { getToken: () => system.token('bob') });
  for (let i = 0; i < 8; i++) {
    await alice.message.send({ to_uid: 'bob' }, { type: 'text', body: `t${i}` }).stored;
    await sleep(2500);
  }
  await until(() => bob.state.unreadTotal === 8 && bob.state.connection === 'live');
  expect(asked).toBeGreaterThan(0);
  await alice.close();
  await bob.close();
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
