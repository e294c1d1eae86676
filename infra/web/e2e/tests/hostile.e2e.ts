import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { launch, openChat, signedIn } from '../support/browser.js';
import { url } from '../support/own-server.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const HTML = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><svg onload=window.hacked=1>';
const LINKS = [
  'javascript:window.hacked=1',
  'data:text/html,<script>hacked=1</script>',
  'https://evil.example/pixel.png',
  '//evil.example/x',
  'vbscript:x',
];
const TEXTS = [
  HTML,
  '\u202Egnp.exe\u202C \u2066x',
  'W'.repeat(49_000),
  '\u0000\u0007\uFFFF',
  '{{constructor.constructor("hacked=1")()}}',
  '[x](javascript:hacked=1)',
  ...LINKS,
];
const WRONG: unknown[] = [
  null,
  0,
  true,
  [],
  {},
  [[[]]],
  { url: {} },
  { url: 5, name: [], size: 'x' },
  '',
  HTML,
  { __proto__: null, toString: 'x' },
];

/** A rich text as deep as the server takes it. */
function nested(depth: number): unknown {
  let node: unknown = { type: 'text', text: HTML };
  for (let n = 0; n < depth; n++)
    node = {
      name: 'div',
      attrs: { style: 'position:fixed;inset:0', onclick: 'hacked=1', class: 'shell' },
      children: [node],
    };
  return [node];
}

function bodies(): [string, unknown][] {
  const all: [string, unknown][] = [];
  for (const text of TEXTS) all.push(['text', text], ['code', text]);
  for (const link of LINKS) {
    all.push(
      ['image', { url: link, thumb: link, width: 1e9, height: -5 }],
      ['video', { url: link, thumb: link }],
      ['sound', { url: link, time: 1e12 }],
    );
    all.push(
      ['file', { url: link, name: HTML, size: -1 }],
      [
        'rich-text',
        [
          { name: 'a', attrs: { href: link }, children: [HTML] },
          { name: 'img', attrs: { src: link } },
          { type: 'image', url: link },
        ],
      ],
    );
    all.push([
      'history',
      {
        title: HTML,
        msgList: [{ from_uid: HTML, nickname: HTML, type: 'image', body: { url: link } }, null, 5, { type: {} }],
      },
    ]);
  }
  all.push(
    ['location', { latitude: 1e9, longitude: HTML, name: HTML }],
    ['location', { latitude: 1, longitude: 2, name: HTML, address: '\u202Ex' }],
  );
  all.push(
    ['userinfo-card', { user_id: HTML, nickname: HTML }],
    ['userinfo-card', { user_id: 'bob', nickname: 'W'.repeat(5_000) }],
  );
  all.push(
    ['rich-text', nested(20)],
    ['rich-text', nested(90)],
    [
      'rich-text',
      [
        { name: 'script', children: ['hacked=1'] },
        { name: 'iframe', attrs: { srcdoc: HTML } },
        { name: 'style', children: ['*{display:none}'] },
      ],
    ],
  );
  for (const type of [
    'text',
    'code',
    'image',
    'video',
    'sound',
    'file',
    'location',
    'rich-text',
    'history',
    'userinfo-card',
    'never-heard-of',
    HTML.slice(0, 30),
  ])
    for (const body of WRONG) all.push([type, body]);
  return all;
}

test('hostile bodies of every type are shown as text or as unreadable: nothing runs, nothing is asked of another host', async () => {
  const mallory = await Api.of(url, 'erin');
  await mallory.call('updateMyInfo', { nickname: '<b>\u202Enirе</b>' }).catch(() => undefined);
  let taken = 0;
  for (const [type, body] of bodies()) {
    const sent = await mallory.send({ to_uid: 'dave' }, type, body).then(
      () => true,
      () => false,
    );
    if (sent) taken++;
  }
  expect(taken).toBeGreaterThan(60);

  const { context, page, complaints } = await signedIn(browser, url, 'dave');
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('blob:')) foreign.push(request.url());
  });
  await openChat(page, url, 'erin');
  await page.locator('.msg').first().waitFor();
  const seen = new Set<string>();
  const look = async () => {
    for (const key of await page
      .locator('.msg')
      .evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset.seq ?? '')))
      seen.add(key);
  };
  const further = async () => {
    await page.locator('.timeline-scroll').evaluate((at) => at.scrollBy(0, -at.clientHeight));
    await look();
    return seen.size;
  };
  await look();
  await expect.poll(further, { timeout: 90_000, interval: 120 }).toBeGreaterThanOrEqual(taken);
  await page.locator('.msg', { hasText: '[无法显示]' }).first().waitFor();
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(
    await page
      .locator(
        '.msg-bubble script, .msg-bubble iframe, .msg-bubble style, .msg-bubble [style*="fixed"], a[href^="javascript" i], a[href^="data" i]',
      )
      .count(),
  ).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
  await page.goto(`${url}/#/`);
  await page.locator('.row', { hasText: '<b>' }).first().waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
