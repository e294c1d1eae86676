import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { arrives, type Complaints, enter, launch, openChat, write } from '../support/browser.js';
import { Server } from '../support/server.js';
import { Site } from '../support/site.js';

const DIST = fileURLToPath(new URL('../../client/dist/', import.meta.url));
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};
/** A name that is no loopback's, so that the worker keeps the client. */
const HOST = 'chat.test';

let browser: Browser;
let server: Server;
let site: Site;
let version = 1;
const asked: string[] = [];
const missing = new Set<string>();

/** The client as a deployment serves it: files of one version, and where to call. */
const serve: ConstructorParameters<typeof Site>[0] = (request, response) => {
  const name = (request.url ?? '/').slice(1).split('?')[0] || 'index.html';
  asked.push(name);
  response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream');
  if (name === 'config.json') {
    const ends = {
      endpoint: server.url,
      socket: `${server.url.replace('http', 'ws')}/ws`,
      files: `${server.url}/uploads/`,
    };
    response.end(JSON.stringify({ ...ends, appId: 'demo', auth: { kind: 'dev', users: ['alice', 'bob'] } }));
    return;
  }
  try {
    if (missing.has(name)) throw new Error('gone');
    const file = readFileSync(join(DIST, name));
    const mark = name === 'app.js' ? `;window.version=${version};` : name === 'sw.js' ? `//${version}` : '';
    const renamed = name === 'sw.js' ? file.toString().replace(/confab-[0-9a-f]{16}/, `confab-v${version}`) : file;
    response.end(mark === '' ? file : renamed + mark);
  } catch {
    response.writeHead(404).end();
  }
};

beforeAll(async () => {
  site = await new Site(serve).start();
  const origin = `http://${HOST}:${site.port}`;
  [browser, server] = await Promise.all([
    launch([`--host-resolver-rules=MAP ${HOST} 127.0.0.1`, `--unsafely-treat-insecure-origin-as-secure=${origin}`]),
    Server.start({ CONFAB_ALLOW_ORIGINS: origin }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([server.stop(), site.stop()]);
});

const running = (page: Page) => page.evaluate(() => (window as unknown as { version: number }).version);

test('kept whole by the worker: opens without a network; a new version waits for a click, and then is in all tabs', async () => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const complaints: Complaints = [];
  const url = `http://${HOST}:${site.port}`;
  const page = await enter(context, complaints, url, 'alice');
  await openChat(page, url, 'bob');
  await write(page, 'before the night');
  const bob = await Api.of(server.url, 'bob');
  await expect.poll(async () => (await bob.call<unknown[]>('getConversationList')).length).toBe(1);
  await page.evaluate(() => navigator.serviceWorker.ready);

  // Neither the site nor the server can be reached: what is kept is shown, and what is written waits.
  await context.setOffline(true);
  asked.length = 0;
  await page.reload();
  await arrives(page, 'before the night');
  expect(asked).toEqual([]);
  await write(page, 'without a network');
  await page.getByText('1 条待发送').first().waitFor();
  await context.setOffline(false);
  await expect
    .poll(async () => (await bob.call<{ last_msg_note: string }[]>('getConversationList'))[0]?.last_msg_note, {
      timeout: 60_000,
    })
    .toBe('without a network');

  const other = await enter(context, complaints, url, 'alice');
  expect(await running(page)).toBe(1);
  version = 2;
  await page.reload();
  await page.getByText('新版本已就绪').first().waitFor();
  expect(await running(page)).toBe(1);
  expect(asked.filter((name) => name === 'config.json').length).toBeGreaterThan(0);
  // In the other tab somebody writes without a pause.
  await openChat(other, url, 'bob');
  await other.locator('.composer-text').evaluate((area: HTMLTextAreaElement) => {
    setInterval(() => {
      area.setRangeText('x', area.value.length, area.value.length, 'end');
      area.dispatchEvent(new InputEvent('input', { bubbles: true }));
      sessionStorage.setItem('typed', String(area.value.length));
    }, 40);
  });
  await expect.poll(() => other.evaluate(() => Number(sessionStorage.getItem('typed')))).toBeGreaterThan(10);
  await page.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLElement>('.connection-bar button')];
    buttons.find((each) => each.textContent?.includes('更新'))?.click();
  });
  await expect.poll(() => running(page).catch(() => 0), { timeout: 60_000 }).toBe(2);
  await expect.poll(() => running(other).catch(() => 0), { timeout: 60_000 }).toBe(2);
  // What was typed while the page went is the most that may be lost.
  const typed = await other.evaluate(() => Number(sessionStorage.getItem('typed')));
  const kept = async () => (await other.locator('.composer-text').inputValue()).length;
  await expect.poll(kept).toBeGreaterThan(typed - 10);
  await expect.poll(() => page.evaluate(() => caches.keys())).toEqual(['confab-v2']);
  expect(await page.getByText('新版本已就绪').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a part of the client that is gone after a deployment: loaded anew once, what was written is kept', async () => {
  const context = await browser.newContext({ locale: 'zh-CN', serviceWorkers: 'block' });
  const url = `http://${HOST}:${site.port}`;
  const page = await enter(context, [], url, 'alice');
  await openChat(page, url, 'bob');
  await page.locator('.composer-text').fill('typed before');
  let loads = 0;
  page.on('load', () => loads++);
  missing.add('chunk-EmojiPicker.js');
  await page.getByRole('button', { name: '表情' }).click();
  await expect.poll(() => loads, { timeout: 60_000 }).toBe(1);
  await page.locator('.composer-text').waitFor();
  await expect.poll(() => page.locator('.composer-text').inputValue()).toBe('typed before');
  await page.getByRole('button', { name: '表情' }).click();
  await page.waitForTimeout(1_500);
  expect(loads).toBe(1);
  missing.clear();
  await context.close();
});
