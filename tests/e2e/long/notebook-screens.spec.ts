/**
 * The notebook as a person meets it, on the gallery's notebook, which has every kind of cell and result and no
 * kernel: keys, editing, order, results, hostile markup, reading, versions, a thousand cells.
 */
import type { Locator, Page } from '@playwright/test';
import { HOSTILE } from '../../support/hostile-markup';
import { expect, expectAccessible, openApp, test } from '../fixtures';

const cells = (page: Page): Locator => page.locator('[data-cell]');
const chosen = (page: Page): Locator => page.locator('[data-cell]:focus');
/** Far from what is looked at a cell is only its text: scroll to it before what it draws is used. */
const cellWith = (page: Page, text: string): Locator => cells(page).filter({ hasText: text });
const editorOf = (cell: Locator): Locator => cell.locator('.cm-content');
const said = (page: Page, text: string) =>
  expect(page.locator('p[role="status"]').filter({ hasText: text })).toHaveCount(1);

async function openSample(page: Page, app: string, query = ''): Promise<void> {
  await openApp(page, app, `#/components/notebook${query}`);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
}

/** Chooses the whole cell, by keys. */
async function choose(page: Page, cell: Locator): Promise<void> {
  await editorOf(cell).click();
  await page.keyboard.press('Escape');
  await expect(cell).toBeFocused();
}

/** Writes a new code cell at the end and leaves the cursor in it. */
async function writeCode(page: Page, code: string): Promise<Locator> {
  await page.getByRole('button', { name: '+ Code' }).click();
  const cell = cells(page).last();
  await expect(editorOf(cell)).toBeFocused();
  await page.keyboard.insertText(code);
  return cell;
}

test('the list teaches the first step, and leads into a notebook', async ({ page, app }) => {
  await openApp(page, app, '#/components/notebooks?empty');
  await expect(page.getByText('No notebook yet')).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${app}#/components/notebooks`);
  await expect(page.getByRole('row')).toHaveCount(4);
  await expectAccessible(page);
  await page.getByRole('checkbox').nth(1).check();
  await page.getByRole('button', { name: 'Delete 1' }).click();
  await page.getByRole('button', { name: 'Delete 1 notebook' }).click();
  await expect(page.getByRole('row')).toHaveCount(3);
  await page
    .getByLabel('Notebook file')
    .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
  await expect(page.getByText(/“a.txt”/)).toBeVisible();
  await page.getByRole('button', { name: 'New notebook' }).click();
  await expect(cells(page).first()).toBeVisible();
});

test('the address of no notebook says so', async ({ page, app }) => {
  await openApp(page, app, '#/notebooks/nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not in this workspace');
  await expectAccessible(page);
});

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width, height } });

    test('axe finds nothing in any cell, nor while reading, light or dark', async ({
      page,
      app,
    }) => {
      await openSample(page, app);
      await expect(page.locator('.cm-content').first()).toBeVisible();
      // As high as all of it, so that every cell is drawn.
      await page.setViewportSize({ width, height: 5000 });
      await expect(cellWith(page, 'image(pixels)').locator('img')).toBeVisible();
      await expectAccessible(page);
      await page.setViewportSize({ width, height });
      await page.goto(`${app}#/components/notebook?app=1`);
      await expect(page.getByRole('button', { name: 'Show code' })).toBeVisible();
      await expectAccessible(page);
    });

    test('nothing makes the page wider than the screen', async ({ page, app }) => {
      await openSample(page, app);
      for (const query of ['', '?app=1']) {
        await page.goto(`${app}#/components/notebook${query}`);
        await expect(cells(page).first()).toBeVisible();
        const wide = await page.evaluate(() =>
          Math.max(
            document.documentElement.scrollWidth,
            document.getElementById('main')!.scrollWidth,
          ),
        );
        expect(wide).toBeLessThanOrEqual(width);
      }
    });
  });
}

test('the usual keys move, write, make, turn, move and delete cells, and undo it', async ({
  page,
  app,
}) => {
  await openSample(page, app);
  const data = cellWith(page, "loam.data('churn@3')");
  await choose(page, data);
  await page.keyboard.press('ArrowDown');
  await expect(chosen(page)).toContainText('loam.task');
  await page.keyboard.press('k');
  await expect(data).toBeFocused();
  const before = await cells(page).count();

  await page.keyboard.press('b');
  await expect(cells(page)).toHaveCount(before + 1);
  await page.keyboard.type('const fresh = 1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+ArrowUp');
  await said(page, 'Now cell 2 of');
  await expect(cells(page).nth(1)).toContainText('const fresh = 1');
  await expect(cells(page).nth(1)).toBeFocused();

  await page.keyboard.press('m');
  await expect(cells(page).nth(1)).toHaveAttribute('aria-label', 'Text cell 2');
  await page.keyboard.press('y');
  await expect(cells(page).nth(1)).toHaveAttribute('aria-label', /^Code cell 2/);
  await page.keyboard.press('c');
  await expect(editorOf(cells(page).nth(1))).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(editorOf(cells(page).nth(1))).toBeFocused();
  await page.keyboard.press('Escape');

  await page.keyboard.press('d');
  await expect(cells(page)).toHaveCount(before + 1);
  await page.keyboard.press('d');
  await expect(cells(page)).toHaveCount(before);
  await expect(data).toBeFocused();
  await page.keyboard.press('z');
  await expect(cells(page)).toHaveCount(before + 1);
  await expect(cells(page).nth(1)).toContainText('const fresh = 1');

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help.getByText('Run it and go on to the next')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
});

test('running goes on to the next cell, or writes a new one below', async ({ page, app }) => {
  await openSample(page, app);
  const cell = await writeCode(page, 'html`<p>first</p>`');
  await page.keyboard.press('Control+Enter');
  await expect(cell.getByText('first', { exact: true })).toBeVisible();
  await expect(editorOf(cell)).toBeFocused();
  const before = await cells(page).count();
  await page.keyboard.press('Alt+Enter');
  await expect(cells(page)).toHaveCount(before + 1);
  await expect(editorOf(cells(page).last())).toBeFocused();
  await page.keyboard.insertText('html`<p>second</p>`');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+Enter');
  await expect(cells(page).last()).toBeFocused();
  await page.keyboard.press('Shift+Enter');
  await expect(cells(page)).toHaveCount(before + 2);
  await expect(cells(page).nth(before).getByText('second', { exact: true })).toBeVisible();
});

test('an edit makes a cell stale; running stale cells makes it whole; a loop is stopped', async ({
  page,
  app,
}) => {
  await openSample(page, app);
  const cell = cellWith(page, 'plot.line(');
  await editorOf(cell).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' // now');
  await expect(cell).toHaveAttribute('aria-label', /stale/);
  await page.getByRole('button', { name: 'Run stale 1' }).click();
  await expect(cell).toHaveAttribute('aria-label', /60\sms/);

  const loop = await writeCode(page, 'while (true) {}');
  await page.keyboard.press('Control+Enter');
  await expect(loop).toHaveAttribute('aria-label', /runs/);
  await expect(page.getByText('kernel busy')).toBeVisible();
  await loop.getByRole('button', { name: /^Stop cell/ }).click();
  await expect(loop).toHaveAttribute('aria-label', /stale/);
  await expect(page.getByText('kernel ready')).toBeVisible();
});

/** The editor takes no key for a list that has only just come up: it may be meant for the text. */
async function accept(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  await page.keyboard.press('Enter');
}

test('the editor completes names of the library and of other cells, and undoes with the notebook', async ({
  page,
  app,
}) => {
  await openSample(page, app);
  const cell = await writeCode(page, 'const x = ');
  await page.keyboard.type('thre');
  await expect(page.getByRole('option', { name: /threshold/ })).toBeVisible();
  await accept(page);
  await expect(editorOf(cell)).toContainText('const x = threshold');
  await page.keyboard.type(' + loam.mo');
  await page.getByRole('option', { name: /model/ }).waitFor();
  await accept(page);
  await page.keyboard.type('.tr');
  await expect(page.locator('.loam-doc')).toContainText('Boosted trees.');
  await accept(page);
  await expect(editorOf(cell)).toContainText('loam.model.trees');
  await page.keyboard.type('(');
  await expect(editorOf(cell)).toContainText('loam.model.trees()');
  await page.keyboard.press('Control+z');
  await expect(editorOf(cell)).not.toContainText('trees()');
});

test('a cell is moved by its handle, and by its menu', async ({ page, app }) => {
  await openSample(page, app);
  const task = cellWith(page, 'loam.task(');
  await task.hover();
  const from = (await task.locator('[data-handle]').boundingBox())!;
  const to = (await cells(page).first().boundingBox())!;
  await page.mouse.move(from.x + 5, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(to.x + 10, to.y + 60, { steps: 4 });
  await page.mouse.move(to.x + 10, to.y + 2, { steps: 4 });
  await page.mouse.up();
  await expect(cells(page).first()).toContainText('loam.task(');
  await cells(page).first().getByRole('button', { name: 'Cell menu' }).click();
  await page.getByRole('menuitem', { name: 'Move down' }).click();
  await expect(cells(page).nth(1)).toContainText('loam.task(');
});

test('a cell is put between two others where the pointer is', async ({ page, app }) => {
  await openSample(page, app);
  const [first, second] = [cells(page).first(), cells(page).nth(1)];
  const before = await second.innerText();
  const above = (await first.boundingBox())!;
  const below = (await second.boundingBox())!;
  await page.mouse.move(below.x + 200, (above.y + above.height + below.y) / 2);
  await page.locator('.insert').getByRole('button', { name: '+ Code' }).click();
  await expect(cells(page).nth(1).locator('.cm-content')).toBeFocused();
  await expect(cells(page).nth(2)).toContainText(before.split('\n')[0]!);
  await page.mouse.move(below.x + 200, below.y + below.height / 2);
  await expect(page.locator('.insert')).toHaveCount(0);
});

test('a cell that is held at the edge scrolls the page on to the last one', async ({
  page,
  app,
}) => {
  await openSample(page, app);
  const first = cells(page).first();
  const id = (await first.getAttribute('data-cell'))!;
  await first.hover();
  const from = (await first.locator('[data-handle]').boundingBox())!;
  await page.mouse.move(from.x + 5, from.y + 5);
  await page.mouse.down();
  const { height } = page.viewportSize()!;
  await page.mouse.move(from.x + 5, height - 4, { steps: 4 });
  await expect(cells(page).last()).toBeInViewport();
  const end = (await cells(page).last().boundingBox())!;
  await page.mouse.move(from.x + 5, Math.min(height - 70, end.y + end.height - 2), { steps: 4 });
  await expect(page.locator('.below, .above')).toHaveCount(1);
  await page.mouse.up();
  await expect(first).not.toHaveAttribute('data-cell', id);
});

test('text is written on a double click and shown when it is left', async ({ page, app }) => {
  await openSample(page, app);
  const first = cells(page).first();
  await first.getByText('Which threshold is worth it').dblclick();
  await expect(editorOf(first)).toBeFocused();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('\n\nAnd *who* pays? <img src=x onerror="window.hostile=1">');
  await page.keyboard.press('Control+Enter');
  await expect(first).toBeFocused();
  await expect(first.locator('em')).toHaveText('who');
  await expect(first.getByText('[picture left out]')).toBeVisible();
});

test('every kind of result can be looked into', async ({ page, app }) => {
  await openSample(page, app);
  const task = cellWith(page, 'loam.task(');
  await task.getByRole('button', { name: /predict: "left"/ }).click();
  await task.getByRole('button', { name: /^▸? ?parts/ }).click();
  await task.getByRole('button', { name: 'Show 100 more of 150' }).click();
  await expect(task.getByText('150', { exact: true }).first()).toBeVisible();
  await expect(task.getByRole('button', { name: 'Show 50 more of 50' })).toBeVisible();

  const data = cellWith(page, "loam.data('churn@3')");
  await data.scrollIntoViewIfNeeded();
  const table = data.getByRole('group', { name: 'Table, 12,000 rows' });
  await table.evaluate((node) => (node.scrollTop = 33 * 9000));
  await expect(table.getByText('c09005')).toBeVisible();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await data.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('Copied 12,000 rows')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split('\n')).toHaveLength(12_001);
  expect(copied.split('\n')[1]).toBe('c00001\t0\t19.99\tnorth\t');

  const chart = cellWith(page, 'plot.line(');
  await chart.scrollIntoViewIfNeeded();
  await chart.getByRole('img', { name: 'Recall and precision by threshold' }).hover();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    chart.getByRole('button', { name: 'Save as SVG' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('chart.svg');

  const failed = cellWith(page, 'no model finds so many').first();
  await failed.scrollIntoViewIfNeeded();
  await failed.getByRole('button', { name: 'Line 3' }).click();
  await expect(editorOf(failed)).toBeFocused();
});

test('a control moves its cell and those that depend on it', async ({ page, app }) => {
  await openSample(page, app);
  const cell = cellWith(page, 'input.slider');
  const slider = cell.getByRole('slider', { name: 'Threshold' });
  await slider.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveValue('0.17');
  await expect(cell.getByRole('spinbutton')).toHaveValue('0.17');
  await expect(cell).toHaveAttribute('aria-label', /60\sms/);
  await expect(slider).toHaveValue('0.17');
  await cell.getByRole('spinbutton').fill('7');
  await cell.getByRole('spinbutton').press('Tab');
  await expect(slider).toHaveValue('1');
  const rows = cellWith(page, 'input.rows');
  await rows.scrollIntoViewIfNeeded();
  await rows.getByRole('checkbox').nth(1).check();
  await expect(rows.getByRole('checkbox', { checked: true })).toHaveCount(2);
});

test('rights, approval and presses are asked for at the cell', async ({ page, app }) => {
  await openSample(page, app);
  const outside = cellWith(page, 'payments@1');
  // What is chosen is drawn whole, wherever the page stands when the cells above have been drawn.
  await outside.focus();
  await expect(outside.getByRole('button', { name: /^Run cell/ })).toBeDisabled();
  await editorOf(outside).click();
  await page.keyboard.press('Control+Enter');
  await said(page, 'Read this code and approve it first');
  await outside.getByRole('button', { name: 'Approve' }).click();
  await outside.getByRole('button', { name: 'Allow' }).click();
  await expect(outside.getByText('asks to read')).toHaveCount(0);
  await expect(outside.getByRole('button', { name: /^Run cell/ })).toBeEnabled();
  const save = cellWith(page, 'loam.save(');
  await save.focus();
  await expect(save).toHaveAttribute('aria-label', /waits for a press/);
  await save.getByRole('button', { name: 'Save churn as a model' }).click();
  await expect(save.getByText('churn 5')).toBeVisible();
});

test('a smart cell writes code, and becomes code', async ({ page, app }) => {
  await openSample(page, app);
  const cell = page.getByRole('group', { name: /^Smart cell/ });
  await cell.getByRole('checkbox', { name: 'mlp' }).check();
  await cell.getByText('The code that it writes').click();
  await expect(cell.locator('pre')).toContainText('loam.model.mlp()');
  await cell.getByRole('button', { name: 'Convert to code' }).click();
  const code = cellWith(page, 'loam.model.mlp()');
  await expect(code).toHaveAttribute('aria-label', /^Code cell/);
  await expect(editorOf(code)).toBeVisible();
});

test('for reading, code is hidden and inputs stay', async ({ page, app }) => {
  await openSample(page, app);
  await page.getByRole('button', { name: 'App' }).click();
  await expect(page).toHaveURL(/\?app=1$/);
  await expect(page.locator('.cm-content')).toHaveCount(0);
  await expect(page.getByRole('slider', { name: 'Threshold' })).toBeVisible();
  await expect(page.getByText('148 of 192')).toBeVisible();
  await page.getByRole('button', { name: 'Show code' }).click();
  await expect(page.locator('.cm-content').first()).toBeVisible();
});

test('versions are named, compared side by side, and restored', async ({ page, app }) => {
  await openSample(page, app);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Versions…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Versions' });
  await dialog.getByLabel(/^Keep what is there now/).fill('tuned');
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  const versions = dialog.getByRole('list', { name: /^Versions/ }).getByRole('button');
  await expect(versions).toHaveCount(4);
  await expect(versions.first()).toContainText('tuned');
  await versions.last().click();
  await expect(dialog.getByText("'churn@1'")).toBeVisible();
  await expect(dialog.getByText("'churn@3'")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Restore this version' }).click();
  await expect(versions).toHaveCount(5);
  await page.keyboard.press('Escape');
  await expect(cellWith(page, "loam.data('churn@1')")).toHaveCount(1);
});

test('the title is changed in place', async ({ page, app }) => {
  await openSample(page, app);
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('Title').fill('Who stays?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Who stays?' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Rename' })).toBeFocused();
});

test('no markup of a cell runs, loads or leaves its place', async ({ page, app }) => {
  test.setTimeout(180_000);
  expect(HOSTILE.length).toBeGreaterThanOrEqual(40);
  const asked: string[] = [];
  await openSample(page, app);
  page.on('request', (request) => asked.push(request.url()));
  const cell = await writeCode(page, 'html`<p>start</p>`');
  for (const [i, markup] of [...HOSTILE, HOSTILE.join('\n')].entries()) {
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(`html\`<b>mark ${i}</b>\` svg\`${markup}\``);
    await page.keyboard.press('Control+Enter');
    await expect(cell.locator('.markup b', { hasText: `mark ${i}` }), markup).toHaveCount(1);
    const found = await cell.locator('.markup').nth(1).evaluate(escapes);
    expect(found, markup).toEqual([]);
  }
  // Time for what was started to arrive.
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => (window as { hostile?: number }).hostile)).toBe(undefined);
  expect(
    asked.filter((url) => !/^(blob|data):/.test(url) && !url.startsWith(`${app}assets/`)),
  ).toEqual([]);
});

/** What in a shadow root should not be there. */
function escapes(host: Element): string[] {
  const found: string[] = [];
  const never =
    /^(script|style|link|meta|base|i?frame|object|embed|form|input|button|textarea|select|video|audio|source|track|picture|template|slot|foreignobject|animate|set|feimage|math|dialog|noscript)$/i;
  for (const node of host.shadowRoot!.querySelectorAll('*')) {
    if (never.test(node.localName)) found.push(`<${node.localName}>`);
    for (const { name, value } of node.attributes) {
      const link = node.localName === 'a' && name === 'href';
      if (
        /^on|^(srcset|srcdoc|ping|poster|background|action|is|slot|tabindex|autofocus|popover)$/i.test(
          name,
        )
      )
        found.push(name);
      if (
        !link &&
        !name.startsWith('xmlns') &&
        /:\/\/|javascript:|^\/\//i.test(value) &&
        name !== 'title' &&
        name !== 'id'
      )
        found.push(`${name}=${value}`);
      if (link && !/^(https?|mailto):/.test(value)) found.push(`${name}=${value}`);
    }
    if (node.localName === 'a' && node.hasAttribute('href')) {
      if (
        node.getAttribute('target') !== '_blank' ||
        !node.getAttribute('rel')?.includes('noopener')
      )
        found.push('a link without its rules');
    }
    if (getComputedStyle(node).position !== 'static') found.push(`position of <${node.localName}>`);
  }
  return found;
}
