import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { type Complaints, launch, opened } from '../support/browser.js';
import { Server } from '../support/server.js';
import { Site } from '../support/site.js';

const BUILT = fileURLToPath(new URL('../../example/dist/build/h5/', import.meta.url));
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

let browser: Browser;
let server: Server;
let site: Site;

beforeAll(async () => {
  if (!existsSync(BUILT)) throw new Error('The example is not built: infra/web/check builds it.');
  site = await new Site((request, response) => {
    const name = normalize(new URL(request.url ?? '/', 'http://site').pathname).slice(1) || 'index.html';
    const type = TYPES[extname(name)];
    if (type === undefined || !existsSync(join(BUILT, name))) return response.writeHead(404).end();
    const text = readFileSync(join(BUILT, name), 'utf8');
    // As it stands, but for the address.
    return response.setHeader('content-type', type).end(text.replaceAll('127.0.0.1:8080', new URL(server.url).host));
  }).start();
  [browser, server] = await Promise.all([launch(), Server.start({ CONFAB_ALLOW_ORIGINS: site.url })]);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([server.stop(), site.stop()]);
});

test('the uni-app of infra/web/example in a browser: signs in, shows its chats, sends and receives', async () => {
  const bob = await Api.of(server.url, 'bob');
  await bob.send({ to_uid: 'dave' }, 'text', 'before');
  const complaints: Complaints = [];
  const context = await browser.newContext();
  // uni-app itself asks its maker for a picture.
  await context.route(/^https:/, (route) => route.fulfill({ body: '' }));
  const page = await opened(context, complaints);
  await page.goto(site.url);
  await page.locator('.chat', { hasText: 'bob: before' }).waitFor();

  await page.locator('input').fill('from a uni-app');
  await page.getByText('发送', { exact: true }).click();
  const chat = page.locator('.chat', { hasText: 'bob: from a uni-app' });
  await chat.waitFor();
  const texts = async () =>
    (await bob.call<{ last_msg_note: string }[]>('getConversationList')).map((each) => each.last_msg_note);
  await expect.poll(texts).toEqual(['from a uni-app']);

  await bob.send({ to_uid: 'dave' }, 'text', 'by the socket');
  await page.locator('.said', { hasText: 'by the socket' }).waitFor();
  await page.locator('.chat', { hasText: 'bob: by the socket' }).waitFor();
  expect(await page.locator('.chat').count()).toBe(1);
  expect(complaints).toEqual([]);
  await context.close();
});
