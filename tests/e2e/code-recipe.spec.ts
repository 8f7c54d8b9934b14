/** A training loop that a person writes in a cell, in the built app with the real cage: run, judged, made again. */
import type { Page } from '@playwright/test';
import { button, exportPage, give, sample, saveData, visit } from '../support/app-gestures';
import { expect, openApp, test } from './fixtures';

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
}) => {
  await beginWithIris(page, app);
  await write(page, `const run = await loam.train(task, ${spec()});\n\`learnt by \${run.engine}\``);
  await expect(page.getByRole('main')).toContainText('learnt by cage', { timeout: 60_000 });

  await write(page, 'const saved = await loam.save(run, "by hand")\nsaved.name');
  const press = page.getByRole('button', { name: /^Save the model of .* under “by hand”$/ });
  await press.click();
  await expect(press).toBeHidden();

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
  await expect(exported.getByRole('main')).toContainText('species');
  await exported.close();
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
  await visit(page, 'runs');
  await expect(page.getByRole('main')).toContainText('cancelled');
});
