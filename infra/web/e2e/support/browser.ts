import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
  type WebSocket,
} from 'playwright-core';
import { expect } from 'vitest';
import { zone } from './noon.js';

/** Debian's Chromium, or that of `CONFAB_TEST_CHROMIUM`. */
export function launch(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CONFAB_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-fake-ui-for-media-stream', ...more],
  });
}

/** What a page complained of: errors of the console, of scripts, and of the content security policy. There shall be none. */
export type Complaints = string[];

export interface User {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: Complaints;
}

/** A browser of its own, in which one demo user has signed in; `prepare` is called before its first page opens. */
export async function signedIn(
  browser: Browser,
  url: string,
  name: string,
  options: BrowserContextOptions = {},
  prepare: (context: BrowserContext) => Promise<unknown> = async () => undefined,
): Promise<User> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: zone,
    ...options,
  });
  const complaints: Complaints = [];
  await prepare(context);
  const page = await enter(context, complaints, url, name);
  return { context, page, complaints };
}

/** One more tab of this browser, in which a demo user signs in. */
export async function enter(context: BrowserContext, complaints: Complaints, url: string, name: string): Promise<Page> {
  const page = await opened(context, complaints);
  await page.goto(`${url}/`);
  await page.getByRole('button', { name }).click();
  await page.locator('.shell').waitFor();
  return page;
}

/** Pages that are open, with the WebSockets that each has had. */
const pages = new Map<Page, WebSocket[]>();

export async function opened(context: BrowserContext, complaints: Complaints): Promise<Page> {
  const page = await context.newPage();
  const sockets: WebSocket[] = [];
  pages.set(page, sockets);
  page.on('close', () => pages.delete(page));
  page.on('websocket', (socket) => sockets.push(socket));
  page.setDefaultTimeout(20_000);
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  return page;
}

/** A browser itself reports each request that fails: those of a server that is down, or was killed while it answered, and of refusals that a test provokes. */
const expected = (text: string): boolean =>
  /net::ERR_(CONNECTION|INTERNET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED|CONTENT_LENGTH)|WebSocket connection to .* failed|status of (401|403|404|409)/.test(
    text,
  );

export async function write(page: Page, text: string): Promise<void> {
  const area = page.locator('.composer-text');
  await area.fill(text);
  await area.press('Enter');
}

export const openChat = async (page: Page, url: string, with_: string): Promise<void> => {
  await page.goto(`${url}/#/with/${with_}`);
  // Until then the chat that was open before may still be there.
  await page.waitForURL(/#\/c\//);
  await page.locator('.composer-text').waitFor();
  // With a mouse it takes the focus, once it has looked for a draft: later, that would be taken from what a test has focused.
  await page.waitForFunction(
    () => !matchMedia('(pointer: fine)').matches || document.activeElement?.className === 'composer-text',
  );
};

/** The message of this text; `toHaveCount(1)` of it is "neither lost nor doubled". */
export const message = (page: Page, text: string): Locator => page.locator('.msg', { hasText: text });

/** Waits until a message shows, once. */
export async function arrives(page: Page, text: string): Promise<void> {
  await message(page, text).first().waitFor();
}

/** Marks, in this document, what flashes: it does so for two seconds, which a busy machine may miss. */
export function markFlashes(page: Page): Promise<void> {
  return page.evaluate(() => {
    new MutationObserver((changes) => {
      for (const { target } of changes)
        if (target instanceof HTMLElement && target.classList.contains('flash')) target.dataset.flashed = '';
    }).observe(document, { subtree: true, attributeFilter: ['class'] });
  });
}
/** What has flashed; `at` is a selector. */
export const flashed = (page: Page, at: string): Locator => page.locator(`${at}.flash, ${at}[data-flashed]`);

/** Stops the clock of what counts milliseconds in the page, however long a busy machine takes for them; the answer starts it again. */
export async function stopClock(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const now = performance.now();
    performance.now = () => now;
  });
  return () => page.evaluate(() => void Reflect.deleteProperty(performance, 'now'));
}

/** Waits until a draft is kept: that takes a pause, and a moment. */
export async function keepsDraft(page: Page, draft: string): Promise<void> {
  const kept = () =>
    page.evaluate(async () => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((found, fail) => {
          request.onsuccess = () => found(request.result);
          request.onerror = () => fail(request.error);
        });
      const [base] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('confab-'));
      const database = await done(indexedDB.open(base?.name ?? ''));
      const rows = await done<{ text: string }[]>(database.transaction('drafts').objectStore('drafts').getAll());
      database.close();
      return rows.map(({ text }) => text);
    });
  await expect.poll(kept).toContain(draft);
}

/** A second of a voice note has been recorded, or more: a busy machine may show the first one to nobody. */
export const recorded = (page: Page): Promise<void> => page.locator('.voice-time', { hasText: /^[1-9]/ }).waitFor();

/** Gives files to the page as the clipboard or a drag does. */
export function give(
  page: Page,
  how: 'paste' | 'drop',
  files: { name: string; type: string; bytes: number[] }[],
): Promise<void> {
  return page.evaluate(
    ([way, given]) => {
      const data = new DataTransfer();
      for (const { name, type, bytes } of given) data.items.add(new File([new Uint8Array(bytes)], name, { type }));
      const event =
        way === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
      document.querySelector('.composer-text')?.dispatchEvent(event);
    },
    [how, files] as const,
  );
}

/** All texts of the open chat that begin so, in their order. */
export const textsOf = (page: Page, prefix: string): Promise<string[]> =>
  page
    .locator('.msg-bubble')
    .evaluateAll(
      (all, begin) => all.map((each) => each.textContent?.trim() ?? '').filter((text) => text.startsWith(begin)),
      prefix,
    );

/** Opens the menu of a message and chooses. */
export async function choose(page: Page, text: string, item: string): Promise<void> {
  await message(page, text).last().locator('.msg-bubble').click({ button: 'right' });
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** How many connections the tabs of a browser have now. */
export const openSockets = (context: BrowserContext): number =>
  context.pages().flatMap((page) => pages.get(page)?.filter((socket) => !socket.isClosed()) ?? []).length;

/** What the pages look like now, for whoever has to find out why a test failed. */
export async function pictures(name: string): Promise<void> {
  const file = name.replace(/\W+/g, '-').slice(0, 60);
  for (const [n, page] of [...pages.keys()].entries())
    await page.screenshot({ path: `screenshots/failed-${file}-${n}.png`, timeout: 5_000 }).catch(() => undefined);
}
