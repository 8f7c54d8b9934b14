/** The exported page answers as the app does: the same file comes back with the same bytes, on every row. */
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import {
  exportPage,
  learnFrom,
  sample,
  saveModel,
  scoreInApp,
  train,
} from '../support/app-gestures';
import { expect, openApp, test } from './fixtures';

/** Few rows are judged by folds, and then all but test are learnt from. */
const LEARNT: Record<string, string> = {
  iris: 'It learnt from 120 rows',
  churn: 'It learnt from 7,',
  diabetes: 'It learnt from 35',
};
const ROWS = { iris: 150, churn: 12_000, diabetes: 442 };

for (const [name, rows] of Object.entries(ROWS)) {
  test(`${name}: the app and the page from disk score every row to the same bytes`, async ({
    page,
    context,
    app,
  }) => {
    await openApp(page, app);
    await learnFrom(page, sample(name));
    await train(page);
    await saveModel(page);
    const inApp = await scoreInApp(page, sample(name));
    const path = await exportPage(page);

    const exported = await context.newPage();
    await exported.goto(pathToFileURL(path).href);
    await expect(exported.locator('body')).toContainText(LEARNT[name]!);
    const byFolds = await exported.getByText(/each row answered by a fold/).allInnerTexts();
    expect(byFolds.join().match(/each row answered by a fold/g) ?? []).toHaveLength(
      name === 'churn' ? 0 : 1,
    );
    await exported.getByLabel('CSV file to score').setInputFiles(sample(name));
    const link = exported.getByRole('link', { name: /^Download/ });
    await expect(link).toBeVisible();
    const download = exported.waitForEvent('download');
    await link.click();
    const onPage = await readFile(await (await download).path());

    const lines = onPage.toString().trimEnd().split('\n');
    expect(lines).toHaveLength(rows + 1);
    expect(
      lines.filter((line) => /,$/.test(line)),
      'every row is answered',
    ).toEqual([]);
    expect(onPage.equals(inApp), 'the same bytes').toBe(true);
  });
}
