import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import {
  arrives,
  choose,
  enter,
  flashed,
  give,
  keepsDraft,
  launch,
  markFlashes,
  message,
  openChat,
  signedIn,
  stopClock,
  textsOf,
  type User,
  write,
} from '../support/browser.js';
import { gradient } from '../support/demo.js';
import { url } from '../support/own-server.js';

let browser: Browser;
let alice: User;
let bob: User;

beforeAll(async () => {
  browser = await launch();
  const [one, two] = await Promise.all([Api.of(url, 'alice'), Api.of(url, 'bob')]);
  await one.befriend(two).catch(() => undefined);
  alice = await signedIn(browser, url, 'alice');
  bob = await signedIn(browser, url, 'bob');
  await openChat(alice.page, url, 'bob');
  await openChat(bob.page, url, 'alice');
});
afterEach(() => {
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
});
afterAll(() => browser.close());

test('alice and bob chat both ways, and bob sees that alice has read', async () => {
  await write(alice.page, 'to bob 1');
  await arrives(bob.page, 'to bob 1');
  await write(bob.page, 'to alice 1\nwith a second line');
  await arrives(alice.page, 'to alice 1');
  await alice.page.bringToFront();
  await message(bob.page, 'to alice 1').locator('.msg-read').waitFor();
});

test('a reply shows what it answers; it is found by a click', async () => {
  await choose(bob.page, 'to bob 1', '回复');
  await write(bob.page, 'answer to it');
  await arrives(alice.page, 'answer to it');
  await markFlashes(alice.page);
  await message(alice.page, 'answer to it').getByText('to bob 1').click();
  await flashed(alice.page, '.msg').filter({ hasText: 'to bob 1' }).first().waitFor();
});

describe('an input method', () => {
  test('Enter within a composition takes the candidate and never sends', async () => {
    const { page } = alice;
    const keys = await page.context().newCDPSession(page);
    const area = page.locator('.composer-text');
    await area.focus();
    await keys.send('Input.imeSetComposition', { text: 'nihao', selectionStart: 5, selectionEnd: 5 });
    await keys.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Enter',
      code: 'Enter',
      windowsVirtualKeyCode: 229,
    });
    await keys.send('Input.insertText', { text: '你好' });
    await expect.poll(() => area.inputValue()).toBe('你好');
    await page.waitForTimeout(200);
    expect(await message(page, '你好').count()).toBe(0);
    await area.press('Enter');
    await arrives(bob.page, '你好');
    expect(await area.inputValue()).toBe('');
  });

  test("Safari's order, in which the composition ends before its Enter, does not send either", async () => {
    const { page } = alice;
    const area = page.locator('.composer-text');
    await area.fill('早上好');
    const startClock = await stopClock(page);
    await area.evaluate((at: HTMLTextAreaElement) => {
      at.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      at.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '早上好' }));
      at.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    });
    await startClock();
    await page.waitForTimeout(200);
    expect(await area.inputValue()).toBe('早上好');
    await area.fill('');
  });
});

test('a pasted screenshot arrives as an image that loads', async () => {
  await give(alice.page, 'paste', [{ name: 'screenshot.png', type: 'image/png', bytes: [...gradient(320, 200)] }]);
  await alice.page.getByRole('list', { name: '将要发送的文件' }).locator('img').waitFor();
  await alice.page.locator('.composer-text').press('Enter');
  const image = bob.page.locator('.msg img').last();
  await image.waitFor();
  await expect.poll(() => image.evaluate((at: HTMLImageElement) => at.complete && at.naturalWidth)).toBeGreaterThan(0);
});

test('ten dropped files arrive in their order; a page that could run is refused with a word', async () => {
  const bytes = [...new TextEncoder().encode('just text')];
  const files = Array.from({ length: 10 }, (_, n) => ({ name: `dropped-${n}.txt`, type: 'text/plain', bytes }));
  const page = { name: 'evil.png', type: 'image/png', bytes: [...new TextEncoder().encode('<svg onload="alert(1)">')] };
  await give(alice.page, 'drop', [...files, page]);
  await alice.page.getByText('evil.png').waitFor();
  await expect.poll(() => alice.page.locator('.tray-one').count()).toBe(10);
  await alice.page.getByRole('button', { name: '发送', exact: true }).click();
  await arrives(bob.page, 'dropped-9.txt');
  const names = () =>
    bob.page
      .locator('.msg-bubble')
      .evaluateAll((all) => all.map((each) => /dropped-\d/.exec(each.textContent ?? '')?.[0]).filter((name) => name));
  await expect.poll(names).toEqual(files.map(({ name }) => name.replace('.txt', '')));
});

test('what is revoked is gone on both sides, and can be edited and sent anew', async () => {
  await write(alice.page, 'a slip of the hand');
  await arrives(bob.page, 'a slip of the hand');
  await choose(alice.page, 'a slip of the hand', '撤回');
  await bob.page.getByText('消息已被撤回').first().waitFor();
  // The list of chats may say so first.
  await expect.poll(() => message(bob.page, 'a slip of the hand').count()).toBe(0);
  await alice.page.getByRole('button', { name: '重新编辑' }).click();
  await expect.poll(() => alice.page.locator('.composer-text').inputValue()).toBe('a slip of the hand');
  await alice.page.locator('.composer-text').fill('');
});

test('messages are forwarded, one by one and merged', async () => {
  const carol = await Api.of(url, 'carol');
  await carol.send({ to_uid: 'alice' }, 'text', 'hello from carol');
  await write(alice.page, 'forward me');
  await arrives(bob.page, 'forward me');
  await choose(alice.page, 'forward me', '转发');
  await alice.page.getByRole('dialog').getByText('carol').click();
  await alice.page.getByRole('dialog').getByRole('button', { name: /^发送/ }).click();
  await alice.page.getByRole('dialog').waitFor({ state: 'detached' });

  await choose(alice.page, 'forward me', '多选');
  await message(alice.page, '你好').last().getByRole('checkbox').check();
  await alice.page.getByRole('button', { name: '合并转发' }).click();
  await alice.page.getByRole('dialog').getByText('carol').click();
  await alice.page.getByRole('dialog').getByRole('button', { name: /^发送/ }).click();
  await alice.page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect
    .poll(async () => {
      const list = await carol.call<{ seq: number; type: string }[]>('getMsgList', {
        conversation_id: (await carol.call<{ id: string }[]>('getConversationList'))[0]?.id,
      });
      return list
        .sort((a, b) => a.seq - b.seq)
        .map(({ type }) => type)
        .slice(-2);
    })
    .toEqual(['text', 'history']);
});

test('a name of a hundred emoji and a message of 49,990 characters break nothing', async () => {
  const dave = await Api.of(url, 'dave');
  await dave.call('updateMyInfo', { nickname: '😀'.repeat(25) });
  await dave.send({ to_uid: 'alice' }, 'text', 'x'.repeat(49_990));
  const { page } = alice;
  await page.locator('.row', { hasText: '😀' }).first().click();
  await page.locator('.msg').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await openChat(page, url, 'bob');
});

test('two tabs show all, with one socket; the other one takes over when the leading one is closed', async () => {
  const first = await enter(alice.context, alice.complaints, url, 'alice');
  await openChat(first, url, 'bob');
  await write(bob.page, 'to both tabs');
  await Promise.all([arrives(first, 'to both tabs'), arrives(alice.page, 'to both tabs')]);
  const sockets = async () =>
    (await (await Api.of(url, 'alice')).call<{ online: boolean; platform: string }[]>('getMyDevices')).filter(
      (each) => each.online,
    ).length;
  await expect.poll(sockets).toBe(1);

  await alice.page.close();
  await write(bob.page, 'after the leader has gone');
  await arrives(first, 'after the leader has gone');
  await write(first, 'the follower writes');
  await arrives(bob.page, 'the follower writes');
  expect(await textsOf(first, 'after the leader')).toHaveLength(1);
  await expect.poll(sockets).toBe(1);
  alice = { ...alice, page: first };
});

test('links lead to a chat, a place in it, a person, a group; nonsense leads to the list', async () => {
  const { page } = alice;
  const api = await Api.of(url, 'alice');
  const { conversation_id, seq } = await api.send({ to_uid: 'bob' }, 'text', 'the linked one');
  await page.goto(`${url}/#/c/${conversation_id}?seq=${seq}`);
  await page.locator('.msg', { hasText: 'the linked one' }).waitFor();
  await page.goto(`${url}/#/contacts/bob`);
  await page
    .getByRole('button', { name: '发消息' })
    .or(page.getByRole('link', { name: '发消息' }))
    .click();
  await page.locator('.composer-text').waitFor();
  await page.goto(`${url}/#/%E0%A4%A/..//<script>?x=%`);
  await page.locator('.row').first().waitFor();
});

test('another user in the same browser sees nothing of the first', async () => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await enter(context, alice.complaints, url, 'bob');
  await openChat(page, url, 'alice');
  await page.locator('.composer-text').fill('a draft of bob');
  await keepsDraft(page, 'a draft of bob');
  const other = await enter(context, alice.complaints, url, 'erin');
  await other.waitForTimeout(1_000);
  expect(await other.locator('.row').count()).toBe(0);
  await openChat(other, url, 'alice');
  expect(await other.locator('.composer-text').inputValue()).toBe('');
  expect(await other.locator('.msg').count()).toBe(0);
  await context.close();
});
