import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Debian's Chromium, or that of `CONFAB_TEST_CHROMIUM`. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CONFAB_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-fake-ui-for-media-stream'],
  });
}

/** What a page complained of: errors of the console, of scripts, and of the content security policy. There shall be none. */
export type Complaints = string[];

export interface User {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: Complaints;
}

/** A browser of its own, in which one demo user has signed in. */
export async function signedIn(
  browser: Browser,
  url: string,
  name: string,
  options: BrowserContextOptions = {},
): Promise<User> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...options,
  });
  const complaints: Complaints = [];
  const page = await opened(context, complaints);
  await page.goto(`${url}/`);
  await page.getByRole('button', { name }).click();
  await page.locator('.shell').waitFor();
  return { context, page, complaints };
}

export async function opened(context: BrowserContext, complaints: Complaints): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
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

/** A browser itself reports each request that fails: those of a server that is down, and of refusals that a test provokes. */
const expected = (text: string): boolean =>
  /net::ERR_(CONNECTION|INTERNET)|WebSocket connection to .* failed|status of (401|403|404|409)/.test(text);

export async function write(page: Page, text: string): Promise<void> {
  const area = page.locator('.composer-text');
  await area.fill(text);
  await area.press('Enter');
}

export const openChat = async (page: Page, url: string, with_: string): Promise<void> => {
  await page.goto(`${url}/#/with/${with_}`);
  await page.locator('.composer-text').waitFor();
};
