/** A training loop that a person writes in a cell, in the built app with the real cage: run, judged, made again. */
import type { Page } from '@playwright/test';
import {
  button,
  drop,
  exportPage,
  give,
  messages,
  packWorkspace,
  sample,
  saveData,
  visit,
} from '../../support/app-gestures';
import { injectAxe } from '../../support/axe';
import { expect, expectAccessible, openApp, test } from '../fixtures';

const LOOP = `async function fit({ tf, model, train, validation, trainer, settings, report }) {
  const { x, y } = model.tensors(train);
  const seen = model.tensors(validation);
  const adam = tf.train.adam(trainer.learningRate);
  for (let epoch = 1; epoch <= trainer.epochs; epoch++) {
    const loss = adam.minimize(() => model.loss(model.apply(x, { training: true }), y), true, model.variables);
    const other = tf.tidy(() => model.loss(model.apply(seen.x), seen.y));
    await report({ epoch, train: (await loss.data())[0], validation: (await other.data())[0] });
    tf.dispose([loss, other]);
    if (settings.pause) await new Promise((go) => setTimeout(go, settings.pause));
  }
  return model;
}`;

/** Writes into the cell that has the cursor, runs it and goes on in a new one below. */
async function write(page: Page, code: string): Promise<void> {
  await page.keyboard.insertText(code);
  await page.keyboard.press('Alt+Enter');
  await expect(page.locator('.cm-focused .cm-placeholder')).toBeVisible();
}

async function beginWithIris(page: Page, app: string): Promise<void> {
  await openApp(page, app);
  await give(page, sample('iris'));
  await saveData(page);
  await visit(page, 'notebooks');
  await page.getByRole('button', { name: 'New notebook' }).first().click();
  await page.locator('.cm-content').first().click();
  await write(page, 'const data = await loam.data("iris")\ndata.rows');
  await button(page, 'Allow').click();
  await expect(page.getByRole('main')).toContainText('150');
  await page.locator('.cm-content').last().click();
  await write(page, 'const task = loam.task(data, { predict: "species" })');
  await write(page, LOOP);
}

const spec = (more = '') =>
  `loam.model.code({ fit, layers: [{ layer: "dense", units: 8 }], learningRate: 0.05, epochs: 40${more} })`;

test('a custom loop trains, is judged and saved, is made again in a fresh cage, and its page answers', async ({
  page,
  app,
  browser,
}) => {
  test.slow();
  await beginWithIris(page, app);
  await write(page, `const run = await loam.train(task, ${spec()});\n\`learnt by \${run.engine}\``);
  await expect(page.getByRole('main')).toContainText('learnt by cage', { timeout: 60_000 });

  await write(page, 'const saved = await loam.save(run, "by hand")\nsaved.name');
  const press = page.getByRole('button', { name: /^Save the model of .* under “by hand”$/ });
  await press.click();
  await expect(press).toBeHidden();

  const loam = await packWorkspace(page);
  await visit(page, 'models');
  await page
    .getByRole('link', { name: /by hand/ })
    .first()
    .click();
  await button(page, 'Reproduce').click();
  await expect(page.getByText('Trained again')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('main')).toContainText('R2');

  const path = await exportPage(page);
  const exported = await page.context().newPage();
  await exported.goto(`file://${path}`);
  await expect(exported.getByText(/checked itself/)).toBeVisible();
  const flower = { sepal_length: 7.1, sepal_width: 2.25, petal_length: 5.9, petal_width: 2.2 };
  for (const [name, value] of Object.entries(flower)) {
    await exported.getByLabel(name).fill(String(value));
  }
  const answer = exported.getByRole('status', { name: 'Predicted species' });
  await expect(answer).toContainText('virginica');
  await exported.close();

  const elsewhere = await browser.newContext({ acceptDownloads: true });
  await injectAxe(elsewhere);
  const other = await elsewhere.newPage();
  await openApp(other, app);
  await drop(other, { name: 'sent.loam', content: loam });
  await expect(messages(other)).toContainText('every object verified');
  await visit(other, 'models');
  await other
    .getByRole('link', { name: /by hand/ })
    .first()
    .click();
  await expect(other.getByText('That code did not come from this device.')).toBeVisible();
  const shown = other.getByRole('main').getByLabel('Cell 1 of the code');
  await expect(shown).toContainText('async function fit');
  await expect(button(other, 'Reproduce')).toBeHidden();
  await expectAccessible(other);
  await button(other, 'Approve and make again').click();
  await expect(other.getByText('R2 same bits here').first()).toBeVisible({ timeout: 60_000 });
  await elsewhere.close();
});

test('a loop that is cancelled leaves a cancelled run, and one that never gives way is ended', async ({
  page,
  app,
}) => {
  await beginWithIris(page, app);
  await write(page, `await loam.train(task, ${spec(', settings: { pause: 200 }')})`);
  await expect(page.getByText(/Epoch [2-9] of 40|epoch [2-9]/i).first()).toBeVisible({
    timeout: 60_000,
  });
  await button(page, 'Stop').first().click();
  await expect(page.getByText('cancelled').first()).toBeVisible();

  await page.locator('.cm-content').last().click();
  await write(page, 'function stuck() { while (true) {} }');
  await write(page, 'await loam.train(task, loam.model.code({ fit: stuck, layers: [] }));');
  await expect(page.getByText('Starting a fresh cage').first()).toBeVisible();
  await page.waitForTimeout(1500);
  await button(page, 'Stop').first().click();
  await visit(page, 'runs');
  await expect(page.getByRole('main').getByText('cancelled')).toHaveCount(2);
});

test('a model that needs a column which a cell made says that it does not travel whole', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await give(page, sample('iris'));
  await saveData(page);
  await visit(page, 'notebooks');
  await page.getByRole('button', { name: 'New notebook' }).first().click();
  await page.locator('.cm-content').first().click();
  await write(
    page,
    `const rich = await (await loam.data("iris")).derive({ area: (row) => row.petal_length * row.petal_width }).save("rich iris");
rich.rows`,
  );
  await button(page, 'Allow').click();
  await page.getByRole('button', { name: /^Save 150 rows as “rich iris”$/ }).click();
  await expect(page.getByRole('main')).toContainText('150');
  await page.locator('.cm-content').last().click();
  await write(
    page,
    `const run = await loam.train(loam.task(rich, { predict: "species" }), loam.model.linear({ epochs: 20 }));
\`it is \${run.model}\``,
  );
  await button(page, 'Allow').click();
  await expect(page.getByRole('main')).toContainText('it is Linear', { timeout: 60_000 });
  await visit(page, 'runs');
  await page.getByRole('link', { name: /-\d/ }).first().click();
  await button(page, 'Save model').click();
  await expect(page.getByText('does not travel', { exact: true })).toBeVisible();
  await expect(page.getByText(/needs the column “area”, made by code/).first()).toBeVisible();
  await visit(page, 'data');
  await page
    .getByRole('link', { name: /rich iris/ })
    .first()
    .click();
  await expect(page.getByText('made by code')).toBeVisible();
  await page.getByText('Code', { exact: true }).click();
  await expect(page.getByLabel('Cell 1 of the code')).toContainText('derive');
});

test('a function takes along the modules that its cell imports, those that they need first', async ({
  page,
  app,
}) => {
  await beginWithIris(page, app);
  const dropText = (name: string, text: string) =>
    drop(page, { name, content: new TextEncoder().encode(text) });
  await dropText('small.js', 'export const small = 0.25;\n');
  await expect(page.getByText('import { small } from "small"')).toBeVisible();
  await dropText(
    'even.js',
    'import { small } from "small";\nexport const even = (n) => Array(n).fill(small);\n',
  );
  await expect(page.getByText('import { even } from "even"')).toBeVisible();
  await page.locator('.cm-content').last().click();
  await write(
    page,
    'import { even } from "even";\nfunction same({ weights }) { return weights.map(({ values }) => even(values.length)); }',
  );
  await write(
    page,
    'const run = await loam.train(task, loam.model.code({ fit: same, layers: [] }));\n`learnt by ${run.engine}`',
  );
  await expect(page.getByRole('main')).toContainText('learnt by cage', { timeout: 60_000 });
  await visit(page, 'runs');
  await page.getByRole('link', { name: /-\d/ }).first().click();
  await expect(page.getByRole('complementary')).toContainText('Module even');
  await expect(page.getByRole('complementary')).toContainText('Module small');
});
