/** A model that TensorFlow.js has trained, taken in and used as any other. */
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, test, expectAccessible, openApp } from '../fixtures';
import {
  button,
  drop,
  exportPage,
  learnFrom,
  sample,
  scoreInApp,
  train,
  visit,
} from '../../support/app-gestures';
import { savedModel, trainedClassifier } from '../../support/foreign-tfjs';
import type { Page } from '@playwright/test';

const SPECIES = ['setosa', 'versicolor', 'virginica'];

async function irises(): Promise<{ rows: number[][]; labels: number[] }> {
  const text = await readFile(sample('iris'), 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  return {
    rows: lines.map((cells) => cells.slice(0, 4).map(Number)),
    labels: lines.map((cells) => SPECIES.indexOf(cells[4]!)),
  };
}

interface Payload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

async function irisModel(): Promise<{ files: Payload[]; predict(rows: number[][]): number[] }> {
  const { rows, labels } = await irises();
  const { files, predict } = await savedModel(await trainedClassifier(rows, labels, 3));
  const payloads = files.map(({ name, bytes }) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(bytes),
  }));
  return { files: payloads, predict };
}

async function giveModel(page: Page, files: Payload[]): Promise<void> {
  await visit(page, 'models');
  await page.getByRole('link', { name: 'Import a model…' }).click();
  await page
    .getByRole('group', { name: 'Drop a model here' })
    .locator('input[type=file]')
    .setInputFiles(files);
}

/** The probabilities of a scored file, beside those of TensorFlow.js. */
function expectAnswers(csv: string, theirs: number[]): void {
  const [head, ...lines] = csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const places = SPECIES.map((label) => head!.findIndex((name) => name.endsWith(label)));
  expect(
    places.every((place) => place >= 0),
    String(head),
  ).toBe(true);
  const far = lines.filter((cells, row) =>
    places.some((place, c) => Math.abs(Number(cells[place]) - theirs[row * 3 + c]!) > 1e-5),
  );
  expect(lines).toHaveLength(theirs.length / 3);
  expect(far).toEqual([]);
}

async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.LOAM_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

test('a layers model is fed, tried, taken in, compared and exported', async ({ page, app }) => {
  test.slow();
  const theirs = await irisModel();
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);

  await giveModel(page, theirs.files);
  await expect(page.getByText('Written by TensorFlow.js tfjs-layers v4.22.0.')).toBeVisible();
  await expect(page.getByText(/^Tried on \d+ rows of validation/)).toContainText(
    'where they belong',
  );
  await expectAccessible(page);
  await shot(page, 'mapping');

  // A wrong order shows at once, and can be put right.
  await page.getByLabel('Class 0 of the file stands for').selectOption('virginica');
  await expect(page.getByText(/^Tried on \d+ rows of validation/)).toContainText('wrong order');
  await page.getByLabel('Class 0 of the file stands for').selectOption('setosa');
  await expect(page.getByText(/^Tried on \d+ rows of validation/)).toContainText(
    'where they belong',
  );
  await page.getByLabel('Column for input 1').selectOption('petal_width');
  await expect(page.getByText('it feeds another input, too')).toHaveCount(2);
  await expect(button(page, 'Import')).toBeDisabled();
  await page.getByLabel('Column for input 1').selectOption('sepal_length');

  await page.getByLabel('Name', { exact: true }).fill('theirs');
  await button(page, 'Import').click();
  await expect(page.getByRole('heading', { level: 1, name: 'theirs 1' })).toBeVisible();
  await expect(page.getByText('made elsewhere', { exact: true })).toBeVisible();
  await expect(page.getByText('its training is not known')).toBeVisible();
  await expect(button(page, 'Reproduce')).toHaveCount(0);
  await expect(page.getByText('judged on validation')).toBeVisible();
  await expectAccessible(page);
  await shot(page, 'model');

  const inApp = await scoreInApp(page, sample('iris'));
  const path = await exportPage(page);
  const exported = await page.context().newPage();
  await exported.goto(pathToFileURL(path).href);
  await expect(exported.locator('body')).toContainText('checked itself');
  await expect(exported.locator('body')).toContainText('It was trained elsewhere');
  await expect(exported.locator('body')).not.toContainText('It learnt from');
  await exported.getByLabel('CSV file to score').setInputFiles(sample('iris'));
  const link = exported.getByRole('link', { name: /^Download/ });
  await expect(link).toBeVisible();
  const download = exported.waitForEvent('download');
  await link.click();
  const onPage = await readFile(await (await download).path());
  expect(onPage.equals(inApp), 'the page and the app answer with the same bytes').toBe(true);
  expectAnswers(onPage.toString(), theirs.predict((await irises()).rows));
  await exported.close();

  await page.getByRole('link', { name: 'Run', exact: true }).click();
  await expect(page.getByText('imported in')).toBeVisible();
  await expect(page.getByText('it cannot be trained again')).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Curves' })).toHaveCount(0);
  await expectAccessible(page);
  await shot(page, 'run');

  await visit(page, 'runs');
  await page.getByRole('checkbox', { name: /all/i }).check();
  await button(page, 'Compare 2').click();
  await expect(page.getByRole('group', { name: 'Metrics' })).toContainText(
    'Imported TensorFlow.js',
  );
  await expectAccessible(page);
  await shot(page, 'compare');
});

test('without a task the way to one is shown; what is no model is refused with its reason', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  const theirs = await irisModel();
  await giveModel(page, theirs.files);
  await expect(page.getByText('There is no data to judge it on')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Import data' })).toBeVisible();
  await expectAccessible(page);

  await button(page, 'Choose another file').click();
  await giveModel(page, [{ ...theirs.files[0]!, buffer: Buffer.from('{"format": 1') }]);
  await expect(page.getByText('it is not JSON')).toBeVisible();
  await expectAccessible(page);
  await giveModel(page, [theirs.files[1]!]);
  await expect(page.getByText('choose the model.json beside it as well')).toBeVisible();
  await visit(page, 'models');
  await expect(page.getByText('No model saved yet')).toBeVisible();
});

test('a forest of scikit-learn is dropped anywhere, names its classes, and is exported to ONNX again', async ({
  page,
  app,
}) => {
  test.slow();
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);
  const content = await readFile('tests/golden/onnx/rf.onnx');
  await drop(page, { name: 'rf.onnx', content });
  await expect(page.getByText('Written by skl2onnx 1.20.0.')).toBeVisible();
  await expect(page.getByText('The file names its classes as the task does.')).toBeVisible();
  await expect(page.getByText(/^Tried on \d+ rows of validation/)).toContainText(
    'where they belong',
  );
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  await shot(page, 'phone');
  await button(page, 'Import').click();
  await expect(page.getByRole('heading', { level: 1, name: 'iris-imported 1' })).toBeVisible();
  await expectAccessible(page);
  await shot(page, 'phone-model');
  await page.setViewportSize({ width: 1280, height: 800 });

  for (const [label, ending] of [
    ['Page to host', '-page-folder.zip'],
    ['ES module', '-module.zip'],
    ['Batch scorer', '-scorer.zip'],
    ['API package', '-api.zip'],
    ['ONNX One file', '-onnx.onnx'],
    ['safetensors', '-safetensors.zip'],
    ['MLflow', '-mlflow.zip'],
    ['Hugging Face', '-huggingface.zip'],
  ] as const) {
    await button(page, 'Export…').click();
    await page.getByRole('radio', { name: new RegExp(`^${label}`) }).check();
    await expect(button(page, 'Download')).toBeEnabled();
    const event = page.waitForEvent('download');
    await button(page, 'Download').click();
    expect((await event).suggestedFilename()).toContain(ending);
  }
});
