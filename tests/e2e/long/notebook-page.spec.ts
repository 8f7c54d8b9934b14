/**
 * A notebook saved as a page: opened from disk, alone and without a network, it shows what the notebook showed; an
 * input that only needs a saved model gives the answers that the app gives.
 */
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { button, drop, give, sample, saveData, visit } from '../../support/app-gestures';
import { HOSTILE } from '../../support/hostile-markup';
import { injectAxe } from '../../support/axe';
import { expect, expectAccessible, openApp, test as base } from '../fixtures';

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'loam-notebook-page-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

test.use({ acceptDownloads: true });

const NOTEBOOK = `// %% id=intro [markdown]
// # Which flower is it?
// Move the *petal length* </script><script>window.hostile = 1</script>.
// %% id=model
const flowers = await loam.model("flowers@1"); // a remark that travels
// %% id=petal
const petal = input.slider({ label: "petal length", min: 1, max: 7, step: 0.1, value: 1.4 });
// %% id=answer
const { answer, probabilities } = await loam.predict(flowers, {
  sepal_length: 5, sepal_width: 3.5, petal_length: petal, petal_width: petal / 3,
});
md\`It is **\${answer}**, virginica at \${probabilities.virginica}\`
// %% id=chart
Plot.plot({ height: 120, marks: [Plot.dot([[petal, 1]], { fill: "currentColor" })] })
// %% id=most
const most = input.slider({ label: "rows shown", min: 1, max: 50, step: 1, value: 3 });
// %% id=rows
const data = await loam.data("iris");
data.head(most)
// %% id=secret
const remark = "a remark that stays"; // a-comment-that-stays
({ list: [1, 2, { three: "</script>" }], when: new Date(0), not: NaN })
// %% id=hostile
html\`<p onclick="hostile()">plain <img src="http://outside.invalid/a.png"><b>words</b></p>\`
// %% id=broken
throw new Error("it broke </script>")
`;

/** A listening server, and how often anything asked it. */
async function listener() {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, asked: () => asked, close: () => server.close() };
}

async function saveModel(page: Page): Promise<void> {
  await give(page, sample('iris'));
  await saveData(page);
  await visit(page, 'notebooks');
  await page.getByRole('button', { name: 'New notebook' }).first().click();
  await page.locator('.cm-content').first().click();
  await page.keyboard.insertText(
    'const data = await loam.data("iris");\nconst run = await loam.train(loam.task(data, { predict: "species" }), loam.model.linear());\nconst saved = await loam.save(run, "flowers");\nsaved.name',
  );
  await page.keyboard.press('Control+Enter');
  await button(page, 'Allow').click();
  await page.getByRole('button', { name: /^Save the model of .* under “flowers”$/ }).click();
  await expect(page.locator('.outputs')).toContainText('"flowers"');
}

async function openNotebook(page: Page, text: string): Promise<void> {
  await drop(page, { name: 'flowers.ts', content: new TextEncoder().encode(text) });
  await page
    .getByRole('button', { name: /^Approve/ })
    .first()
    .click();
  await button(page, 'Run all').click();
}

async function savePage(page: Page, folder: string): Promise<{ address: string; html: string }> {
  const downloading = page.waitForEvent('download');
  await button(page, 'Save page').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('flowers.html');
  const html = await readFile(await download.path(), 'utf8');
  const path = join(folder, 'page.html');
  await writeFile(path, html);
  return { address: pathToFileURL(path).href, html };
}

const virginica = /virginica at ([\d.e-]+)/;

/** As it stands on the page, whole. */
async function shareOn(page: Page): Promise<string | undefined> {
  return virginica.exec((await page.getByText(virginica).last().textContent()) ?? '')?.[1];
}

test('what it showed is there, and its live input answers as the app does', async ({
  page,
  app,
  context,
  browser,
  folder,
}) => {
  test.slow();
  await openApp(page, app);
  await saveModel(page);
  await openNotebook(page, NOTEBOOK);
  await button(page, 'Allow').click();
  const main = page.getByRole('main');
  await expect(main).toContainText('3 × 5');
  await expect(main).toContainText(virginica);
  await expect(main.getByRole('img', { name: 'Chart' })).toBeVisible();
  await expect(main).toContainText('it broke');

  await button(page, 'App').click();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /Save as a page/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Rows of your data in shown tables travel too');
  await expect(dialog).toContainText('3 rows of sepal_length');
  await expect(dialog).toContainText('Live in the page: petal length');
  await expect(dialog).toContainText(
    '“rows shown” of cell 6 stays as it is set: cell 7 uses loam.data',
  );
  await expect(dialog).toContainText('The model flowers 1 travels');
  if (process.env.LOAM_SHOTS)
    await page.screenshot({ path: `${process.env.LOAM_SHOTS}/dialog.png` });
  await expectAccessible(page);
  const { address, html } = await savePage(page, folder);
  expect(html).not.toContain('a-comment-that-stays');
  expect(html).not.toContain('a remark that stays');
  expect(html).not.toContain('data.head(most)');

  const listening = await listener();
  const alone = await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 } });
  await injectAxe(alone);
  const reading = await alone.newPage();
  const problems: string[] = [];
  const asked: string[] = [];
  reading.on('pageerror', ({ message }) => problems.push(message));
  reading.on('console', (line) => {
    if (['error', 'warning'].includes(line.type())) problems.push(line.text());
  });
  reading.on('request', (request) => asked.push(request.url()));
  await reading.goto(address);
  const shown = reading.getByRole('main');
  await expect(reading).toHaveTitle('flowers');
  await expect(reading.getByRole('heading', { name: 'Which flower is it?' })).toBeVisible();
  await expect(shown).toContainText('It is setosa');
  await expect(shown).toContainText('rows shown: 3');
  await expect(reading.getByRole('slider')).toHaveCount(1);
  await expect(reading.getByRole('row')).toHaveCount(4);
  await expect(shown).toContainText('Error: it broke </script>');
  await expect(shown).toContainText('plain');
  await expect(reading.getByRole('img', { name: 'Chart' })).toBeVisible();
  expect(await reading.locator('iframe').count(), 'nothing runs before an input moves').toBe(0);
  await expectReadable(reading);
  if (process.env.LOAM_SHOTS) await shots(reading, 'saved');

  // The same value in both.
  const seen = new Set([await shareOn(reading)]);
  for (const [i, value] of ['5.6', '4.3'].entries()) {
    const exact = (where: Page) => where.getByLabel('petal length, as a number');
    await exact(page).fill(value);
    await exact(page).blur();
    await exact(reading).fill(value);
    await exact(reading).blur();
    await expect(reading.getByText('Computed here, with your inputs.')).toBeVisible();
    // The app's cell answers when it is done; the page has said that it is.
    await expect.poll(async () => seen.add(await shareOn(reading)).size).toBe(i + 2);
    const there = await shareOn(reading);
    expect(Number(there)).toBeGreaterThan(0);
    await expect.poll(() => shareOn(page), { message: value }).toBe(there);
  }
  await expect(reading.getByRole('row')).toHaveCount(4);
  await expectReadable(reading);
  if (process.env.LOAM_SHOTS) await shots(reading, 'moved');

  await button(reading, 'Show what was saved').click();
  await expect(shown).toContainText('It is setosa');

  await alone.setOffline(false);
  const saved = await shareOn(reading);
  await reading.getByRole('slider').press('ArrowRight');
  await expect.poll(() => shareOn(reading)).not.toBe(saved);
  await expect(reading.getByRole('slider')).toBeFocused();
  expect(problems).toEqual([]);
  expect(await reading.evaluate('window.hostile')).toBeUndefined();
  expect(asked.filter((url) => !/^(file|data|about):/.test(url))).toEqual([]);
  expect(listening.asked()).toBe(0);
  listening.close();
  await alone.close();
  await context.close();
});

/** With axe, light and dark, at desktop and phone width. */
async function expectReadable(page: Page): Promise<void> {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page);
    const needed = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(needed, 'nothing is wider than the screen').toBeLessThanOrEqual(width);
  }
}

test('without live inputs it is small, carries no code, and leaves out the table that stays', async ({
  page,
  app,
  folder,
}) => {
  await openApp(page, app);
  const text = `// %% id=one
const rows = Array.from({ length: 1500 }, (_, i) => ({ place: i, secret: \`row-\${i}-of-mine\` }));
aq.from(rows)
// %% id=two
const half = input.slider({ label: "half", value: 0.5 }); // a-comment-that-stays
// %% id=three
aq.from(rows.slice(0, 1200)).select("place")
// %% id=four
const doubled = rows.length * half;
\`half of all is \${doubled}\`
`;
  await openNotebook(page, text);
  await expect(page.getByRole('main')).toContainText('half of all is 750');
  const pages: string[] = [];
  for (const keeps of [true, true, false]) {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: /Save as a page/ }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('“half” of cell 2 stays as it is set: cell 1 uses aq');
    const mine = dialog.getByRole('checkbox', { name: /1,000 of 1,500 rows of place, secret/ });
    await mine.setChecked(!keeps);
    pages.push((await savePage(page, folder)).html);
    await expect(dialog).toBeHidden();
  }
  const [first, again, whole] = pages;
  expect(again, 'equal notebooks, equal bytes').toBe(first);
  expect(first!.length).toBeLessThan(120_000);
  expect(first).not.toMatch(/of-mine|a-comment-that-stays|unsafe-eval/);
  expect(whole).toContain('row-999-of-mine');
  expect(whole).not.toContain('row-1000-of-mine');
  await writeFile(join(folder, 'first.html'), first!);
  await page.goto(pathToFileURL(join(folder, 'first.html')).href);
  const main = page.getByRole('main');
  await expect(main).toContainText('A table of 1,500 rows and 2 columns stayed');
  await expect(main).toContainText('The first 1,000 of 1,200 rows; 1 column');
  await expect(main).toContainText('half: 0.5');
  await expect(page.getByRole('slider')).toHaveCount(0);
  await expect(page.getByRole('cell', { name: '999', exact: true })).toHaveCount(1);
  await expectReadable(page);
});

test('markup that a live input makes is as harmless as that which was saved', async ({
  page,
  app,
  folder,
  crashes,
}) => {
  await openApp(page, app);
  const texts = [...HOSTILE, HOSTILE.join('\n')];
  const text = `// %% id=texts
const texts = JSON.parse(atob("${btoa(JSON.stringify(texts).replace(/[^ -~]/g, '?'))}"));
// %% id=which
const which = input.number({ label: "which", min: 0, max: ${texts.length - 1}, value: 0 });
// %% id=shown
html(["<i>text " + which + "</i>" + texts[which]])
// %% id=all
md\`\${texts.at(-1)} all of them\`
`;
  await openNotebook(page, text);
  await expect(page.getByText('text 0', { exact: true })).toBeVisible();
  await expect(page.getByText('kernel ready')).toBeVisible();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /Save as a page/ }).click();
  const { address } = await savePage(page, folder);
  const asked: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (line) => said.push(line.text()));
  await page.goto(address);
  const address0 = page.url();
  for (const which of texts.keys()) {
    await page.getByRole('spinbutton', { name: 'which' }).fill(String(which));
    await expect(page.getByText(`text ${which}`, { exact: true })).toBeVisible();
  }
  await page.waitForTimeout(300);
  expect(page.url()).toBe(address0);
  expect(await page.evaluate('window.hostile')).toBeUndefined();
  expect(asked.filter((url) => !/^(file|data|about):/.test(url))).toEqual([]);
  expect(said).toEqual([]);
  expect(crashes).toEqual([]);
});

const LOOP = `// %% id=base
const base = 10;
// %% id=n
const n = input.number({ label: "n", min: 0, max: 5, value: 0 });
// %% id=sum
while (n === 1) {}
md\`the sum is \${base + n}\`
`;

async function savedLoop(page: Page, app: string, folder: string): Promise<string> {
  await openApp(page, app);
  await openNotebook(page, LOOP);
  await expect(page.getByText('the sum is 10', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /Save as a page/ }).click();
  const { address } = await savePage(page, folder);
  return address;
}

test('a loop without end is ended by the next move, and the names come back', async ({
  page,
  app,
  folder,
}) => {
  await page.goto(await savedLoop(page, app, folder));
  const input = page.getByRole('spinbutton', { name: 'n' });
  for (const [n, sum] of [
    [2, 12],
    [3, 13],
  ]) {
    await input.fill('1');
    await expect(page.getByText('Computing …')).toBeVisible();
    await input.fill(String(n));
    await expect(page.getByText(`the sum is ${sum}`, { exact: true })).toBeVisible();
    await expect(page.getByText('Computed here, with your inputs.')).toBeVisible();
  }
});

test('where a browser cannot run cells, what was saved stays and the page says so', async ({
  page,
  app,
  folder,
}) => {
  const address = await savedLoop(page, app, folder);
  await page.addInitScript(
    'Object.defineProperty(HTMLIFrameElement.prototype, "srcdoc", { set() {} })',
  );
  await page.goto(address);
  await page.getByRole('spinbutton', { name: 'n' }).fill('4');
  await expect(page.getByText('This browser could not compute that.')).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.getByText('the sum is 10', { exact: true })).toBeVisible();
});

test('a page that was changed shows nothing', async ({ page, app, folder }) => {
  await openApp(page, app);
  await openNotebook(page, '// %% id=one\n`sales were ${12} million`\n');
  await expect(page.getByRole('main')).toContainText('sales were 12 million');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /Save as a page/ }).click();
  const { address, html } = await savePage(page, folder);
  await page.goto(address);
  await expect(page.getByRole('main')).toContainText('sales were 12 million');
  await writeFile(join(folder, 'changed.html'), html.replace('12 million', '99 million'));
  await page.goto(pathToFileURL(join(folder, 'changed.html')).href);
  await expect(page.getByRole('alert')).toContainText('This page was altered and shows nothing');
  await expect(page.getByRole('main')).not.toContainText('million');
});

async function shots(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [
      [1280, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      const path = `${process.env.LOAM_SHOTS}/${name}-${colorScheme}-${width}.png`;
      await page.screenshot({ path, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: null });
}
