import type { Page } from 'playwright-core';

/** Answers the megabytes of the page's memory, after what nobody holds was collected. */
export async function heapOf(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  return async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1e6;
  };
}

interface PagesUp {
  /** How long each page took. */
  took: number[];
  /** How many messages were in the page at most, at any moment. */
  most: number;
  /** Transactions of IndexedDB with messages, for each page. */
  readings: number;
}

/** Goes up by pages in the open chat, without a pause. */
export function pagesUp(page: Page, pages: number): Promise<PagesUp> {
  return page.evaluate(async (wanted) => {
    const scroller = document.querySelector('.timeline-scroll')!;
    const messages = () => scroller.querySelectorAll<HTMLElement>('.msg');
    const first = () => Number(messages()[0]?.dataset.seq);
    const took: number[] = [];
    let most = 0;
    let readings = 0;
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (stores, ...more) {
      if ([...(typeof stores === 'string' ? [stores] : stores)].includes('messages')) readings++;
      return transaction.call(this, stores, ...more);
    };
    const watch = new MutationObserver(() => (most = Math.max(most, messages().length)));
    watch.observe(scroller, { childList: true, subtree: true });
    while (took.length < wanted) {
      const seq = first();
      const from = performance.now();
      scroller.scrollTop = 0;
      await new Promise<void>((done) => {
        const look = () => (first() < seq ? done() : requestAnimationFrame(look));
        requestAnimationFrame(look);
      });
      took.push(performance.now() - from);
    }
    watch.disconnect();
    IDBDatabase.prototype.transaction = transaction;
    return { took, most, readings: readings / took.length };
  }, pages);
}

/** From the key to the layout of its glyph. */
export async function keysTyped(page: Page, times: number): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < times; n++)
    took.push(
      await page.evaluate(
        () =>
          new Promise<number>((done) => {
            const area = document.querySelector<HTMLTextAreaElement>('.composer-text')!;
            const from = performance.now();
            area.setRangeText('x', area.value.length, area.value.length, 'end');
            area.dispatchEvent(new InputEvent('input', { bubbles: true }));
            void Promise.resolve().then(() => {
              void area.offsetHeight;
              done(performance.now() - from);
            });
          }),
      ),
    );
  return took;
}

/** The page is opened anew: until the first chat of the list shows. */
export async function listPainted(page: Page, url: string, times: number): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    await page.goto(`${url}/#/`);
    await page.reload({ waitUntil: 'commit' });
    await page.locator('.row').first().waitFor();
    took.push(await page.evaluate(() => performance.now()));
  }
  return took;
}

/** One of three chats that are cached after the first three times. */
export async function chatsOpened(page: Page, times: number): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    took.push(
      await page.evaluate(
        (id) =>
          new Promise<number>((done) => {
            const from = performance.now();
            location.hash = `#/c/${id}`;
            const look = () =>
              [...document.querySelectorAll('.msg')].some((each) => each.textContent?.includes(`of ${id}`))
                ? done(performance.now() - from)
                : requestAnimationFrame(look);
            requestAnimationFrame(look);
          }),
        `chat-${5 + (n % 3)}`,
      ),
    );
    await page.waitForTimeout(150);
  }
  return took;
}

/** To messages of chat-0 that are far apart, none of them cached. */
export async function jumpedTo(page: Page, times: number): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < times; n++)
    took.push(
      await page.evaluate(
        (seq) =>
          new Promise<number>((done) => {
            const from = performance.now();
            location.hash = `#/c/chat-0?seq=${seq}`;
            const look = () =>
              document.querySelector(`.msg[data-seq="${seq}"]`) === null
                ? requestAnimationFrame(look)
                : done(performance.now() - from);
            requestAnimationFrame(look);
          }),
        50_000 - n * 5_000,
      ),
    );
  return took;
}

/** From the event that says that there is a network to the moment when all is up to date, as the leading tab tells the others. */
export async function liveAgain(page: Page): Promise<() => Promise<number>> {
  const live = await page.evaluateHandle(() => {
    const { postMessage } = BroadcastChannel.prototype;
    const online = new Promise<number>((done) =>
      addEventListener('online', () => done(performance.now()), { once: true, capture: true }),
    );
    const upToDate = new Promise<number>((done) => {
      BroadcastChannel.prototype.postMessage = function (message: { connection?: unknown }) {
        if (message.connection === 'live') done(performance.now());
        return postMessage.call(this, message);
      };
    });
    return {
      took: Promise.all([online, upToDate]).then(([from, to]) => {
        BroadcastChannel.prototype.postMessage = postMessage;
        return to - from;
      }),
    };
  });
  return () => live.evaluate(({ took }) => took);
}
