/** What cells have shown is there again after a reload, and nothing was run for it. */
import type { Page } from '@playwright/test';
import { button, drop, visit } from '../support/app-gestures';
import { expect, expectAccessible, openApp, test } from './fixtures';

async function newNotebook(page: Page): Promise<void> {
  await visit(page, 'notebooks');
  await page.getByRole('button', { name: 'New notebook' }).first().click();
  await page.locator('.cm-content').first().click();
}

/** Writes into the cell that has the cursor, runs it and goes on in a new one below. */
async function write(page: Page, code: string): Promise<void> {
  await page.keyboard.insertText(code);
  await page.keyboard.press('Alt+Enter');
  await expect(page.locator('[data-cell]').last().locator('.cm-content')).toBeFocused();
  await expect(page.locator('[data-cell]').last()).not.toContainText(code.slice(0, 12));
}

const main = (page: Page) => page.getByRole('main');
const cages = (page: Page) => page.locator('iframe').count();

/** Until the log names what was shown. */
async function untilKept(page: Page, text: string): Promise<void> {
  await expect(main(page)).toContainText(text);
  await page.waitForTimeout(2500);
}

test('results are there after a reload without a kernel, and a changed text shows them stale', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await newNotebook(page);
  await write(
    page,
    'const rows = Array.from({ length: 700 }, (_, i) => ({ i, square: i * i }))\nrows',
  );
  await write(page, 'const size = input.slider({ min: 0, max: 10, value: 3, label: "Size" })');
  await write(page, 'console.log("said before");\n({ deep: { size } })');
  await write(page, 'html`<b>bold</b> ${size}`');
  await write(page, 'throw new Error("on purpose")');
  // Cells that are far from view are only their text.
  await page.locator('[data-cell]').nth(1).scrollIntoViewIfNeeded();
  await page.getByRole('slider', { name: 'Size' }).fill('7');
  await expect(main(page)).toContainText('bold 7');
  await untilKept(page, 'bold 7');

  await page.reload();
  for (const [cell, text] of [
    [0, '700 × 2'],
    [2, 'said before'],
    [2, 'deep'],
    [3, 'bold 7'],
    [4, 'on purpose'],
  ] as const) {
    await page.locator('[data-cell]').nth(cell).scrollIntoViewIfNeeded();
    await expect(page.locator('[data-cell]').nth(cell)).toContainText(text);
  }
  await page.locator('[data-cell]').first().scrollIntoViewIfNeeded();
  await expect(page.getByRole('slider', { name: 'Size' })).toHaveValue('7');
  await expect(page.getByText(/from just now|min ago/).first()).toBeVisible();
  await expect(page.getByText('kernel off')).toBeVisible();
  expect(await cages(page)).toBe(0);
  await expectAccessible(page);

  // Rows that were not drawn before the reload are kept too.
  const grid = page.getByRole('table').first();
  await grid.evaluate((node) => {
    let scroller: HTMLElement | null = node as HTMLElement;
    while (scroller && scroller.scrollHeight <= scroller.clientHeight)
      scroller = scroller.parentElement;
    scroller?.scrollTo(0, scroller.scrollHeight);
  });
  await expect(main(page)).toContainText('488601');
  expect(await cages(page)).toBe(0);

  await page.locator('.cm-content').nth(1).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(' // more');
  // The cell itself and the two that read from it.
  await expect(page.getByText(/stale, from/)).toHaveCount(3);
  expect(await cages(page)).toBe(0);

  await button(page, 'Run all').click();
  await expect(page.locator('[data-cell].done')).toHaveCount(5);
  await expect(page.locator('[data-cell].failed')).toHaveCount(1);
  await expect(page.getByText(/from just now/)).toHaveCount(0);
  await page.locator('[data-cell]').nth(3).scrollIntoViewIfNeeded();
  await expect(main(page)).toContainText('bold 7');
});

test('an input that was kept runs its cell when it is moved', async ({ page, app }) => {
  await openApp(page, app);
  await newNotebook(page);
  await write(page, 'const size = input.slider({ min: 0, max: 10, value: 3, label: "Size" })');
  await write(page, 'html`<b>bold</b> ${size}`');
  await untilKept(page, 'bold 3');
  await page.reload();
  await expect(main(page)).toContainText('bold 3');
  await page.getByRole('slider', { name: 'Size' }).fill('8');
  await expect(main(page)).toContainText('bold 8');
});

test('a result that is too large is not kept, and the cell says so', async ({ page, app }) => {
  await openApp(page, app);
  await newNotebook(page);
  await write(page, 'html`<p>${"é".repeat(3000000)}</p>`');
  await expect(page.locator('[data-cell].done')).toHaveCount(1);
  await page.waitForTimeout(2500);
  await page.reload();
  await expect(main(page)).toContainText('was too large to keep, run the cell to see it');
});

test('outputs of an .ipynb are shown, cleaned, and nothing of it runs', async ({ page, app }) => {
  await openApp(page, app);
  const cell = (id: string, source: string, outputs: unknown[]) => ({
    cell_type: 'code',
    id,
    source,
    metadata: {},
    execution_count: 1,
    outputs,
  });
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'python3', language: 'python', display_name: 'Python 3' } },
    cells: [
      cell('a', 'print("hello")', [
        { output_type: 'stream', name: 'stdout', text: ['hello from python\n'] },
        {
          output_type: 'display_data',
          metadata: {},
          data: { 'text/html': '<b>a table</b><script>document.title = "taken"</script>' },
        },
      ]),
    ],
  };
  await drop(page, {
    name: 'theirs.ipynb',
    content: new TextEncoder().encode(JSON.stringify(notebook)),
  });
  await expect(main(page)).toContainText('hello from python');
  await expect(main(page)).toContainText('a table');
  await expect(main(page)).toContainText('came with the file');
  expect(await page.title()).not.toBe('taken');
  await page.reload();
  await expect(main(page)).toContainText('a table');
  expect(await cages(page)).toBe(0);
});
