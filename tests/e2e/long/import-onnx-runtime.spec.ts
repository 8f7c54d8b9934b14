/** A support vector machine of scikit-learn: Loam has no words for it, ONNX Runtime computes it. */
import { readFile } from 'node:fs/promises';
import { expect, test, expectAccessible, openApp, untilOffline } from '../fixtures';
import {
  button,
  drop,
  learnFrom,
  sample,
  scoreInApp,
  train,
  visit,
} from '../../support/app-gestures';

const FOLDER = 'tests/golden/onnx/kept';

test('a file that Loam has no words for is run by ONNX Runtime: tried, judged, asked, explained and exported', async ({
  page,
  app,
  context,
}) => {
  test.slow();
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);
  await untilOffline(page);

  const content = await readFile(`${FOLDER}/svc.onnx`);
  await drop(page, { name: 'svc.onnx', content });
  await expect(page.getByText('ONNX Runtime').first()).toBeVisible();
  await expect(page.getByText(/SVMClassifier/).first()).toBeVisible();
  await expect(page.getByText(/^Tried on \d+ rows of validation/)).toContainText(
    'where they belong',
  );
  await expectAccessible(page);
  await button(page, 'Import').click();
  await expect(page.getByRole('heading', { level: 1, name: 'iris-imported 1' })).toBeVisible();
  await expectAccessible(page);

  // Kept on the device since its first use: what follows needs no line.
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'iris-imported 1' })).toBeVisible();
  const answer = page.getByRole('region', { name: 'species' });
  for (const [name, value] of [
    ['sepal_length', '5.1'],
    ['sepal_width', '3.5'],
    ['petal_length', '1.4'],
    ['petal_width', '0.2'],
  ] as const) {
    await page.getByLabel(name, { exact: true }).fill(value);
  }
  await expect(answer).toContainText(/setosa/);
  await expect(page.getByRole('heading', { name: 'Why this answer' })).toBeVisible();
  await expect(page.getByText(/Typical inputs give a probability of/)).toBeVisible();

  const csv = (await scoreInApp(page, sample('iris'))).toString();
  const lines = csv.trimEnd().split('\n').slice(1);
  const right = lines.filter((line) => {
    const cells = line.split(',');
    return cells.slice(5).includes(cells[4]!);
  });
  const { accuracy } = JSON.parse(await readFile(`${FOLDER}/svc.json`, 'utf8')) as {
    accuracy: number;
  };
  expect(right.length / lines.length).toBeCloseTo(accuracy, 12);

  await button(page, 'Export…').click();
  const kind = (name: RegExp) => page.getByRole('radio', { name });
  await kind(/^ES module/).check();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('ONNX Runtime');
  const download = page.getByRole('dialog').getByRole('button', { name: 'Download' });
  await expect(download).toBeDisabled();
  await kind(/^API package/).check();
  await expect(download).toBeEnabled();
  const event = page.waitForEvent('download');
  await download.click();
  expect((await event).suggestedFilename()).toContain('-api.zip');
  await context.setOffline(false);
  await visit(page, 'runs');
  await expect(page.getByText('imported').first()).toBeVisible();
});
