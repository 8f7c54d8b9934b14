/** What could flatter the numbers of a task is found before training, shown with rows, and said beside the task. */
import { button, csvOf, learnFrom, train, visit } from '../support/app-gestures';
import { expect, expectAccessible, openApp, test } from './fixtures';

/** 60 customers, each with four nearly equal rows. */
function line(i: number): string {
  const c = Math.floor(i / 4);
  const age = 20 + ((c * 37) % 50);
  const fee = 10 + ((c * 53) % 97) / 7 + (i % 4) * 0.0001;
  const left = (c * 29) % 11 > 5 ? 'yes' : 'no';
  return `K${1000 + c},${age},${fee.toFixed(4)},${(c * 7) % 9},${left}`;
}
const visits = {
  name: 'visits.csv',
  content: Buffer.from(csvOf('customer,age,fee,calls,left', 240, line)),
};

test('shows groups and rows that stand in two parts before anything is trained, and the openings of test', async ({
  page,
  app,
}) => {
  test.setTimeout(240_000);
  await openApp(page, app);
  await learnFrom(page, visits);
  await page.getByLabel(/Role of customer/).selectOption('ignore');
  await page.getByText('Evidence: what could flatter the numbers').click();
  await button(page, 'Check the rows').click();
  const main = page.locator('main');
  await expect(main).toContainText('Groups in two parts');
  await expect(main).toContainText('Make `customer` the group column');
  await expect(main).toContainText('Nearly equal rows in two parts');
  await page
    .getByText(/See \d+ of these rows/)
    .first()
    .click();
  await page.screenshot({ path: test.info().outputPath('evidence.png'), fullPage: true });
  await expectAccessible(page);

  await page.getByLabel(/Role of customer/).selectOption('group');
  await expect(main).toContainText('The task has changed since the rows were looked at.');
  await button(page, 'Check the rows').click();
  await expect(main).not.toContainText('Groups in two parts');

  await train(page);
  await visit(page, 'tasks');
  await page
    .getByRole('link', { name: /visits/ })
    .first()
    .click();
  await expect(main).toContainText('What could flatter the numbers');
  await expect(main).toContainText('Never opened');
  await page.screenshot({ path: test.info().outputPath('task.png'), fullPage: true });
  await expectAccessible(page);
});
