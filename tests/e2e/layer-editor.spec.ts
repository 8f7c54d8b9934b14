/**
 * Writing a network layer by layer with the keyboard alone, and training it; errors as one types; undo;
 * rows moved by dragging; and boosted trees from the form.
 */
import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, openApp, test } from './fixtures';
import { button, learnFrom, openSettings, sample, setNumber, train } from '../support/app-gestures';

const editor = (page: Page): Locator => page.getByRole('region', { name: 'Layers', exact: true });
const rows = (page: Page): Locator => editor(page).getByRole('group', { name: /^Layer \d+, / });

/** Names of the layers in order, with what comes out of each. */
async function layers(page: Page): Promise<string[]> {
  const found = await rows(page).all();
  return Promise.all(
    found.map(async (row) => {
      const name = (await row.getAttribute('aria-label'))!.replace(/^Layer \d+, /, '');
      const shape = await row.getByText(/^Output: /).innerText();
      return `${name} ${shape.replace(/^Output:\s*(gives)?\s*/, '').trim()}`;
    }),
  );
}

async function useModel(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name, exact: true }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('radio', { name, exact: true })).toBeChecked();
}

/** From the menu, by its keys. */
async function add(page: Page, kind: string): Promise<void> {
  await editor(page).getByRole('button', { name: 'Add layer' }).focus();
  await page.keyboard.press('Enter');
  const item = page.getByRole('menuitem', { name: kind, exact: true });
  await expect(item).toBeVisible();
  while (!(await item.evaluate((node) => node === document.activeElement))) {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect(item).toBeHidden();
}

test('a CNN for digits is written with the keyboard alone, and trains to more than nine in ten', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await learnFrom(page, sample('digits'));
  await useModel(page, 'Layers');
  for (const count of [2, 1]) {
    await expect(rows(page)).toHaveCount(count);
    await button(page, 'Remove layer 1').focus();
    await page.keyboard.press('Enter');
  }
  await expect(rows(page)).toHaveCount(0);

  const form = page.getByLabel('Input', { exact: true });
  await form.focus();
  await page.keyboard.press('End');
  await expect(form).toHaveValue('image');
  for (const kind of ['Conv 2D', 'Pool 2D', 'Flatten', 'Dense']) await add(page, kind);
  await page.getByLabel('filters of layer 1').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('8');
  expect(await layers(page)).toEqual([
    'Conv 2D 8 × 8 × 8',
    'Pool 2D 4 × 4 × 8',
    'Flatten 128',
    'Dense 32',
  ]);
  await expectAccessible(page);

  await openSettings(page);
  await setNumber(page, 'Epochs at most', 12);
  await train(page);
  const accuracy = page.getByText('Accuracy', { exact: true }).first().locator('..');
  const value = Number(/0\.\d+/.exec(await accuracy.innerText())?.[0]);
  expect(value).toBeGreaterThan(0.9);
  await expect(page.getByText('CNN c8 · d32').first()).toBeVisible();
});

test('what is wrong appears at its layer as one types, and Train says why it waits', async ({
  page,
  app,
}) => {
  // axe takes seconds for each look where the processor is shared.
  test.slow();
  await openApp(page, app);
  await learnFrom(page, sample('digits'));
  await useModel(page, 'CNN');
  const before = await layers(page);
  await expect(button(page, 'Train')).toBeEnabled();

  const units = page.getByLabel('units of layer 6');
  await units.fill('');
  await expect(rows(page).nth(5)).toContainText('Units must be from 1 to 16,384.');
  await expect(button(page, 'Train')).toBeDisabled();
  await expect(page.getByText('Not ready to train. Layer 6: Units must be')).toBeVisible();
  await units.fill('64');
  await expect(button(page, 'Train')).toBeEnabled();

  await button(page, 'Remove layer 5').click();
  await expect(rows(page).nth(4)).toContainText('put a flatten layer before');
  await expect(button(page, 'Remove layer 5')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(button(page, 'Train')).toBeEnabled();
  expect(await layers(page)).toEqual(before);

  await page.getByLabel('height of the input').fill('9');
  await expect(editor(page)).toContainText(
    '9 × 8 × 1 = 72 values, but the columns make 64 inputs.',
  );
  await expect(button(page, 'Train')).toBeDisabled();
  await expectAccessible(page);
});

test('layers move by button, by key and by dragging, and keep the focus', async ({ page, app }) => {
  await openApp(page, app);
  await learnFrom(page, sample('wine'));
  await useModel(page, 'Layers');
  await add(page, 'Dropout');
  await add(page, 'Batch norm');
  const names = async () => (await layers(page)).map((line) => line.replace(/ [\d×–? ]+$/, ''));
  expect(await names()).toEqual(['Dense', 'Dropout', 'Batch norm']);

  await button(page, 'Move layer 3 up').click();
  expect(await names()).toEqual(['Dense', 'Batch norm', 'Dropout']);
  await expect(button(page, 'Move layer 2 up')).toBeFocused();
  await page.getByLabel('rate of layer 3').focus();
  await page.keyboard.press('Alt+ArrowUp');
  expect(await names()).toEqual(['Dense', 'Dropout', 'Batch norm']);
  await expect(page.getByLabel('rate of layer 2')).toBeFocused();

  const handle = await rows(page).nth(2).locator('[data-handle]').boundingBox();
  const first = await rows(page).nth(0).boundingBox();
  await page.mouse.move(handle!.x + 5, handle!.y + 5);
  await page.mouse.down();
  await page.mouse.move(handle!.x + 5, first!.y + 2, { steps: 6 });
  await page.mouse.up();
  expect(await names()).toEqual(['Batch norm', 'Dense', 'Dropout']);

  await button(page, 'Duplicate layer 2').click();
  expect(await names()).toEqual(['Batch norm', 'Dense', 'Dense', 'Dropout']);
  for (let i = 0; i < 6; i++) await button(page, 'Undo').click();
  expect(await names()).toEqual(['Dense']);
  await expect(button(page, 'Undo')).toBeDisabled();
});

test('boosted trees for wine are trained from the form, and counted in trees', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await learnFrom(page, sample('wine'));
  await expect(page.getByRole('radio', { name: 'CNN', exact: true })).toHaveCount(0);
  await useModel(page, 'Boosted trees');
  await openSettings(page);
  await setNumber(page, 'Trees at most', 30);
  await button(page, 'Add a column').click();
  await expect(page.getByLabel('Direction of alcohol')).toHaveValue('rising');
  await expect(page.getByLabel('Batch')).toHaveCount(0);
  await page.getByText('Preparation: how each column').click();
  await expect(page.getByText('missing stays missing').first()).toBeVisible();
  await expectAccessible(page);

  await train(page);
  await expect(page.getByText('Trees, 8 leaves').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Curves' }).click();
  await expect(page.getByText('by tree').first()).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('a network is no wider than the screen, and its controls are all there', async ({
    page,
    app,
  }) => {
    await openApp(page, app);
    await learnFrom(page, sample('digits'));
    await useModel(page, 'CNN');
    await expect(button(page, 'Move layer 1 down')).toBeInViewport({ ratio: 0 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    await expect(editor(page)).toContainText('160 parameters');
    await expectAccessible(page);
  });
});
