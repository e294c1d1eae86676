import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { arrives, enter, keepsDraft, launch, openChat, signedIn, textsOf, write } from '../support/browser.js';
import { Server } from '../support/server.js';

let browser: Browser;
let server: Server;

beforeAll(async () => {
  browser = await launch();
  server = await Server.start();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test('three messages written offline, then the tab is closed: sent once, in order, when it opens again', async () => {
  const { context, page, complaints } = await signedIn(browser, server.url, 'alice');
  await openChat(page, server.url, 'bob');
  await write(page, 'online');
  const bob = await Api.of(server.url, 'bob');
  await expect.poll(async () => (await bob.call<unknown[]>('getConversationList')).length).toBe(1);
  const [{ id: conversation_id }] = await bob.call<[{ id: string }]>('getConversationList');
  await context.setOffline(true);
  for (const text of ['offline 1', 'offline 2', 'offline 3']) await write(page, text);
  await page.getByText('3 条待发送').first().waitFor();
  await page.close();
  await context.setOffline(false);
  const texts = async () =>
    (await bob.call<{ seq: number; body: unknown }[]>('getMsgList', { conversation_id }))
      .sort((a, b) => a.seq - b.seq)
      .map(({ body }) => body)
      .filter((body) => String(body).startsWith('offline'));
  expect(await texts()).toEqual([]);

  const again = await enter(context, complaints, server.url, 'alice');
  await expect.poll(texts, { timeout: 60_000 }).toEqual(['offline 1', 'offline 2', 'offline 3']);
  await openChat(again, server.url, 'bob');
  await expect.poll(() => textsOf(again, 'offline')).toEqual(['offline 1', 'offline 2', 'offline 3']);
  expect(complaints).toEqual([]);
  await context.close();
});

test('the server is killed in the middle of sending and comes back: nothing lost, nothing twice, and the client says so', async () => {
  const alice = await signedIn(browser, server.url, 'alice');
  const bob = await signedIn(browser, server.url, 'bob');
  await openChat(alice.page, server.url, 'bob');
  await openChat(bob.page, server.url, 'alice');
  await write(alice.page, 'killed 0');
  await arrives(bob.page, 'killed 0');
  const expected = ['killed 0'];
  for (let round = 1; round <= 2; round++) {
    const killing = server.kill();
    for (let n = 1; n <= 3; n++) {
      expected.push(`killed ${round}.${n}`);
      await write(alice.page, `killed ${round}.${n}`);
    }
    await killing;
    await alice.page.locator('.connection-bar').first().waitFor();
    await expect.poll(() => textsOf(alice.page, 'killed')).toEqual(expected);
    await server.run();
    await expect.poll(() => textsOf(bob.page, 'killed'), { timeout: 90_000 }).toEqual(expected);
  }
  await expect.poll(() => textsOf(alice.page, 'killed')).toEqual(expected);
  // The longest pause before it connects again is half a minute.
  await expect.poll(() => alice.page.locator('.connection-bar').count(), { timeout: 90_000 }).toBe(0);
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
  await alice.context.close();
  await bob.context.close();
}, 400_000);

test('a session that ends keeps what was being written, also what was never sent', async () => {
  const { context, page, complaints } = await signedIn(browser, server.url, 'carol');
  await openChat(page, server.url, 'bob');
  await page.locator('.composer-text').fill('half a sentence');
  await keepsDraft(page, 'half a sentence');
  const carol = await Api.of(server.url, 'carol');
  const devices = async () =>
    (await carol.call<{ device_id: string }[]>('getMyDevices')).filter((each) => !each.device_id.startsWith('api-'));
  await expect.poll(async () => (await devices()).length).toBe(1);
  for (const { device_id } of await devices()) await carol.call('signOutDevice', { device_id });
  await page.getByRole('button', { name: 'carol' }).waitFor();
  await page.getByRole('button', { name: 'carol' }).click();
  await openChat(page, server.url, 'bob');
  await expect.poll(() => page.locator('.composer-text').inputValue()).toBe('half a sentence');
  expect(complaints).toEqual([]);
  await context.close();
});
