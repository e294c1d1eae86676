import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { serious } from '../support/axe.js';
import { arrives, launch, openChat, signedIn } from '../support/browser.js';
import { url } from '../support/own-server.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('new messages are said to who listens, at most once a second; the button to the newest leaves the focus there', async () => {
  const bob = await Api.of(url, 'bob');
  const { page, context, complaints } = await signedIn(browser, url, 'alice', { bypassCSP: true });
  const say = (text: string) => bob.send({ to_uid: 'alice' }, 'text', text);
  for (let n = 1; n <= 40; n++) await say(`old ${n}`);
  // What came after the chat is open would be news.
  await page.locator('.row', { hasText: 'old 40' }).waitFor();
  await openChat(page, url, 'bob');
  await arrives(page, 'old 1');
  await page.locator('.to-newest').click();
  await arrives(page, 'old 40');
  const status = page.locator('.timeline [role="status"]');
  // What was there when the chat was opened is no news.
  await page.waitForTimeout(1_500);
  expect(await status.textContent()).toBe('');
  await status.evaluate((each) => {
    const said: { text: string; at: number }[] = [];
    Object.assign(window, { said });
    new MutationObserver((changes) => {
      if (changes.some(({ addedNodes }) => addedNodes.length > 0))
        said.push({ text: each.textContent ?? '', at: performance.now() });
    }).observe(each, { childList: true, subtree: true, characterData: true });
  });
  const said = () => page.evaluate(() => (window as unknown as { said: { text: string; at: number }[] }).said);

  // The same words twice, and who is at the bottom hears them, too.
  await say('first');
  await expect.poll(async () => (await said()).map(({ text }) => text)).toEqual(['1 条新消息']);
  await page.waitForTimeout(1_200);
  await say('second');
  await expect.poll(async () => (await said()).map(({ text }) => text)).toEqual(['1 条新消息', '1 条新消息']);

  // Many at once, further up.
  await page.locator('.timeline-scroll').evaluate((each) => (each.scrollTop = each.scrollHeight / 3));
  await page.waitForTimeout(1_200);
  for (let n = 1; n <= 7; n++) await say(`many ${n}`);
  const pill = page.getByRole('button', { name: '7 条新消息' });
  await pill.waitFor();
  const count = (all: { text: string }[]) => all.slice(2).reduce((sum, { text }) => sum + Number.parseInt(text), 0);
  await expect.poll(async () => count(await said())).toBe(7);
  const times = (await said()).map(({ at }) => at);
  for (let n = 1; n < times.length; n++) expect(times[n]! - times[n - 1]!).toBeGreaterThan(900);
  expect(await serious(page)).toEqual([]);

  // By the keyboard: the button goes, and the focus is at the newest message, not lost.
  await pill.focus();
  await page.keyboard.press('Enter');
  await pill.waitFor({ state: 'detached' });
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''))
    .toContain('many 7');
  await page.keyboard.press('ArrowUp');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE');
  // One's own message is no news.
  const before = (await said()).length;
  await page.locator('.composer-text').fill('mine');
  await page.locator('.composer-text').press('Enter');
  await arrives(page, 'mine');
  await page.waitForTimeout(1_500);
  expect((await said()).length).toBe(before);
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('composer-text');
  // Who sends with the button, which makes room for the microphone then, goes on writing.
  await page.locator('.composer-text').fill('by the button');
  await page.locator('.composer-send').click();
  await arrives(page, 'by the button');
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('composer-text');
  expect(complaints).toEqual([]);
  await context.close();
});
