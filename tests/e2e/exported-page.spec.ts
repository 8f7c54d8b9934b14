/**
 * The exported page on its own: opened from disk, without a network, it predicts, says why, tells what it is,
 * and refuses when it was changed.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readPage } from '../../src/deploy/page';
import { answerRow } from '../../src/deploy/runtime/answer-rows';
import { fieldProblem } from '../../src/deploy/templates/page/problem-text';
import { scoreFile, test } from '../support/exported-pages';
import { foreignOrigin } from '../support/foreign-origin';
import { tryToLeave } from '../support/try-to-leave';
import { expect, expectAccessible } from './fixtures';

test.use({ offline: true, acceptDownloads: true });

test('the page of the iris MLP is one file of at most 150 KB', ({ iris }) => {
  expect(iris.bytes.length).toBeLessThan(150_000);
});

test('it answers while one types, as the same model answers elsewhere', async ({ page, iris }) => {
  await page.goto(iris.address);
  await expect(page).toHaveTitle('iris 1');
  await expect(page.getByText(/checked itself: 7 objects, 10 examples/)).toBeVisible();
  const row = { sepal_length: 7.1, sepal_width: 2.25, petal_length: 5.5, petal_width: 1.9 };
  for (const [name, value] of Object.entries(row)) await page.getByLabel(name).fill(String(value));
  const { answer, probabilities } = iris.predictor.predictCells(row);
  const shown = page.getByRole('status', { name: 'Predicted species' });
  await expect(shown).toContainText(String(answer));
  const bars = page.getByRole('list', { name: 'Probability of each class' }).getByRole('listitem');
  await expect(bars).toHaveCount(3);
  for (const [i, share] of probabilities!.entries()) {
    const text = `${(share * 100).toFixed(1)} %`;
    if (share > 0.001 && share < 0.999) await expect(bars.nth(i)).toContainText(text);
  }
});

test('a missing value, an unreadable one and an unseen category are named, with what is taken instead', async ({
  page,
  churn,
}) => {
  await page.goto(churn.address);
  const about = page.getByRole('list', { name: 'About these inputs' });
  await expect(about).toBeHidden();
  await page.getByLabel('age').fill('');
  await expect(about).toContainText(/age is missing: counts as \d+/);
  await page.getByLabel('age').pressSequentially('1e');
  await expect(about).toContainText('age cannot be read');
  await page.getByLabel('region').selectOption('another value');
  await expect(about).toContainText('region was never seen in training');
  await page.getByLabel('region').selectOption('missing');
  await expect(about).toContainText('region is missing');
  await page.getByRole('group', { name: 'paperless' }).getByLabel('missing').check();
  await expect(about).toContainText('paperless is missing');
  await page.getByLabel('signed_up').fill('');
  await expect(about).toContainText('signed_up is missing: counts as an average date');
});

test('it says which inputs moved the answer, and their shares add up to all of the way', async ({
  page,
  churn,
}) => {
  await page.goto(churn.address);
  const why = page.getByRole('list', { name: 'What moved this answer' });
  const lead = page.getByText(/^Typical inputs give a probability of/);
  await expect(why.getByRole('listitem')).toHaveCount(6);
  const sums = async () => {
    const [from = NaN, to = NaN] = ((await lead.textContent()) ?? '')
      .match(/[\d.]+(?= %)/g)!
      .map(Number);
    const texts = await why.locator('.num').allTextContents();
    const moved = texts.map((text) => Number.parseFloat(text.replace('−', '-')));
    return { way: to - from, sum: moved.reduce((a, b) => a + b, 0) };
  };
  const before = await sums();
  expect(Math.abs(before.sum - before.way), 'but for rounding').toBeLessThan(0.5);
  await page.getByLabel('age').fill('20');
  await expect(why).toContainText('age 20');
  const after = await sums();
  expect(Math.abs(after.sum - after.way), 'but for rounding').toBeLessThan(0.5);
});

test('a value far from all that training saw is said to be so, and still answered', async ({
  page,
  iris,
}) => {
  await page.goto(iris.address);
  const about = page.getByRole('list', { name: 'About these inputs' });
  await expect(about).toBeHidden();
  await page.getByLabel('sepal_length').fill('500');
  await expect(about).toContainText('sepal_length is far above the usual 4.8 to 6.9');
  await page.getByLabel('sepal_length').fill('6');
  await expect(about).toBeHidden();
});

test('what is wrong with a row is what every other artefact says is wrong with it', async ({
  page,
  churn,
}) => {
  await page.goto(churn.address);
  await page.getByLabel('age').fill('');
  await page.getByLabel('age').pressSequentially('1e');
  await page.getByLabel('monthly_fee').fill('');
  await page.getByLabel('region').selectOption('another value');
  await page.getByLabel('signed_up').fill('');
  await page.getByRole('group', { name: 'paperless' }).getByLabel('missing').check();
  const row = {
    age: '1e',
    monthly_fee: NaN,
    region: 'nowhere',
    plan: 'basic',
    signed_up: '',
    paperless: null,
  };
  const { model } = readPage(churn.bytes);
  const { problems } = answerRow(churn.predictor, model.manifest, row);
  const expected = problems.map(({ input, problem }) =>
    expect.stringContaining(
      fieldProblem(model.preprocessing, { input, problem, count: 1, example: null }),
    ),
  );
  expect(expected).toHaveLength(5);
  const items = page.getByRole('list', { name: 'About these inputs' }).getByRole('listitem');
  await expect(items).toHaveCount(5);
  expect(await items.allTextContents()).toEqual(expected);
});

test('the card says what the model is worth, where it comes from, and what it does not know', async ({
  page,
  iris,
}) => {
  await page.goto(iris.address);
  const { card, model } = readPage(iris.bytes);
  const about = page.getByRole('region', { name: 'About this model' });
  await expect(about).toContainText(card.evaluation!.sentence);
  await expect(about.getByRole('row', { name: /Accuracy/ })).toContainText('0.310');
  await expect(about).toContainText(model.manifest.weights!.slice('sha256:'.length));
  await expect(about).toContainText(card.dataset.manifest.slice('sha256:'.length));
  await expect(about).toContainText('A note with </script> & "quotes"');
  await page.getByText('What happens to missing and unseen values').click();
  await expect(about).toContainText('petal_width: a missing value counts as');
});

test('a page that was changed refuses to predict, and says so', async ({ page, iris, folder }) => {
  const html = new TextDecoder().decode(iris.bytes);
  const from = html.indexOf('id="loam-page">') + 'id="loam-page">'.length;
  const to = html.indexOf('</script>', from);
  for (const share of [0.1, 0.5, 0.95]) {
    const at = Math.floor(from + share * (to - from));
    const other = html[at] === 'A' ? 'B' : 'A';
    const { address } = await savedText(folder, html.slice(0, at) + other + html.slice(at + 1));
    await page.goto(address);
    await expect(page.getByRole('alert')).toContainText('was altered and does not predict');
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await expect(page.locator('form')).toHaveCount(0);
  }
});

test.describe('a changed script', () => {
  test.use({ mayViolate: true });

  test('is not run by the browser, and the page says that it did not start', async ({
    page,
    iris,
    folder,
  }) => {
    const html = new TextDecoder().decode(iris.bytes);
    const { address } = await savedText(folder, html.replace('<script>(', '<script>0;('));
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'This page did not start' })).toBeVisible();
    await expect(page.locator('form')).toHaveCount(0);
  });
});

async function savedText(folder: string, text: string): Promise<{ address: string }> {
  const path = join(folder, 'changed.html');
  await writeFile(path, text);
  return { address: pathToFileURL(path).href };
}

test('the page can reach nobody', async ({ page, context, iris }) => {
  await context.setOffline(false);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(iris.address);
  await scoreFile(page, 'a.csv', 'sepal_length,sepal_width,petal_length,petal_width\n5,3,1,0.2\n');
  await expect(page.getByText('1 row, 4 columns added')).toBeVisible();
  expect(asked.filter((url) => !/^(?:file|data|blob):/.test(url))).toEqual([]);
});

test.describe('a worker of the page', () => {
  test.use({ mayViolate: true });

  test('can reach nobody either: it has the page’s own policy', async ({ page, context, iris }) => {
    await context.setOffline(false);
    const foreign = await foreignOrigin();
    await page.goto(iris.address);
    const script = `(${tryToLeave.toString()})(${JSON.stringify(foreign.url)}).then((tried) => postMessage(tried))`;
    const tried = await page.evaluate(async (text) => {
      const worker = new Worker(URL.createObjectURL(new Blob([text])));
      return new Promise<Record<string, string>>((resolve) => {
        worker.onmessage = ({ data }) => resolve(data as Record<string, string>);
      });
    }, script);
    expect(Object.keys(tried).length).toBeGreaterThan(3);
    expect(foreign.arrivals).toEqual([]);
    expect(foreign.connections()).toBe(0);
    await foreign.close();
  });
});

test('axe finds nothing, light and dark, at desktop and phone width', async ({
  page,
  iris,
  churn,
}) => {
  for (const { address } of [iris, churn]) {
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(viewport);
      await page.goto(address);
      await expectAccessible(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, 'nothing is wider than the screen').toBeLessThanOrEqual(viewport.width);
    }
  }
  await scoreFile(page, 'a.csv', 'age,region\n5,3\n');
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await page.goto(iris.address);
  await scoreFile(page, 'b.csv', 'sepal_length,sepal_width,petal_length,petal_width\n,x,1,0.2\n');
  await expect(page.getByText('1 row, 4 columns added')).toBeVisible();
  await expectAccessible(page);
});
