import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { launch, openChat, signedIn, type User } from '../support/browser.js';
import { gradient } from '../support/demo.js';
import { url } from '../support/own-server.js';

let browser: Browser;
let alice: User;
let bob: Api;
let conversation: string;
let last: string;

/** A picture is told by its width. */
async function uploaded(width: number): Promise<{ url: string; width: number; height: number }> {
  const at = await bob.upload(conversation, `${width}.png`, 'image/png', gradient(width, 200));
  return { url: at, width, height: 200 };
}
async function sendPicture(width: number): Promise<string> {
  return (await bob.send({ to_uid: 'alice' }, 'image', await uploaded(width)))._id;
}

beforeAll(async () => {
  browser = await launch();
  bob = await Api.of(url, 'bob');
  const one = await Api.of(url, 'alice');
  conversation = (await bob.send({ to_uid: 'alice' }, 'text', 'first'))['conversation_id'];
  await sendPicture(201);
  for (let n = 1; n <= 150; n++) await bob.send({ to_uid: 'alice' }, 'text', `text ${n}`);
  const [two, three] = [await uploaded(202), await uploaded(203)];
  const img = ({ url: src, ...size }: typeof two) => ({ name: 'img', attrs: { src, ...size } });
  await bob.send({ to_uid: 'alice' }, 'rich-text', [
    { type: 'text', text: 'two pictures' },
    { name: 'p', children: [img(two)] },
    img(three),
    { name: 'img', attrs: { src: 'https://elsewhere.example/tracker.png' } },
  ]);
  last = await sendPicture(204);
  // So that the chat opens at its end.
  await one.call('clearUnreadCount', { conversation_id: conversation });
  alice = await signedIn(browser, url, 'alice');
});
afterEach(() => {
  expect(alice.complaints).toEqual([]);
});
afterAll(() => browser.close());

const lightbox = (page: Page) => page.getByRole('dialog', { name: '图片' });
const widthShown = (page: Page) =>
  page
    .locator('.lightbox img')
    .evaluateAll(([at]) => (at instanceof HTMLImageElement && at.complete ? at.naturalWidth : 0));
const open = (page: Page) => page.getByRole('button', { name: '查看图片' }).last().click();

test('all pictures of a chat follow one another, also those within texts and those on pages that are yet to be read', async () => {
  const { page } = alice;
  await openChat(page, url, 'bob');
  // Where the picture is on the screen: how far the timeline is scrolled grows with each older page that is read ahead.
  const behind = async () => (await page.getByRole('button', { name: '查看图片' }).last().boundingBox())?.y ?? NaN;
  await open(page);
  await expect.poll(() => widthShown(page)).toBe(204);
  const top = await behind();
  expect(top).toBeGreaterThan(0);
  for (const width of [203, 202, 201]) {
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => widthShown(page)).toBe(width);
  }
  const back = page.getByRole('button', { name: '上一张' });
  // There is nothing before the first one.
  await back.click({ force: true });
  await expect.poll(() => back.getAttribute('aria-disabled')).toBe('true');
  expect(await widthShown(page)).toBe(201);
  for (const width of [202, 203]) {
    await page.getByRole('button', { name: '下一张' }).click();
    await expect.poll(() => widthShown(page)).toBe(width);
  }
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => widthShown(page)).toBe(204);
  await lightbox(page).getByText('4 / 4').waitFor();
  await lightbox(page).getByText('bob', { exact: true }).waitFor();
  // Rows have heights in parts of a pixel, which a scroll position has not.
  expect(Math.abs((await behind()) - top)).toBeLessThanOrEqual(1);
  await page.keyboard.press('Escape');
  await lightbox(page).waitFor({ state: 'detached' });
});

test('the focus stays within, and returns to the picture that was opened', async () => {
  const { page } = alice;
  await openChat(page, url, 'bob');
  const opener = page.getByRole('button', { name: '查看图片' }).last();
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => widthShown(page)).toBe(204);
  for (let n = 0; n < 12; n++) {
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(
        () => document.activeElement === document.body || document.activeElement?.closest('.lightbox') !== null,
      ),
    ).toBe(true);
  }
  // Whatever has it, the keys work.
  await page.getByRole('button', { name: '下一张' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => widthShown(page)).toBe(203);
  await page.keyboard.press('Escape');
  await expect.poll(() => opener.evaluate((at) => at === document.activeElement)).toBe(true);
});

test('a finger draws the next one in', async () => {
  const phone = await signedIn(browser, url, 'alice', { viewport: { width: 320, height: 640 }, hasTouch: true });
  const { page, context } = phone;
  await openChat(page, url, 'bob');
  await open(page);
  await expect.poll(() => widthShown(page)).toBe(204);
  const touch = await context.newCDPSession(page);
  const swipe = async (from: number, to: number, y = 300) => {
    const point = (x: number, at: number) => ({ touchPoints: [{ x, y: at }] });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...point(from, 300) });
    for (let n = 1; n <= 5; n++)
      await touch.send('Input.dispatchTouchEvent', {
        type: 'touchMove',
        ...point(from + ((to - from) * n) / 5, 300 + ((y - 300) * n) / 5),
      });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  await swipe(60, 240);
  await expect.poll(() => widthShown(page)).toBe(203);
  await swipe(240, 60);
  await expect.poll(() => widthShown(page)).toBe(204);
  await swipe(150, 170);
  await swipe(100, 170, 500);
  await page.waitForTimeout(300);
  expect(await widthShown(page)).toBe(204);
  await expect.poll(() => page.locator('.lightbox img').evaluate((at: HTMLElement) => at.style.translate)).toBe('');
  expect(phone.complaints).toEqual([]);
  await context.close();
});

test('a picture that is taken back while it is looked at makes room for the one before', async () => {
  const { page } = alice;
  await openChat(page, url, 'bob');
  await open(page);
  await expect.poll(() => widthShown(page)).toBe(204);
  await bob.call('revokeMsg', { msgId: last });
  await expect.poll(() => widthShown(page)).toBe(203);
  await page.keyboard.press('Escape');
});
