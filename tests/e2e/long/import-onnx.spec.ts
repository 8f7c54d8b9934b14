/** A network that PyTorch wrote into two files, its numbers in the second: asked for, taken in and used as any other. */
import { readFile } from 'node:fs/promises';
import { expect, test, expectAccessible, openApp } from '../fixtures';
import { button, drop, learnFrom, sample, scoreInApp, train } from '../../support/app-gestures';

const FOLDER = 'tests/golden/onnx/exporters';
const NAMES = ['dynamo-data.onnx', 'dynamo-data.onnx.data'] as const;

test('an ONNX file asks for the file that its numbers are in, and is taken in with it', async ({
  page,
  app,
}) => {
  test.slow();
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);

  await drop(page, { name: NAMES[0], content: await readFile(`${FOLDER}/${NAMES[0]}`) });
  await expect(page.getByText('dynamo-data.onnx.data: choose that file as well')).toBeVisible();
  await page
    .getByRole('group', { name: 'Drop a model here' })
    .locator('input[type=file]')
    .setInputFiles(NAMES.map((name) => `${FOLDER}/${name}`));
  await expect(page.getByText(/^Written by pytorch 2/)).toBeVisible();
  await expect(page.getByText(/^Tried on \d+ rows of validation/)).toContainText(
    'where they belong',
  );
  await expectAccessible(page);
  await button(page, 'Import').click();
  await expect(page.getByRole('heading', { level: 1, name: 'iris-imported 1' })).toBeVisible();

  const csv = (await scoreInApp(page, sample('iris'))).toString();
  const lines = csv.trimEnd().split('\n').slice(1);
  const right = lines.filter((line) => {
    const cells = line.split(',');
    return cells.slice(5).includes(cells[4]!);
  });
  expect(right.length / lines.length).toBeGreaterThan(0.95);
});
