import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serious } from '../support/axe.js';
import { launch, signedIn } from '../support/browser.js';
import { type Demo, makeDemo } from '../support/demo.js';
import { url } from '../support/own-server.js';

const FOLDER = fileURLToPath(new URL('../screenshots/', import.meta.url));
const WIDTHS = [320, 768, 1440];

let browser: Browser;
let demo: Demo;

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  browser = await launch();
  demo = await makeDemo(url);
});
afterAll(() => browser.close());

const SCREENS: Record<string, (demo: Demo) => string> = {
  list: () => '#/',
  chat: ({ single }) => `#/c/${single}`,
  'group-info': ({ groupChat }) => `#/c/${groupChat}/info`,
  contacts: () => '#/contacts',
  requests: () => '#/contacts?tab=invites',
  profile: () => '#/contacts/carol',
  groups: ({ group }) => `#/groups/${group}`,
  notices: () => '#/notices',
  users: () => '#/users',
  add: () => '#/add',
  'new-group': () => '#/new-group',
  search: () => `#/search?q=${encodeURIComponent('发版')}`,
  settings: () => '#/settings',
};

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(WIDTHS)(
    'every screen at %i px: nothing serious for axe, no sideways scrolling, no complaint',
    async (width) => {
      const language = width === 768 ? 'en-GB' : 'zh-CN';
      const { context, page, complaints } = await signedIn(browser, url, 'alice', {
        viewport: { width, height: width === 320 ? 640 : 900 },
        colorScheme: theme,
        locale: language,
        bypassCSP: true,
      });
      const found: string[] = [];
      for (const [name, hash] of Object.entries(SCREENS)) {
        await page.goto(`${url}/${hash(demo)}`);
        await settled(page);
        await page.screenshot({ path: `${FOLDER}${name}-${width}-${theme}.png` });
        for (const each of await serious(page)) found.push(`${name}: ${each}`);
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
          found.push(`${name}: scrolls sideways`);
      }
      await context.close();
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
    },
    120_000,
  );
});

test('the sign-in page', async () => {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    for (const width of WIDTHS) {
      const page = await browser.newPage({
        viewport: { width, height: 720 },
        colorScheme: theme,
        locale: 'zh-CN',
        bypassCSP: true,
      });
      await page.goto(`${url}/`);
      await page.getByRole('button', { name: 'alice' }).waitFor();
      await page.screenshot({ path: `${FOLDER}login-${width}-${theme}.png` });
      found.push(...(await serious(page)));
      await page.close();
    }
  }
  expect(found).toEqual([]);
});

/** All that moves has come to rest, and what is read has come. */
async function settled(page: Page): Promise<void> {
  await page
    .locator('.skeletons, [aria-busy="true"]')
    .first()
    .waitFor({ state: 'detached', timeout: 5_000 })
    .catch(() => undefined);
  await page.waitForTimeout(500);
}
