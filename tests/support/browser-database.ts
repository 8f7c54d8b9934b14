/** The database of the only workspace in a real browser, by hand: beside the app, or behind its back. */
import type { JSHandle, Page } from '@playwright/test';

/** Open in the page; who asked for it closes it. */
export function workspaceDatabase(page: Page): Promise<JSHandle<IDBDatabase>> {
  return page.evaluateHandle(async () => {
    const known = await indexedDB.databases();
    const { name } = known.find((one) => /^loam-[0-9a-f]{32}$/.test(one.name ?? ''))!;
    return new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name!);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(String(request.error)));
    });
  });
}
