import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serious } from '../support/axe.js';
import { launch, recorded, signedIn } from '../support/browser.js';
import { type Demo, makeDemo } from '../support/demo.js';
import { url } from '../support/own-server.js';

const FOLDER = fileURLToPath(new URL('../screenshots/', import.meta.url));
const WIDTHS = [320, 768, 1440];

let browser: Browser;
let demo: Demo;

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  browser = await launch(['--use-fake-device-for-media-stream']);
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

const label = (chinese: string, english: string) => new RegExp(`^(${chinese}|${english})$`);

/** What opens over a screen, and how. */
const LAYERS: Record<string, (page: Page, demo: Demo) => Promise<void>> = {
  lightbox: async (page, { single }) => {
    await page.goto(`${url}/#/c/${single}`);
    await page
      .getByRole('button', { name: label('查看图片', 'Open picture') })
      .last()
      .click();
    await page.locator('.lightbox img.there').waitFor();
  },
  date: async (page, { single }) => {
    await page.goto(`${url}/#/c/${single}/info`);
    await page.getByRole('button', { name: label('按日期查找', 'Go to a date') }).click();
    await page.getByRole('dialog').waitFor();
  },
  'search-in-chat': async (page, { groupChat }) => {
    await page.goto(`${url}/#/search?in=${groupChat}&q=${encodeURIComponent('发版')}`);
    await page.locator('.found').first().waitFor();
  },
  video: async (page, { single }) => {
    await page.goto(`${url}/#/c/${single}`);
    await page.locator('.video').last().scrollIntoViewIfNeeded();
  },
  voice: async (page, { single }) => {
    await page.goto(`${url}/#/c/${single}`);
    await page.getByRole('button', { name: label('语音消息', 'Voice note') }).click();
    await recorded(page);
  },
  'voice-held': async (page, { single }) => {
    await page.goto(`${url}/#/c/${single}`);
    const mic = await page.getByRole('button', { name: label('语音消息', 'Voice note') }).boundingBox();
    if (mic === null) throw new Error('no button');
    await page.mouse.move(mic.x + mic.width / 2, mic.y + mic.height / 2);
    await page.mouse.down();
    await recorded(page);
  },
  storage: async (page) => {
    await page.goto(`${url}/#/settings`);
    await page.locator('.storage-lines').scrollIntoViewIfNeeded();
  },
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
      const look = async (name: string) => {
        await settled(page);
        await page.screenshot({ path: `${FOLDER}${name}-${width}-${theme}.png` });
        for (const each of await serious(page)) found.push(`${name}: ${each}`);
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
          found.push(`${name}: scrolls sideways`);
      };
      for (const [name, hash] of Object.entries(SCREENS)) {
        await page.goto(`${url}/${hash(demo)}`);
        await look(name);
      }
      for (const [name, open] of Object.entries(LAYERS)) {
        await open(page, demo);
        await look(name);
        await page.mouse.move(1, 1);
        await page.mouse.up();
        await page.keyboard.press('Escape');
        await page.goto(`${url}/#/`);
      }
      await context.close();
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
    },
    400_000,
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
    .waitFor({ state: 'detached', timeout: 20_000 })
    .catch(() => undefined);
  await page.waitForTimeout(500);
}
