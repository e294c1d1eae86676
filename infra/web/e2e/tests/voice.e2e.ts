import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { launch, openChat, recorded, signedIn, stopClock, type User } from '../support/browser.js';
import { url } from '../support/own-server.js';

let browser: Browser;
let alice: User;
let bob: User;

beforeAll(async () => {
  browser = await launch();
  alice = await signedIn(browser, url, 'alice');
  bob = await signedIn(browser, url, 'bob');
  await openChat(alice.page, url, 'bob');
});
afterEach(() => {
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
});
afterAll(() => browser.close());

test('a voice note on a machine without a microphone: a clear word, and the composer is there again', async () => {
  const { page } = alice;
  await page.getByRole('button', { name: '语音消息' }).click();
  await page.getByText('没有找到麦克风').waitFor();
  await page.locator('.composer-text').waitFor();
});

test('a voice note: recorded, taken back, recorded again, sent and played', async () => {
  const other = await launch(['--use-fake-device-for-media-stream']);
  const carol = await signedIn(other, url, 'carol', {}, (context) =>
    context.addInitScript(() => {
      const heard: MediaStreamTrack[] = ((window as unknown as { heard: MediaStreamTrack[] }).heard = []);
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (o) => {
        const stream = await ask(o);
        heard.push(...stream.getTracks());
        return stream;
      };
    }),
  );
  const { page } = carol;
  const microphones = () =>
    page.evaluate(() => (window as unknown as { heard: MediaStreamTrack[] }).heard.map((each) => each.readyState));
  await openChat(page, url, 'bob');
  const record = async () => {
    await page.getByRole('button', { name: '语音消息' }).click();
    await recorded(page);
  };
  await record();
  const level = page.getByRole('meter', { name: '音量' });
  await expect.poll(() => level.evaluate((at: HTMLMeterElement) => at.value)).toBeGreaterThan(0);
  await page.getByRole('button', { name: '取消' }).click();
  await page.locator('.composer-text').waitFor();
  await expect.poll(microphones).toEqual(['ended']);
  await record();
  await page.getByRole('button', { name: '发送' }).click();
  await page.locator('.composer-text').waitFor();
  await expect.poll(microphones).toEqual(['ended', 'ended']);
  // What was taken back would stand before it.
  await expect.poll(() => page.locator('.msg').count()).toBe(1);

  await openChat(bob.page, url, 'carol');
  const note = bob.page.locator('.msg', { has: bob.page.getByRole('button', { name: /播放/ }) });
  await note.first().waitFor();
  expect(await note.count()).toBe(1);
  await note.getByRole('button', { name: /播放/ }).click();
  await bob.page.getByRole('button', { name: /暂停/ }).waitFor();
  const api = await Api.of(url, 'carol');
  const [{ id: conversation_id }] = await api.call<[{ id: string }]>('getConversationList');
  const list = await api.call<{ type: string; body: { time: number } }[]>('getMsgList', { conversation_id });
  expect(list).toHaveLength(1);
  const [sent] = list as [{ type: string; body: { time: number } }];
  expect(sent.type).toBe('sound');
  expect(sent.body.time).toBeGreaterThan(900);
  expect(carol.complaints).toEqual([]);
  await other.close();
});

test('a voice note while the button is held: sent when it is let go, not if the pointer was drawn away, by finger and by mouse', async () => {
  const other = await launch(['--use-fake-device-for-media-stream']);
  const erin = await signedIn(other, url, 'erin', { viewport: { width: 360, height: 640 }, hasTouch: true });
  const { page, context } = erin;
  await openChat(page, url, 'bob');
  const api = await Api.of(url, 'erin');
  const sounds = async () => {
    const [chat] = await api.call<{ id: string }[]>('getConversationList');
    if (chat === undefined) return 0;
    const all = await api.call<{ type: string }[]>('getMsgList', { conversation_id: chat.id });
    return all.filter(({ type }) => type === 'sound').length;
  };
  const mic = page.getByRole('button', { name: '语音消息' });
  const box = (await mic.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const bar = page.getByRole('group', { name: '语音消息' });
  const area = page.locator('.composer-text');

  await page.mouse.move(x, y);
  await page.mouse.down();
  await recorded(page);
  await bar.getByText('松开发送，移开取消').waitFor();
  expect(await area.isVisible()).toBe(false);
  await page.mouse.move(x - 150, y - 150, { steps: 4 });
  await bar.getByText('松开取消', { exact: true }).waitFor();
  await page.mouse.up();
  await area.waitFor();
  expect(await page.locator('.voice').count()).toBe(0);

  const touch = await context.newCDPSession(page);
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: [number, number]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [{ x: at[0], y: at[1] }] : [] });
  await finger('touchStart', [x, y]);
  await recorded(page);
  // Away and back again is as if nothing had been.
  await finger('touchMove', [x - 60, y - 120]);
  await bar.getByText('松开取消', { exact: true }).waitFor();
  await finger('touchMove', [x, y]);
  await bar.getByText('松开发送，移开取消').waitFor();
  await finger('touchEnd');
  await area.waitFor();
  await expect.poll(sounds).toBe(1);

  // A press is a click, and the keyboard's way.
  await mic.focus();
  await page.keyboard.press('Enter');
  await bar.getByRole('button', { name: '发送' }).waitFor();
  await recorded(page);
  await page.keyboard.press('Escape');
  await area.waitFor();
  await expect.poll(() => mic.evaluate((at) => at === document.activeElement)).toBe(true);
  await mic.click();
  await recorded(page);
  await page.keyboard.press('Enter');
  await expect.poll(sounds).toBe(2);

  // Hardly held: nothing is sent, and it is said why.
  const startClock = await stopClock(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.waitForTimeout(400);
  await page.mouse.up();
  await page.getByText('录音太短').waitFor();
  await startClock();
  expect(await sounds()).toBe(2);
  expect(erin.complaints).toEqual([]);
  await other.close();
});

test('the button is held on a machine without a microphone: the same clear word', async () => {
  const { page } = alice;
  await page.getByText('没有找到麦克风').waitFor({ state: 'detached' });
  const box = (await page.getByRole('button', { name: '语音消息' }).boundingBox())!;
  await page.mouse.move(box.x + 10, box.y + 10);
  await page.mouse.down();
  await page.getByText('没有找到麦克风').last().waitFor();
  await page.mouse.up();
  await page.locator('.composer-text').waitFor();
  expect(await page.locator('.voice').count()).toBe(0);
});
