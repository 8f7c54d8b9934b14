/** A brief is written once beside the data and its target, and said wherever a model of it is looked at. */
import {
  button,
  learnFrom,
  messages,
  sample,
  saveModel,
  train,
  visit,
} from '../support/app-gestures';
import { expect, expectAccessible, openApp, test } from './fixtures';

const QUESTION = 'Is this tumour malignant?';

test('a brief is checked, kept for its data and target, and said beside run, task and model', async ({
  page,
  app,
}) => {
  test.slow();
  await openApp(page, app);
  await learnFrom(page, sample('breast_cancer'));
  await page.getByText('say why this model is wanted').click();
  const form = page.getByRole('form', { name: 'Brief' });
  await button(page, 'Save the brief').click();
  await expect(form, 'the question is all that is asked for').toContainText('Say in a sentence');
  await expect(page.getByLabel('Question')).toBeFocused();

  await page.getByLabel('Question').fill(QUESTION);
  await page.getByLabel('A miss costs').fill('400');
  await page.keyboard.press('Enter');
  await expect(form).toContainText('say what a false alarm costs, too');
  await page.getByLabel('A false alarm costs').fill('25');
  await page.getByLabel('Unit of the costs').fill('EUR');
  await page.getByLabel('Who decides on the answers').fill('the clinic');
  await page.getByLabel(/^Least useful/).fill('0.9');
  await page.getByLabel('Look at it again by').fill('2027-01-31');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(messages(page)).toContainText('Brief saved');

  const said = 'A miss costs 400 EUR, a false alarm 25 EUR.';
  await page.reload();
  await expect(page.locator('main')).toContainText(said);
  await expect(page.locator('main')).toContainText(
    'ROC AUC judges how well the rows are put in order',
  );

  await train(page);
  const brief = page.getByRole('region', { name: 'Brief' });
  await expect(brief).toContainText(QUESTION);
  await expect(brief).toContainText('The clinic decides. Looked at again by 31 January 2027.');
  await expect(brief).toContainText(/ROC AUC of at least 0.9 wanted: reached by 0\.\d+/);
  await expect(brief).toContainText(/At a threshold of 0\.\d+, the cheapest\s+over the folds/);
  await expectAccessible(page);

  const decides = page.getByRole('group', { name: 'Decides from' });
  await expect(decides).toContainText('by the brief’s costs');
  await page.screenshot({ path: test.info().outputPath('decides.png'), fullPage: true });
  await saveModel(page);
  await expect(page.getByRole('region', { name: 'Brief' })).toContainText(said);
  await expect(page.locator('main'), 'saved as the costs decide').toContainText(
    /Decides from 0\.\d+ on: the cheapest over the folds, where a miss costs 400 EUR and a false alarm 25 EUR/,
  );
  await visit(page, 'tasks');
  await page.locator('main tbody').getByRole('link').first().click();
  await expect(page.getByRole('region', { name: 'Brief' })).toContainText(said);
});

test('saving again changes a brief, and undoing it is one press', async ({ page, app }) => {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  const open = page.locator('main').getByText(/^Brief:/);
  await open.click();
  await page.getByLabel('Question').fill('Which flower is it?');
  await button(page, 'Save the brief').click();
  await expect(messages(page)).toContainText('Brief saved');
  await open.click();
  await page.getByLabel('Question').fill('Which iris is it?');
  await button(page, 'Save the brief').click();
  await expect(page.locator('main')).toContainText('Which iris is it?');
  await button(page, 'Undo').click();
  await expect(page.locator('main')).toContainText('Which flower is it?');
});
