/** How long a page was blocked: tasks of 50 ms and more, as the browser itself measures them. */
import type { Page } from '@playwright/test';

interface Watched {
  longTasks?: number[];
  stopWatching?: () => void;
}

/** Begins anew; what was seen before is forgotten. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const scope = globalThis as unknown as Watched;
    scope.stopWatching?.();
    const seen: number[] = (scope.longTasks = []);
    const begin = performance.now();
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        if (startTime >= begin) seen.push(duration);
    });
    observer.observe({ type: 'longtask', buffered: true });
    scope.stopWatching = () => {
      for (const { startTime, duration } of observer.takeRecords())
        if (startTime >= begin) seen.push(duration);
      observer.disconnect();
    };
  });
}

/** Milliseconds of the longest task since `watchLongTasks`; 0 where none took 50. */
export async function longestTask(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const scope = globalThis as unknown as Watched;
    // A task is reported after it has ended.
    await new Promise((resolve) => setTimeout(resolve));
    scope.stopWatching?.();
    return Math.max(0, ...(scope.longTasks ?? []));
  });
}
