import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { arrives, type Complaints, launch, opened, openChat, write } from '../support/browser.js';
import { Issuer } from '../support/issuer.js';
import { Server } from '../support/server.js';

const LIFE_SECONDS = 10;

let browser: Browser;
let issuer: Issuer;
let server: Server;
const complaints: Complaints = [];

beforeAll(async () => {
  issuer = await Issuer.start(LIFE_SECONDS);
  [browser, server] = await Promise.all([launch(), Server.start(issuer.settings())]);
});
afterEach(() => {
  // A browser itself reports the issuer's refusal of a wrong code.
  expect(complaints.filter((each) => !each.includes('status of 400'))).toEqual([]);
  complaints.length = 0;
});
afterAll(async () => {
  await browser.close();
  await Promise.all([server.stop(), issuer.stop()]);
});

async function fresh(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ locale: 'zh-CN' });
  // The issuer's own page has a style of another host.
  await context.route(/^https:/, (route) => route.fulfill({ contentType: 'text/css', body: '' }));
  return { context, page: await opened(context, complaints) };
}

async function toIssuer(page: Page): Promise<void> {
  await page.goto(`${server.url}/#/contacts`);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL(`${issuer.url}/**`);
}

const nickname = (page: Page) => page.locator('.rail-me').getAttribute('title');

test('signed in at the issuer, made at first sight, with the name it told; the address keeps nothing but the place', async () => {
  const { context, page } = await fresh();
  await toIssuer(page);
  expect(new URL(page.url()).searchParams.get('code_challenge_method')).toBe('S256');
  await page.getByRole('button', { name: 'zhang' }).click();
  await page.locator('.shell').waitFor();
  await page.waitForURL(`${server.url}/#/contacts`);
  await expect.poll(() => nickname(page)).toBe('张三');

  const other = await fresh();
  await toIssuer(other.page);
  await other.page.getByPlaceholder('sub').fill('li');
  await other.page.getByRole('button', { name: 'Authorize' }).click();
  await other.page.locator('.shell').waitFor();

  const uids = () => Promise.all([page, other.page].map(myUid));
  await expect.poll(uids).not.toContain('');
  const [zhang, li] = await uids();
  expect(zhang).not.toBe(li);
  await openChat(page, server.url, li ?? '');
  await openChat(other.page, server.url, zhang ?? '');
  await write(page, 'hello li');
  await arrives(other.page, 'hello li');

  // Both tokens end within this time; both sessions go on, and nobody is asked.
  let loads = 0;
  page.on('load', () => loads++);
  await page.waitForTimeout(LIFE_SECONDS * 1_000);
  await write(other.page, 'hello zhang');
  await arrives(page, 'hello zhang');
  await write(page, 'still here');
  await arrives(other.page, 'still here');
  expect(loads).toBe(0);

  // A token that ended while no page was open is renewed at the next start, too.
  await page.goto('about:blank');
  await page.waitForTimeout(LIFE_SECONDS * 1_000);
  await page.goto(`${server.url}/`);
  await page.locator('.shell').waitFor();
  await expect.poll(() => page.locator('.row').count()).toBe(1);

  await page.goto(`${server.url}/#/settings`);
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('button', { name: '登录', exact: true }).waitFor();
  expect(
    await page.evaluate(() =>
      Object.entries(localStorage).filter(([name, value]) => /refresh|token/.test(name) || value.includes('eyJ')),
    ),
  ).toEqual([]);
  await page.reload();
  await page.getByRole('button', { name: '登录', exact: true }).waitFor();
  await context.close();
  await other.context.close();
});

/** Whose database there is. */
const myUid = async (page: Page): Promise<string> => {
  const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''));
  return /^confab-\w+-(.*)$/.exec(names.find((name) => name.startsWith('confab-')) ?? '')?.[1] ?? '';
};

test.each([
  ['another state', 'state', 0],
  ['a verifier that does not fit the challenge', 'verifier', 1],
])('an answer with %s signs nobody in, and says so', async (_what, field, exchanges) => {
  const { context, page } = await fresh();
  // As if the page that comes back had asked something else.
  await page.addInitScript((name) => {
    const asked = sessionStorage.getItem('confab:oidc');
    if (asked !== null && location.search.includes('code='))
      sessionStorage.setItem(
        'confab:oidc',
        JSON.stringify({ ...(JSON.parse(asked) as object), [name]: 'x'.repeat(43) }),
      );
  }, field);
  let asked = 0;
  page.on('request', (request) => {
    if (request.url() === `${issuer.url}/oauth2/token`) asked++;
  });
  await toIssuer(page);
  await page.getByRole('button', { name: 'zhang' }).click();
  await page.getByText('登录没有完成，请重试').waitFor();
  await page.waitForURL(`${server.url}/#/contacts`);
  expect(asked).toBe(exchanges);
  expect(await page.evaluate(() => Object.values(localStorage).some((value) => String(value).includes('eyJ')))).toBe(
    false,
  );
  await context.close();
});

test('a link with a code that this browser never asked for signs nobody in; a refusal at the issuer is told', async () => {
  const { context, page } = await fresh();
  await page.goto(`${server.url}/?code=theirs&state=theirs`);
  await page.getByText('登录没有完成，请重试').waitFor();
  await page.waitForURL(`${server.url}/`);
  await toIssuer(page);
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByText('登录没有完成，请重试').waitFor();
  await context.close();
});
