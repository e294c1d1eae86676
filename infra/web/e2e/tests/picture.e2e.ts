import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { launch, signedIn } from '../support/browser.js';
import { makeDemo } from '../support/demo.js';
import { Server } from '../support/server.js';

const FOLDER = fileURLToPath(new URL('../../../../docs/images/', import.meta.url));

/** The picture in the README: `npm run picture -w e2e`. */
test.runIf(process.env.PICTURE === 'true')('the picture of the README', async () => {
  const server = await Server.start();
  onTestFinished(() => server.stop());
  const { url } = server;
  const browser = await launch();
  const demo = await makeDemo(url);
  const { page, complaints } = await signedIn(browser, url, 'alice', {
    viewport: { width: 1180, height: 700 },
    colorScheme: 'light',
    locale: 'zh-CN',
  });
  await page.goto(`${url}/#/c/${demo.single}`);
  await page.locator('.msg').first().waitFor();
  await page.locator('.msg img').first().scrollIntoViewIfNeeded();
  await page.waitForTimeout(2_500);
  await page.locator('.timeline-scroll').evaluate((at) => at.scrollTo(0, 0));
  await page.mouse.move(5, 400);
  await page.waitForTimeout(1_000);
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: `${FOLDER}web-client.png` });
  expect(complaints).toEqual([]);
  await browser.close();
});
