import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { arrives, launch, message, opened } from '../support/browser.js';
import { url } from '../support/own-server.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('signing in, opening a chat, writing, replying and revoking, by the keyboard alone', async () => {
  const bob = await Api.of(url, 'bob');
  await bob.send({ to_uid: 'carol' }, 'text', 'for the keyboard');
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  const complaints: string[] = [];
  const page = await opened(context, complaints);
  await page.goto(`${url}/`);
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  await page.getByRole('button', { name: 'carol' }).waitFor();
  for (let n = 0; n < 10 && (await focused()) !== 'Ccarol' && !(await focused()).endsWith('carol'); n++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.row', { hasText: 'for the keyboard' }).waitFor();
  await page.keyboard.press('Alt+ArrowDown');
  await page.locator('.composer-text').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('composer-text');
  await page.keyboard.type('typed');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('on two lines');
  await page.keyboard.press('Enter');
  await arrives(page, 'on two lines');

  // F6 goes round the regions; in the timeline arrows walk through messages, and Enter opens the menu of one.
  for (let n = 0; n < 6 && (await page.evaluate(() => document.activeElement?.tagName)) !== 'ARTICLE'; n++)
    await page.keyboard.press('F6');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE');
  // A dialog gives the focus back.
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.role)).toBe('menuitem');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('composer-text');
  await page.keyboard.type('an answer');
  await page.keyboard.press('Enter');
  await expect.poll(() => message(page, 'an answer').count()).toBe(1);

  await page.keyboard.press('Control+k');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  await page.keyboard.press('Escape');
  expect(complaints).toEqual([]);
  await context.close();
});
