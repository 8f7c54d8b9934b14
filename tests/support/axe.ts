/** Runs axe-core in a page. It is injected before the page's own scripts: the policy forbids later ones. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function injectAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: source });
}

/** What axe finds on the page as it stands, one line per element; empty when all is well. */
export async function axeFindings(page: Page, selector?: string): Promise<string[]> {
  const results = await page.evaluate(async (within) => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: Element | Document, options: RunOptions): Promise<AxeResults> };
    };
    const context = within ? document.querySelector(within) : document;
    if (!context) throw new Error(`nothing matches ${within}`);
    return axe.run(context, { resultTypes: ['violations'] });
  }, selector);
  return results.violations.flatMap((violation) =>
    violation.nodes.map(
      (node) =>
        `${violation.id}: ${node.target.join(' ')} (${violation.help}) ${node.failureSummary ?? ''}`,
    ),
  );
}
