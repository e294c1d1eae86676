import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { arrives, give, launch, message, openChat, signedIn, type User } from '../support/browser.js';
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
afterEach(() => {
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
});
afterAll(() => browser.close());

const UPLOADS = /\/uploads\//;
const VIDEO_BYTES = 90_000_000;
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
  await expect.poll(() => page.locator('.tray-one').count()).toBe(0);
  await openChat(page, url, 'bob');
  await expect.poll(() => page.locator('.tray-one img').count()).toBe(2);
  await expect.poll(() => page.locator('.composer-text').inputValue()).toContain('新旧对比');

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
  await expect.poll(() => uploads, { timeout: 60_000 }).toBeGreaterThan(1);
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

test('a video of 90 MB: progress, taken back in the middle, and sent whole the second time', async () => {
  const { page } = alice;
  const folder = await mkdtemp(join(tmpdir(), 'confab-video-'));
  const path = join(folder, 'holiday.mp4');
  const head = Buffer.from([0, 0, 0, 24, ...Buffer.from('ftypisom'), 0, 0, 2, 0, ...Buffer.from('isomiso2')]);
  await writeFile(path, head);
  await truncate(path, VIDEO_BYTES);
  const network = await page.context().newCDPSession(page);
  const throttle = (uploadThroughput: number) =>
    network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await network.send('Network.enable');
  await throttle(8_000_000);
  const choose = async () => {
    await page.locator('input[type=file]').setInputFiles(path);
    await page.locator('.tray-one', { hasText: 'holiday.mp4' }).waitFor();
    await page.locator('.composer-text').press('Enter');
  };
  const bar = page.getByRole('progressbar', { name: '上传进度' });
  const part = () => bar.evaluate((at: HTMLProgressElement) => at.value);

  await choose();
  await expect.poll(part, { interval: 20 }).toBeGreaterThan(0.02);
  const before = await part();
  await expect.poll(part, { interval: 20 }).toBeGreaterThan(before);
  const ended = page.waitForEvent('requestfailed', (request) => UPLOADS.test(request.url()));
  await page.getByRole('button', { name: '取消发送' }).click();
  await ended;
  await expect.poll(() => page.locator('.msg .video').count()).toBe(0);
  await page.locator('.composer-text').fill('after the video');
  await page.locator('.composer-text').press('Enter');
  await arrives(bob.page, 'after the video');

  await throttle(-1);
  await choose();
  const api = await Api.of(url, 'bob');
  const [{ id: conversation_id }] = await api.call<[{ id: string }]>('getConversationList');
  const list = () =>
    api.call<{ type: string; body: { url: string; size: number; name: string } }[]>('getMsgList', { conversation_id });
  const videos = async () => (await list()).filter(({ type }) => type === 'video').map(({ body }) => body);
  await expect.poll(async () => (await videos()).length, { timeout: 90_000 }).toBe(1);
  const [video] = await videos();
  expect(video).toMatchObject({ size: VIDEO_BYTES, name: 'holiday.mp4' });
  const reply = await fetch(video?.url ?? '');
  await reply.body?.cancel();
  expect([reply.status, reply.headers.get('content-length'), reply.headers.get('content-type')]).toEqual([
    200,
    String(VIDEO_BYTES),
    'video/mp4',
  ]);
  await rm(folder, { recursive: true });
});

/** A second and a half of a moving square, or more on a busy machine, recorded by the browser itself: such a file does not say how long it is. */
const recorded = (page: Page): Promise<{ bytes: number[]; took: number }> =>
  page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [400, 300];
    const context = canvas.getContext('2d')!;
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' });
    const pieces: Blob[] = [];
    recorder.ondataavailable = (event) => pieces.push(event.data);
    const ended = new Promise((done) => (recorder.onstop = done));
    const from = performance.now();
    recorder.start();
    for (let n = 0; n < 30; n++) {
      context.fillStyle = '#204080';
      context.fillRect(0, 0, 400, 300);
      context.fillStyle = '#ffcc33';
      context.fillRect(n * 10, 100, 90, 90);
      await new Promise((done) => setTimeout(done, 50));
    }
    recorder.stop();
    await ended;
    const took = performance.now() - from;
    return { bytes: [...new Uint8Array(await new Blob(pieces).arrayBuffer())], took };
  });

test('a video is measured before it is sent: its picture holds its place, and nothing of it is loaded before somebody plays it', async () => {
  await openChat(alice.page, url, 'dave');
  const { bytes, took } = await recorded(alice.page);
  await give(alice.page, 'drop', [{ name: 'square.webm', type: 'video/webm', bytes }]);
  await alice.page.locator('.tray-one img').waitFor();
  const dave = await signedIn(browser, url, 'dave');
  const { page } = dave;
  await openChat(page, url, 'alice');
  const media: string[] = [];
  let show: () => void = () => undefined;
  const held = new Promise<void>((done) => (show = done));
  await page.route(UPLOADS, async (route) => {
    media.push(route.request().url());
    await held;
    return route.continue();
  });
  await alice.page.locator('.composer-text').press('Enter');
  const bubble = page.locator('.msg', { has: page.locator('.video') });
  await bubble.waitFor();
  const api = await Api.of(url, 'dave');
  const [{ id: conversation_id }] = await api.call<[{ id: string }]>('getConversationList');
  const [sent] = await api.call<
    [{ body: { url: string; thumb: string; width: number; height: number; time: number; size: number; name: string } }]
  >('getMsgList', { conversation_id });
  expect(sent.body).toMatchObject({ width: 400, height: 300, name: 'square.webm' });
  expect(sent.body.time).toBeGreaterThan(1_000);
  expect(sent.body.time).toBeLessThanOrEqual(took + 100);
  expect((await fetch(sent.body.thumb)).headers.get('content-type')).toBe('image/webp');

  const heightOf = () => bubble.evaluate((at) => at.getBoundingClientRect().height);
  await expect.poll(() => media.length).toBe(1);
  const before = await heightOf();
  show();
  const poster = bubble.locator('.video img');
  await expect.poll(() => poster.evaluate((at: HTMLImageElement) => at.naturalWidth)).toBe(400);
  expect(await heightOf()).toBeCloseTo(before, 0);
  expect(media).toEqual([sent.body.thumb]);
  await bubble.getByRole('button', { name: /播放视频，时长 \d:\d\d/ }).click();
  await expect
    .poll(() => bubble.locator('video').evaluate((at: HTMLVideoElement) => at.currentTime))
    .toBeGreaterThan(0.2);
  expect(await heightOf()).toBeCloseTo(before, 0);
  expect(media).toContain(sent.body.url);
  expect(dave.complaints).toEqual([]);
  await dave.context.close();
  await openChat(alice.page, url, 'bob');
});
