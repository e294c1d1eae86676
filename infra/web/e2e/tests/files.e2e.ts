import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { arrives, give, launch, message, openChat, pictures, signedIn, type User } from '../support/browser.js';
import { gradient } from '../support/demo.js';
import { url } from '../support/own-server.js';

let browser: Browser;
let alice: User;
let bob: User;

beforeAll(async () => {
  browser = await launch();
  const [one, two] = await Promise.all([Api.of(url, 'alice'), Api.of(url, 'bob')]);
  await one.befriend(two);
  await one.send({ to_uid: 'carol' }, 'text', 'another chat');
  alice = await signedIn(browser, url, 'alice');
  bob = await signedIn(browser, url, 'bob');
  await openChat(alice.page, url, 'bob');
  await openChat(bob.page, url, 'alice');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictures(task.name, [alice, bob]);
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
});
afterAll(() => browser.close());

const UPLOADS = /\/uploads?\//;
const loaded = (user: User, text: string) =>
  message(user.page, text)
    .locator('img')
    .evaluateAll((all) =>
      all.map((each) => (each as HTMLImageElement).complete && (each as HTMLImageElement).naturalWidth > 0),
    );

test('a text with pictures is one message: shown while it is uploaded, tried again, and whole on the other side', async () => {
  const { page } = alice;
  const png = (name: string, width: number) => ({ name, type: 'image/png', bytes: [...gradient(width, 200)] });
  await page.locator('.composer-text').fill('新旧对比，见 https://example.com/compare');
  await give(page, 'paste', [png('before.png', 300)]);
  await give(page, 'paste', [png('mistake.png', 200)]);
  await give(page, 'drop', [png('after.png', 260)]);
  await expect.poll(() => page.locator('.tray-one').count()).toBe(3);
  await page.getByRole('button', { name: '移除 mistake.png' }).click();

  await openChat(page, url, 'carol');
  expect(await page.locator('.tray-one').count()).toBe(0);
  await openChat(page, url, 'bob');
  expect(await page.locator('.tray-one img').count()).toBe(2);
  expect(await page.locator('.composer-text').inputValue()).toContain('新旧对比');

  let uploads = 0;
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((done) => (goOn = done));
  await page.route(UPLOADS, async (route) => {
    if (route.request().method() === 'GET') return route.continue();
    if (++uploads === 1) return route.abort('connectionreset');
    await held;
    return route.continue();
  });
  await page.locator('.composer-text').press('Enter');
  await expect.poll(() => loaded(alice, '新旧对比')).toEqual([true, true]);
  await message(page, '新旧对比').getByRole('progressbar', { name: '上传进度' }).waitFor();
  expect(await message(bob.page, '新旧对比').count()).toBe(0);
  await expect.poll(() => uploads, { timeout: 10_000 }).toBeGreaterThan(1);
  goOn();

  await arrives(bob.page, '新旧对比');
  await expect.poll(() => loaded(bob, '新旧对比')).toEqual([true, true]);
  expect(await message(bob.page, '新旧对比').getByRole('link').getAttribute('href')).toBe(
    'https://example.com/compare',
  );
  await message(bob.page, '新旧对比').getByRole('button', { name: '查看图片' }).first().click();
  await expect
    .poll(() => bob.page.locator('.lightbox img').evaluate((at: HTMLImageElement) => at.naturalWidth))
    .toBe(300);
  await bob.page.keyboard.press('Escape');
  const api = await Api.of(url, 'bob');
  const [{ id: conversation_id }] = await api.call<[{ id: string }]>('getConversationList');
  const list = await api.call<{ type: string; body: { attrs?: { width: number } }[] }[]>('getMsgList', {
    conversation_id,
  });
  expect(list.map(({ type }) => type)).toEqual(['rich-text']);
  expect(list[0]?.body.map((node) => node.attrs?.width)).toEqual([undefined, 300, 260]);
  await page.unroute(UPLOADS);
});
