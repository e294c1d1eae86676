import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { arrives, flashed, launch, markFlashes, signedIn } from '../support/browser.js';
import { crowded } from '../support/crowd.js';
import { gradient } from '../support/demo.js';
import { dateField, today } from '../support/noon.js';
import { url } from '../support/own-server.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Reads on upwards until that many pages have come. How far did what was being read move at most, in any frame, in pixels? */
function readOn(page: Page, pages: number, from: number): Promise<{ moved: number; first: number; blank: number }> {
  return page.evaluate(
    async ([wanted, start]) => {
      const scroller = document.querySelector<HTMLElement>('.timeline-scroll')!;
      const rows = () => [...scroller.querySelectorAll<HTMLElement>('.msg')];
      const first = () => Number(rows()[0]?.dataset.seq);
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const top = (row: HTMLElement) => row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      let moved = 0;
      let blank = 0;
      for (let n = 0; n < wanted; n++) {
        const oldest = first();
        scroller.scrollTop = start;
        const read = rows().find((row) => top(row) + row.offsetHeight > 0)!;
        const at = top(read);
        let late = 6;
        while (late > 0) {
          await frame();
          moved = Math.max(moved, read.isConnected ? Math.abs(top(read) - at) : Infinity);
          if (!rows().some((row) => top(row) < scroller.clientHeight && top(row) + row.offsetHeight > 0)) blank++;
          // After the page has come, pictures may still get their sizes.
          if (first() < oldest) late--;
        }
      }
      return { moved, first: first(), blank };
    },
    [pages, from] as const,
  );
}

test('what is being read does not move by a pixel while twenty older pages and late pictures come', async () => {
  const { page, context, complaints } = await crowded(browser, url, {
    chats: 3,
    messages: 3_000,
    more: (seq) =>
      seq % 7 === 0
        ? { type: 'image', body: { url: `${url}/files/late/${seq}.png`, name: 'late.png', size: 1_000 } }
        : { body: `message ${seq} of chat-0\n${'and on '.repeat((seq * 37) % 60)}` },
    prepare: (at) =>
      at.route('**/files/late/*', async (route) => {
        await new Promise((done) => setTimeout(done, 60));
        await route.fulfill({ contentType: 'image/png', body: Buffer.from(gradient(90, 60)) });
      }),
  });
  await page.goto(`${url}/#/c/chat-0`);
  await page.locator('.msg', { hasText: 'message 3000 of' }).waitFor();
  const near = await readOn(page, 10, 400);
  const atTop = await readOn(page, 10, 0);
  expect(atTop.first).toBeLessThan(2_100);
  expect([near.blank, atTop.blank]).toEqual([0, 0]);
  expect(Math.max(near.moved, atTop.moved)).toBeLessThanOrEqual(1);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a mention among 5,000 messages is one click away, without reading what lies between', async () => {
  const { page, context, calls, complaints } = await crowded(browser, url, {
    chats: 3,
    messages: 5_000,
    more: (seq) => (seq === 2_500 ? { body: 'erin, please look', call_uid: ['erin'] } : undefined),
    chat: { unread_count: 3_266, read_seq: 100, mentioned_seq: 2_500 },
  });
  await page.goto(`${url}/#/c/chat-0`);
  await page.locator('.divider').waitFor();
  expect(await page.locator('.msg', { hasText: 'message 101 of' }).isVisible()).toBe(true);
  calls.length = 0;
  await markFlashes(page);
  await page.getByRole('button', { name: '有人@我' }).click();
  await flashed(page, '.msg').filter({ hasText: 'erin, please look' }).waitFor();
  expect(await page.locator('.msg', { hasText: 'erin, please look' }).isVisible()).toBe(true);
  await expect.poll(() => page.getByRole('button', { name: '有人@我' }).count()).toBe(0);
  // Where it was and where it goes, pages are read ahead.
  const from = calls.map((call) => Number(/^getMsgList chat-0 (\d+)$/.exec(call)?.[1] ?? NaN));
  expect(from.filter((seq) => seq > 2_300)).not.toEqual([]);
  expect(from.filter((seq) => seq > 200 && seq <= 2_300)).toEqual([]);
  await page.locator('.to-newest').click();
  await page.locator('.msg', { hasText: 'message 5000 of' }).waitFor();
  await expect.poll(() => page.locator('.to-newest').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

const MEMBERS = 100_000;

test('a group of a hundred thousand: its members are scrolled through and found, few of them in the page', async () => {
  const asked: { keyword?: string; cursor?: string }[] = [];
  const member = (n: number) => ({
    user_id: `u${n}`,
    role: n === 0 ? ['creator'] : [],
    mute_type: 0,
    user_info: [{ _id: `u${n}`, nickname: `member ${n}` }],
  });
  const { page, context, complaints } = await crowded(browser, url, {
    chats: 1,
    messages: 40,
    chat: {
      type: 2,
      group_id: 'huge',
      friend_uid: undefined,
      user_info: undefined,
      group_info: [{ _id: 'huge', name: 'everyone', member_count: MEMBERS, user_id: 'u0' }],
    },
    prepare: (at) =>
      at.route('**/getGroupMemberList', async (route) => {
        const p = route.request().postDataJSON() as { keyword?: string; cursor?: string; limit?: number };
        asked.push(p);
        const from = p.keyword === undefined ? Number(p.cursor ?? 0) : 77_777;
        const count = p.keyword === undefined ? Math.min(p.limit ?? 50, MEMBERS - from) : 1;
        const hasMore = p.keyword === undefined && from + count < MEMBERS;
        await route.fulfill({
          contentType: 'application/json',
          body: JSON.stringify({
            errCode: 0,
            errMsg: '',
            data: Array.from({ length: count }, (_, n) => member(from + n)),
            hasMore,
            nextCursor: hasMore ? String(from + count) : undefined,
          }),
        });
      }),
  });
  await page.goto(`${url}/#/c/chat-0/info`);
  await page.locator('.member', { hasText: 'member 1' }).first().waitFor();
  const { steps, most } = await page.evaluate(async (pages) => {
    const list = document.querySelector<HTMLElement>('.members-list')!;
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const took: number[] = [];
    let rows = 0;
    while (took.length < pages) {
      const height = list.scrollHeight;
      const from = performance.now();
      list.scrollTop = height;
      while (list.scrollHeight < height + 5_000) {
        await frame();
        rows = Math.max(rows, list.querySelectorAll('.member').length);
      }
      took.push(performance.now() - from);
    }
    return { steps: took, most: rows };
  }, 50);
  expect(most).toBeLessThanOrEqual(60);
  expect(asked.length).toBeGreaterThanOrEqual(51);
  expect(new Set(asked.map(({ cursor }) => cursor)).size).toBe(asked.length);
  const middle = (all: number[]) => [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;
  console.log(`members: a page of 200 takes ${Math.round(middle(steps))} ms`);
  await page.locator('.members input').fill('member 77777');
  await expect.poll(() => page.locator('.member').allTextContents()).toEqual([expect.stringContaining('member 77777')]);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a chat of 40 days: shown from a date on, from its details and from the search; a day without messages leads to the next one', async () => {
  const DAY = 86_400_000;
  // 20 a day at noon and later, but none 30 days ago.
  const dayOf = (seq: number) => 40 - Math.floor((seq - 1) / 20);
  const { page, context, complaints } = await crowded(browser, url, {
    chats: 2,
    messages: 800,
    more: (seq) => {
      const ago = dayOf(seq) <= 30 ? dayOf(seq) - 1 : dayOf(seq);
      return { create_time: today - ago * DAY + (ago === 0 ? 0 : DAY / 2) + ((seq - 1) % 20) * 60_000 };
    },
  });
  const ask = async (ago: number) => {
    await page.getByRole('button', { name: '按日期查找' }).click();
    await page.getByLabel('日期', { exact: true }).fill(dateField(ago));
    await page.keyboard.press('Enter');
  };
  const shows = async (seq: number) => {
    const there = page.locator(`[data-seq="${seq}"]`);
    await there.waitFor();
    await flashed(page, `[data-seq="${seq}"]`).waitFor();
    await expect.poll(() => there.evaluate((at) => at.getBoundingClientRect().top / innerHeight)).toBeLessThan(0.6);
    await expect.poll(() => page.locator(`[data-seq="${seq - 1}"]`).count()).toBe(1);
  };
  await markFlashes(page);
  // Straight from an address, of what is not here yet.
  await page.goto(`${url}/#/c/chat-0?date=${dateField(20)}`);
  await shows(381);
  await page.goto(`${url}/#/c/chat-1`);
  await page.goto(`${url}/#/c/chat-0?seq=250`);
  await shows(250);
  await page.goto(`${url}/#/c/chat-1`);
  await page.goto(`${url}/#/c/chat-0`);
  await page.getByText('message 800 of chat-0').last().waitFor();
  await page.getByRole('link', { name: '聊天信息' }).last().click();
  await ask(35);
  await shows(101);
  await page.getByRole('link', { name: '聊天信息' }).last().click();
  await ask(30);
  await page.getByText('这一天没有消息，这是之后的第一条').waitFor();
  await shows(201);

  // The same day once more, from elsewhere, after having gone away.
  await page.goto(`${url}/#/search?in=chat-0`);
  await ask(30);
  await shows(201);
  await page.goto(`${url}/#/c/chat-0?date=2199-01-01`);
  await page.getByText('这一天之后没有消息，这是最后一条').waitFor();
  await page.locator('[data-seq="800"]').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('what is cached is told, and cleared; a browser that does not say how much it is gets a clear word', async () => {
  const bob = await Api.of(url, 'bob');
  const { conversation_id } = await bob.send({ to_uid: 'dave' }, 'text', 'cached 0');
  for (let n = 1; n < 30; n++) await bob.send({ to_uid: 'dave' }, 'text', `cached ${n}`);
  const { page, context, complaints } = await signedIn(browser, url, 'dave');
  await page.goto(`${url}/#/c/${conversation_id}`);
  await arrives(page, 'cached 20');
  await page.locator('.composer-text').fill('a draft');
  await page.goto(`${url}/#/settings`);
  const storage = page.locator('.block', { has: page.getByRole('heading', { name: '存储' }) });
  await storage.getByText(/^30 条消息，约占 [\d.]+ [KM]?B$/).waitFor();

  let reads = 0;
  await page.route('**/getMsgList', (route) => {
    reads++;
    return route.continue();
  });
  await storage.getByRole('button', { name: '清除缓存' }).click();
  await page.getByText('已清除').waitFor();
  await storage.getByText(/^0 条消息，/).waitFor();
  await page.goto(`${url}/#/c/${conversation_id}`);
  await arrives(page, 'cached 20');
  expect(reads).toBeGreaterThan(0);
  await expect.poll(() => page.locator('.composer-text').inputValue()).toBe('a draft');

  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'storage', { get: () => undefined }));
  await page.reload();
  await page.locator('.shell').waitFor();
  await page.goto(`${url}/#/settings`);
  await storage.getByText(/^\d+ 条消息，此浏览器不提供占用空间$/).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
