import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Api, byBackEnd } from '../support/api.js';
import {
  arrives,
  choose,
  enter,
  launch,
  message,
  openChat,
  openSockets,
  signedIn,
  textsOf,
  type User,
  write,
} from '../support/browser.js';
import { url } from '../support/own-server.js';

let browser: Browser;
let bob: Api;
const users: User[] = [];

beforeAll(async () => {
  browser = await launch();
  bob = await Api.of(url, 'bob');
});
afterEach(async () => {
  for (const { context } of users.splice(0)) await context.close();
});
afterAll(() => browser.close());

async function alice(prepare?: (context: BrowserContext) => Promise<unknown>): Promise<User> {
  const user = await signedIn(browser, url, 'alice', {}, prepare);
  users.push(user);
  await openChat(user.page, url, 'bob');
  return user;
}

test('three tabs show all that each of them sends, with one socket, and the last one goes on alone', async () => {
  const { context, page, complaints } = await alice();
  const tabs: Page[] = [page];
  for (let n = 0; n < 2; n++) {
    const tab = await enter(context, complaints, url, 'alice');
    await openChat(tab, url, 'bob');
    tabs.push(tab);
  }
  const sockets = async () =>
    (await (await Api.of(url, 'alice')).call<{ online: boolean }[]>('getMyDevices')).filter((each) => each.online);
  for (const [n, tab] of tabs.entries()) await write(tab, `tab ${n}.`);
  await bob.send({ to_uid: 'alice' }, 'text', 'tab for all');
  const all = ['tab 0.', 'tab 1.', 'tab 2.', 'tab for all'];
  for (const tab of tabs)
    await expect.poll(async () => (await textsOf(tab, 'tab')).sort(), { timeout: 60_000 }).toEqual(all);
  // In the tabs it might still be on its way.
  const stored = async () => {
    const [{ id }] = await bob.call<[{ id: string }]>('getConversationList');
    const list = await bob.call<{ body: string }[]>('getMsgList', { conversation_id: id });
    return list.map(({ body }) => body).filter((body) => body.startsWith('tab'));
  };
  await expect.poll(async () => (await stored()).sort()).toEqual(all);
  await expect.poll(sockets).toHaveLength(1);
  await expect.poll(() => openSockets(context)).toBe(1);
  for (const tab of tabs) await expect.poll(() => tab.locator('.connection-bar').count()).toBe(0);
  await tabs[0]?.close();
  await tabs[1]?.close();
  await bob.send({ to_uid: 'alice' }, 'text', 'tab that is left');
  await arrives(tabs[2]!, 'tab that is left');
  await expect.poll(async () => (await sockets()).length).toBe(1);
  await expect.poll(() => openSockets(context)).toBe(1);
  expect(complaints).toEqual([]);
});

/** What this user said last is told as if it had been said five minutes ago. */
const fiveMinutesAgo = (context: BrowserContext, uid: string): Promise<unknown> =>
  context.route('**/getConversationList', async (route) => {
    const response = await route.fetch();
    const json = (await response.json()) as { data: { friend_uid?: string; update_time: number }[] };
    for (const each of json.data) if (each.friend_uid === uid) each.update_time -= 5 * 60_000 + 5_000;
    await route.fulfill({ response, json });
  });

test.each([1, -1])(
  'a clock that is wrong by %d hour: times are the server’s, and what is allowed for two minutes is',
  async (hours) => {
    await (await Api.of(url, 'carol')).send({ to_uid: 'alice' }, 'text', 'five minutes ago');
    const { page, complaints } = await alice(async (context) => {
      await fiveMinutesAgo(context, 'carol');
      await context.addInitScript((ms) => {
        const real = Date;
        const wrong = class extends real {
          constructor(...given: [] | [number]) {
            super(...((given.length === 0 ? [real.now() + ms] : given) as [number]));
          }
          static override now = () => real.now() + ms;
        };
        window.Date = wrong as DateConstructor;
      }, hours * 3_600_000);
    });
    const text = `an hour ${hours > 0 ? 'ahead' : 'behind'}`;
    await write(page, text);
    await bob.send({ to_uid: 'alice' }, 'text', `theirs, ${hours}`);
    await arrives(page, `theirs, ${hours}`);
    const shown = (chat: string) => page.locator('.row', { hasText: chat }).locator('time').textContent();
    await expect.poll(() => shown('bob')).toBe('刚刚');
    await expect.poll(() => shown('carol')).toBe('5 分钟前');
    await choose(page, text, '撤回');
    await page.getByText('你撤回了一条消息').last().waitFor();
    await expect.poll(() => page.locator('.connection-bar').count()).toBe(0);
    expect(complaints).toEqual([]);
  },
);

test('the disk is full: the client says so and goes on', async () => {
  const { page, complaints } = await alice(async (context) => {
    // Chromium looks how much room there is when the page opens its database, and believes that for a while.
    const blank = await context.newPage();
    const devtools = await context.newCDPSession(blank);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: url, quotaSize: 1_000_000 });
  });
  await write(page, 'while there is room');
  await arrives(page, 'while there is room');
  for (let n = 0; n < 30; n++) await bob.send({ to_uid: 'alice' }, 'text', randomBytes(24_000).toString('hex'));
  await page.getByText('浏览器存储空间已满').waitFor({ timeout: 60_000 });
  await bob.send({ to_uid: 'alice' }, 'text', 'without room');
  await arrives(page, 'without room');
  await write(page, 'and on');
  await expect
    .poll(async () => {
      const [{ id }] = await bob.call<[{ id: string }]>('getConversationList');
      return (await bob.call<{ body: unknown }[]>('getMsgList', { conversation_id: id, limit: 1 }))[0]?.body;
    })
    .toBe('and on');
  await page.goto(`${url}/#/settings`);
  await page.getByText('消息只保存到关闭页面', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

test('a token that ends while somebody types: nothing is lost, and nobody has to sign in', async () => {
  const { context, page, complaints } = await alice();
  let old: string | undefined;
  let refused = 0;
  await page.locator('.composer-text').pressSequentially('half a sen');
  await context.route('**/*', async (route) => {
    const sent = route.request().headers().authorization;
    if (sent === undefined) return route.fallback();
    old ??= sent;
    if (sent !== old) return route.fallback();
    refused++;
    await route.fulfill({
      status: 401,
      contentType: 'application/json',
      body: JSON.stringify({ errCode: 'uni-id-token-expired', errMsg: 'expired' }),
    });
  });
  await page.locator('.composer-text').pressSequentially('tence');
  await page.locator('.composer-text').press('Enter');
  await expect
    .poll(async () => {
      const [{ id }] = await bob.call<[{ id: string }]>('getConversationList');
      const list = await bob.call<{ body: unknown }[]>('getMsgList', { conversation_id: id });
      return list.filter(({ body }) => body === 'half a sentence').length;
    })
    .toBe(1);
  await expect.poll(() => textsOf(page, 'half a')).toEqual(['half a sentence']);
  expect(refused).toBeGreaterThan(0);
  expect(await page.locator('.shell').count()).toBe(1);
  expect(complaints).toEqual([]);
});

test('what is being answered is taken back: it is shown and quoted no longer, and what was written stays', async () => {
  const { page, complaints } = await alice();
  const said = await bob.send({ to_uid: 'alice' }, 'text', 'something I regret');
  await arrives(page, 'something I regret');
  await choose(page, 'something I regret', '回复');
  await page.locator('.replying', { hasText: 'something I regret' }).waitFor();
  await page.locator('.composer-text').fill('my answer to it');
  await bob.call('revokeMsg', { msgId: said._id });
  await expect.poll(() => page.locator('.replying').count()).toBe(0);
  await expect.poll(() => page.getByText('something I regret').count()).toBe(0);
  expect(await page.locator('.composer-text').inputValue()).toBe('my answer to it');
  await page.locator('.composer-text').press('Enter');
  await message(page, 'my answer to it').waitFor();
  const [{ id }] = await bob.call<[{ id: string }]>('getConversationList');
  await expect
    .poll(
      async () =>
        (await bob.call<{ body: unknown; about_msg_id?: string }[]>('getMsgList', { conversation_id: id }))[0],
    )
    .toMatchObject({ body: 'my answer to it' });
  const [last] = await bob.call<[{ about_msg_id?: string }]>('getMsgList', { conversation_id: id });
  expect(last.about_msg_id).toBeUndefined();
  expect(complaints).toEqual([]);
});

test('a ban ends the session with a word, in the middle of a sentence, and nothing is tried again', async () => {
  const { context, page, complaints } = await alice();
  await page.locator('.composer-text').fill('I was about to say');
  await byBackEnd(url, 'updateUserInfoByExternal', { uid: 'alice', status: 1 });
  try {
    // Either a call or the online channel tells first; who then tries to sign in again hears why.
    const again = page.getByRole('button', { name: 'alice' });
    await page.getByText('账号已被停用').or(again).first().waitFor();
    if (await again.isVisible()) await again.click();
    await page.getByText('账号已被停用').first().waitFor();
    let calls = 0;
    await context.route('**/*', (route) => (calls++, route.fallback()));
    await page.waitForTimeout(1_500);
    expect(calls).toBeLessThanOrEqual(2);
  } finally {
    await byBackEnd(url, 'updateUserInfoByExternal', { uid: 'alice', status: 0 });
  }
  expect(complaints).toEqual([]);
});
