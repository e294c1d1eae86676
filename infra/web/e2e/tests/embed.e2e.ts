import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { type Complaints, launch, opened } from '../support/browser.js';
import { Server } from '../support/server.js';
import { Site } from '../support/site.js';

let browser: Browser;
let server: Server;
let shop: Site;
let stranger: Site;
let token = '';
const complaints: Complaints = [];

/** A shop with a chat beside its goods, which signs its visitor in when it is asked to. */
const page = () => `<!doctype html><title>Shop</title><style>body{margin:0}</style><h1>Shop</h1>
<iframe src="${server.url}/?embed=1#/with/carol" style="width:400px;height:600px"></iframe>
<script>
  window.asked = 0;
  addEventListener('message', ({ data, origin, source }) => {
    if (origin !== '${server.url}' || data.type !== 'confab-token-wanted') return;
    window.asked++;
    if (window.silent) return;
    source.postMessage({ type: 'confab-token', token: '${token}' }, origin);
  });
</script>`;

beforeAll(async () => {
  const answer = (_request: unknown, response: import('node:http').ServerResponse) =>
    response.setHeader('content-type', 'text/html').end(page());
  [shop, stranger] = await Promise.all([new Site(answer).start(), new Site(answer).start()]);
  [browser, server] = await Promise.all([
    launch(),
    Server.start({
      CONFAB_WEB_FRAME_ANCESTORS: shop.url,
      CONFAB_WEB_LOGIN_URL: `${shop.url}/login`,
    }),
  ]);
  token = await tokenOf('alice');
});
afterEach(() => expect(complaints).toEqual([]));
afterAll(async () => {
  await browser.close();
  await Promise.all([server.stop(), shop.stop(), stranger.stop()]);
});

async function tokenOf(username: string): Promise<string> {
  const reply = await fetch(`${server.url}/devLogin`, { method: 'POST', body: JSON.stringify({ username }) });
  return ((await reply.json()) as { newToken: { token: string } }).newToken.token;
}

async function visit(
  site: Site,
  list = complaints,
  prepare: (context: BrowserContext) => Promise<unknown> = async () => undefined,
): Promise<{ page: Page; frame: FrameLocator }> {
  const context = await browser.newContext({ locale: 'zh-CN' });
  await prepare(context);
  const visited = await opened(context, list);
  await visited.goto(site.url);
  return { page: visited, frame: visited.frameLocator('iframe') };
}

test('in a frame of a site that may: its visitor is signed in by it, and has one chat and nothing else', async () => {
  const { page: visited, frame } = await visit(shop);
  await frame.locator('.composer-text').waitFor();
  expect(await visited.evaluate('window.asked')).toBe(1);
  for (const outside of ['.rail', '.shell-list', '.chat-back']) expect(await frame.locator(outside).count()).toBe(0);
  await frame.locator('.composer-text').fill('Do you have it in blue?');
  await frame.locator('.composer-text').press('Enter');
  const carol = await Api.of(server.url, 'carol');
  await expect
    .poll(async () =>
      (await carol.call<{ last_msg_note: string }[]>('getConversationList')).map((each) => each.last_msg_note),
    )
    .toEqual(['Do you have it in blue?']);
  await carol.send({ to_uid: 'alice' }, 'text', 'Yes, tomorrow.');
  await frame.locator('.msg', { hasText: 'Yes, tomorrow.' }).waitFor();
  expect(await frame.locator('body').evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await visited.reload();
  await frame.locator('.msg', { hasText: 'Yes, tomorrow.' }).waitFor();
  await visited.context().close();
});

test('a site that gives its token later, or another visitor, signs in without a new page', async () => {
  const { page: visited, frame } = await visit(shop);
  await frame.locator('.msg', { hasText: 'Yes, tomorrow.' }).waitFor();
  const dave = await tokenOf('dave');
  await visited.evaluate(
    ([given, to]) =>
      document
        .querySelector('iframe')
        ?.contentWindow?.postMessage({ type: 'confab-token', token: given }, to as string),
    [dave, server.url],
  );
  // Nothing of the one before is shown to the next.
  await expect.poll(() => frame.locator('.msg').count()).toBe(0);
  await frame.locator('.composer-text').fill('I am dave');
  await frame.locator('.composer-text').press('Enter');
  const carol = await Api.of(server.url, 'carol');
  await expect
    .poll(async () =>
      (await carol.call<{ friend_uid: string; last_msg_note: string }[]>('getConversationList')).map((each) => [
        each.friend_uid,
        each.last_msg_note,
      ]),
    )
    .toContainEqual(['dave', 'I am dave']);
  await visited.context().close();
});

test('another site may not show it', async () => {
  const own: Complaints = [];
  const { page: visited, frame } = await visit(stranger, own);
  await expect.poll(() => own.join(' ')).toContain('frame-ancestors');
  expect(await frame.locator('.shell, .login').count()).toBe(0);
  expect(await visited.evaluate('window.asked')).toBe(0);
  await visited.context().close();
});

test('a token counts only from the page around, and only where that may: neither another frame nor another site signs anybody in', async () => {
  const { page: visited, frame } = await visit(shop);
  await frame.locator('.msg', { hasText: 'Yes, tomorrow.' }).waitFor();
  await visited.evaluate(
    ([given, to]) => {
      const beside = document.body.appendChild(document.createElement('iframe'));
      const script = `parent.frames[0].postMessage({type: 'confab-token', token: '${given}'}, '${to}')`;
      beside.contentDocument?.head.appendChild(document.createElement('script')).append(script);
    },
    [await tokenOf('dave'), server.url] as const,
  );
  await visited.waitForTimeout(1_000);
  expect(await frame.locator('.msg', { hasText: 'Yes, tomorrow.' }).count()).toBe(1);
  await visited.context().close();

  // As if a browser did not know who may show the page.
  const own: Complaints = [];
  const other = await visit(stranger, own, (context) =>
    context.route(`${server.url}/?embed=1`, async (route) => {
      const response = await route.fetch();
      const headers = Object.entries(response.headers()).filter(([name]) => name !== 'content-security-policy');
      await route.fulfill({ response, headers: Object.fromEntries(headers) });
    }),
  );
  await other.frame.locator('.starting').waitFor();
  await other.page.evaluate(
    ([given, to]) =>
      document
        .querySelector('iframe')
        ?.contentWindow?.postMessage({ type: 'confab-token', token: given }, to as string),
    [token, server.url],
  );
  await other.page.waitForTimeout(1_000);
  expect(await other.frame.locator('.shell').count()).toBe(0);
  expect(await other.page.evaluate('window.asked')).toBe(0);
  await other.page.context().close();
});
