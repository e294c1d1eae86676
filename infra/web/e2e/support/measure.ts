import type { Page } from 'playwright-core';

/** Answers the megabytes of the page's memory, after what nobody holds was collected. */
export async function heapOf(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  return async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1e6;
  };
}

/** Goes up by pages in the open chat, without a pause: how long each took, and how many messages were in the page at most, at any moment. */
export function pagesUp(page: Page, pages: number): Promise<{ took: number[]; most: number }> {
  return page.evaluate(async (wanted) => {
    const scroller = document.querySelector('.timeline-scroll')!;
    const messages = () => scroller.querySelectorAll<HTMLElement>('.msg');
    const first = () => Number(messages()[0]?.dataset.seq);
    const took: number[] = [];
    let most = 0;
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
    return { took, most };
  }, pages);
}
