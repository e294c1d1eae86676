import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { arrives, choose, launch, openChat, signedIn, type User, write } from '../support/browser.js';
import { url } from '../support/own-server.js';

// What whoever uses the client for the first time stumbles over.

const ENGLISH = { locale: 'en-US' };
let browser: Browser;
let people: Record<'alice' | 'bob' | 'carol' | 'dave', Api>;
let alice: User;

beforeAll(async () => {
  browser = await launch();
  const [one, two, three, four] = (await Promise.all(
    ['alice', 'bob', 'carol', 'dave'].map((name) => Api.of(url, name)),
  )) as [Api, Api, Api, Api];
  people = { alice: one, bob: two, carol: three, dave: four };
  await two.call('updateMyInfo', { nickname: 'محمد الأمين' });
  await one.befriend(two);
  await one.send({ to_uid: 'bob' }, 'text', 'a beginning');
  alice = await signedIn(browser, url, 'alice', ENGLISH);
});
afterAll(() => browser.close());

const box = async (of: Locator) => (await of.boundingBox()) ?? { x: NaN, y: NaN, width: NaN, height: NaN };

test('a stranger who writes in a group has a name, in the list and in the chat', async () => {
  const group = await people.bob.group('of strangers', [people.alice, people.carol]);
  const { conversation_id } = await people.carol.send({ group_id: group }, 'text', 'who am I');
  const { page } = alice;
  await page.locator('.row', { hasText: 'of strangers' }).getByText('carol').waitFor();
  await page.goto(`${url}/#/c/${conversation_id}`);
  await page.locator('.msg-name', { hasText: 'carol' }).waitFor();
  await write(page, 'you are carol');
  await page.locator('.row', { hasText: 'You: you are carol' }).waitFor();
});

test('what is said in passing can be read', async () => {
  const { page } = alice;
  await page.goto(`${url}/#/settings`);
  await page.getByLabel('Nickname').fill('Alice A');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const toast = page.locator('.toast');
  await toast.waitFor();
  const light = (css: string): number => {
    const [r = 0, g = 0, b = 0] = (css.match(/[\d.]+/g) ?? []).map(Number);
    return (r + g + b) / 3;
  };
  const { color, backgroundColor } = await toast.evaluate((each) => {
    const { color, backgroundColor } = getComputedStyle(each);
    return { color, backgroundColor };
  });
  expect(Math.abs(light(color) - light(backgroundColor))).toBeGreaterThan(150);
});

test('Escape closes the topmost thing, wherever the focus is, and not the chat below it', async () => {
  const { page } = alice;
  await openChat(page, url, 'bob');
  const here = page.url();
  await page.getByRole('button', { name: 'Emoji' }).click();
  await page.locator('.emoji').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.emoji').waitFor({ state: 'detached' });

  await choose(page, 'a beginning', 'Select more');
  await page.locator('.selection').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.selection').waitFor({ state: 'detached' });
  expect(page.url()).toBe(here);

  await choose(page, 'a beginning', 'Reply');
  await page.locator('.replying').first().waitFor();
  await page.locator('.msg').last().focus();
  await page.keyboard.press('Escape');
  await page.locator('.replying').first().waitFor({ state: 'detached' });
  expect(page.url()).toBe(here);
  await page.locator('.msg').last().focus();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.url()).not.toBe(here);
});

test('the line above what is new does not stand above what I wrote myself', async () => {
  const { page } = alice;
  await page.goto(`${url}/#/`);
  await people.bob.send({ to_uid: 'alice' }, 'text', 'read before');
  await openChat(page, url, 'bob');
  await arrives(page, 'read before');
  await page.locator('.row', { hasText: 'read before' }).locator('.badge').waitFor({ state: 'detached' });
  await page.goto(`${url}/#/`);
  // From another device.
  await people.alice.send({ to_uid: 'bob' }, 'text', 'mine, from elsewhere');
  await people.bob.send({ to_uid: 'alice' }, 'text', 'the new one');
  await page.locator('.row', { hasText: 'the new one' }).locator('.badge').waitFor();
  await openChat(page, url, 'bob');
  await arrives(page, 'the new one');
  await page.locator('.divider').waitFor();
  // Of one moment: the chat may scroll between two.
  const order = await page
    .locator('.divider, .msg')
    .evaluateAll((all) =>
      all.map((each) =>
        each.classList.contains('divider')
          ? 'line'
          : ['mine, from elsewhere', 'the new one'].find((text) => each.textContent?.includes(text)),
      ),
    );
  expect(order.filter((each) => each !== undefined)).toEqual(['mine, from elsewhere', 'line', 'the new one']);
  await expect.poll(() => page.locator('.day').last().textContent()).toBe('Today');
});

test('a long message shows its beginning, and all of it when that is asked for', async () => {
  const { page } = alice;
  await people.bob.send({ to_uid: 'alice' }, 'text', `${'word '.repeat(9_990)}at the very end`);
  await openChat(page, url, 'bob');
  const long = page.locator('.msg', { hasText: 'word word' });
  await long.waitFor();
  expect((await box(long)).height).toBeLessThan(900);
  await long.getByRole('button', { name: 'Show all' }).click();
  await arrives(page, 'at the very end');
  expect((await box(long)).height).toBeGreaterThan(2_000);
});

test('names that run from right to left stand where all others do, and long ones do not widen the page', async () => {
  await people.carol.call('updateMyInfo', { nickname: 'x'.repeat(90) });
  const { page, context, complaints } = await signedIn(browser, url, 'alice', {
    ...ENGLISH,
    viewport: { width: 390, height: 844 },
  });
  await page.goto(`${url}/#/users`);
  const name = page.locator('.found .row-title', { hasText: 'محمد' });
  await name.waitFor();
  const left = await name.evaluate((each) => {
    const text = document.createRange();
    text.selectNodeContents(each);
    return text.getBoundingClientRect().left - each.getBoundingClientRect().left;
  });
  expect(left).toBeLessThan(2);
  const row = await box(page.locator('.found .row').first());
  expect(row.x + row.width).toBeLessThanOrEqual(390);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a profile of somebody who waits for an answer offers the answer', async () => {
  await people.dave.call('addFriendInvite', { to_uid: 'alice' });
  const { page } = alice;
  await page.goto(`${url}/#/contacts/dave`);
  await page.getByRole('button', { name: 'Accept friend request' }).click();
  await page.getByRole('button', { name: 'Remove friend' }).waitFor();
});

test('somebody has one colour everywhere', async () => {
  const { page } = alice;
  await openChat(page, url, 'bob');
  const colour = (of: Locator) => of.evaluate((each) => getComputedStyle(each).backgroundColor);
  const there = await colour(page.locator('.chat-head .avatar'));
  await choose(page, 'a beginning', 'Forward');
  const inPicker = page.locator('.picker-row', { hasText: 'محمد' }).locator('.avatar');
  await inPicker.waitFor();
  expect(await colour(inPicker)).toBe(there);
  await page.keyboard.press('Escape');
  expect(alice.complaints).toEqual([]);
});

test('who signs in is not told that there are no chats before anybody has looked', async () => {
  let answer: () => void = () => undefined;
  const looked = new Promise<void>((done) => (answer = done));
  const { page, context } = await signedIn(browser, url, 'alice', ENGLISH, async (each) => {
    await each.addInitScript(() => {
      const texts: string[] = [];
      Object.assign(window, { texts });
      new MutationObserver(() => texts.push(document.querySelector('.list-pane')?.textContent ?? '')).observe(
        document,
        { childList: true, subtree: true },
      );
    });
    await each.route('**/getConversationList', async (route) => {
      await looked;
      await route.continue();
    });
  });
  await page.locator('.list-pane .skeleton').first().waitFor();
  answer();
  await page.locator('.row').first().waitFor();
  const texts = await page.evaluate(() => (window as unknown as { texts: string[] }).texts);
  expect(texts.filter((each) => each.includes('No chats yet'))).toEqual([]);
  await context.close();
});

test('who is offline is told so, and how much waits, in words that are apart', async () => {
  const { page, context } = alice;
  await openChat(page, url, 'bob');
  await context.setOffline(true);
  await page.locator('.connection-bar').first().waitFor();
  await write(page, 'for later');
  await expect
    .poll(() => page.locator('.list-pane .connection-bar').textContent())
    .toBe('You are offline. Messages are sent when you are back · 1 waiting');
  await context.setOffline(false);
  await page.locator('.connection-bar').first().waitFor({ state: 'detached' });
});

test('who is in the group already is not offered for it, and members that cannot be read leave a word', async () => {
  const group = await people.alice.group('three of us', [people.bob, people.carol]);
  const { conversation_id } = await people.alice.send({ group_id: group }, 'text', 'three');
  const { page, context } = alice;
  await page.goto(`${url}/#/c/${conversation_id}/info`);
  await page.getByText('Members · 3').waitFor();
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('dialog').getByText('dave').waitFor();
  expect(await page.getByRole('dialog').getByText('محمد').count()).toBe(0);
  await page.keyboard.press('Escape');
  await context.route('**/getGroupMemberList', (route) => route.abort('connectionrefused'));
  await page.goto(`${url}/#/c/${conversation_id}`);
  await page.goto(`${url}/#/c/${conversation_id}/info`);
  await page.locator('.members').getByText('The server cannot be reached').waitFor();
  await context.unroute('**/getGroupMemberList');
});

test('a request that was accepted among the contacts is no longer open among the notices, which speak the language in use', async () => {
  const erin = await Api.of(url, 'erin');
  await erin.call('addFriendInvite', { to_uid: 'alice' });
  const { page } = alice;
  await page.goto(`${url}/#/notices`);
  const notice = page.locator('.notice-item', { hasText: 'erin' });
  await notice.getByText('wants to be your friend').waitFor();
  await page.goto(`${url}/#/contacts?tab=invites`);
  const invite = page.locator('.invite', { hasText: 'erin' });
  await invite.getByRole('button', { name: 'Accept' }).click();
  // Until then what the server tells of the notice may still be what it was before.
  await invite.getByText('Accepted').waitFor();
  await page.goto(`${url}/#/notices`);
  await notice.getByText('Accepted').first().waitFor();
  await page.locator('.notice-item', { hasText: 'You are friends now' }).first().waitFor();
  expect(await notice.getByRole('button').count()).toBe(0);
  await expect.poll(() => page.locator('.rail-place[href="#/notices"] .badge').count()).toBe(0);
});

test('a long name among the blocked does not widen the settings', async () => {
  const { page, context } = await signedIn(browser, url, 'alice', {
    ...ENGLISH,
    viewport: { width: 390, height: 844 },
  });
  await people.alice.call('blockUser', { user_id: 'carol' });
  await page.goto(`${url}/#/settings`);
  await page.getByText('xxxxxxx').waitFor();
  for (const block of await page.locator('.block').all()) {
    const { x, width } = await box(block);
    expect(x + width).toBeLessThanOrEqual(390);
  }
  await context.close();
});

test('Escape empties the search, and leaves it once it is empty', async () => {
  const { page } = alice;
  await page.goto(`${url}/#/search?q=word`);
  const field = page.getByRole('searchbox');
  await expect.poll(() => field.evaluate((at) => at === document.activeElement)).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => field.inputValue()).toBe('');
  expect(page.url()).toContain('#/search');
  await page.keyboard.press('Escape');
  await page.waitForURL(`${url}/#/`);
});

test('the address of nobody says so', async () => {
  const { page } = alice;
  await page.goto(`${url}/#/with/nobody-of-this-name`);
  await page.getByText('There is no such user').waitFor();
  expect(await page.locator('.composer-text').count()).toBe(0);
  expect(await page.locator('.row', { hasText: 'nobody-of-this-name' }).count()).toBe(0);
  await openChat(page, url, 'dave');
});

test('a text that is too long is not sent: it stays, with a word that names the limit', async () => {
  const { page } = alice;
  await openChat(page, url, 'bob');
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/sendMsg')) asked++;
  });
  const area = page.locator('.composer-text');
  // With the quotes around it, as the server counts.
  await area.fill('y'.repeat(49_999));
  await area.press('Enter');
  await page.getByText('at most 50,000 characters').waitFor();
  expect(await area.inputValue()).toHaveLength(49_999);
  expect(asked).toBe(0);
  await area.fill('y'.repeat(49_998));
  await area.press('Enter');
  await page.locator('.msg', { hasText: 'yyyy' }).locator('.msg-bubble').waitFor();
  await expect.poll(() => asked).toBe(1);
  expect(alice.complaints).toEqual([]);
});
