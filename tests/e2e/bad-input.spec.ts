/** Bad input gets a clear error, and nothing is lost: the lists stay as they were, and the app goes on. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  button,
  csvOf,
  drop,
  exportPage,
  give,
  learnFrom,
  lists,
  messages,
  openSettings,
  packWorkspace,
  sample,
  saveData,
  saveModel,
  scoreInApp,
  setNumber,
  train,
  visit,
  type GivenFile,
} from '../support/app-gestures';
import { expect, openApp, test } from './fixtures';

const GOOD: GivenFile = { name: 'good.csv', content: 'size,colour\n1,red\n2,blue\n3,red\n' };

/** The workspace holds something before, the same after, and takes a file still. */
async function losingNothing(page: Page, app: string, misfortune: () => Promise<void>) {
  await openApp(page, app);
  await give(page, GOOD);
  await saveData(page);
  const before = await lists(page);
  expect(before.data).toHaveLength(1);
  await misfortune();
  expect(await lists(page)).toEqual(before);
  await give(page, GOOD);
  await expect(button(page, 'Save')).toBeVisible();
}

const utf16 = (text: string, bigEndian: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]);

const REFUSED: [title: string, content: string | Uint8Array, words: string | RegExp][] = [
  ['an empty file', '', 'is empty'],
  ['a file of blank lines', ' \n\n', 'is empty'],
  ['a header without rows', 'size,colour\n', 'has a header but no rows'],
  ['a picture with the name of a table', PNG, 'is not a text table'],
  ['a line of 10 MB', `a,b\n1,${'x'.repeat(10_000_000)}\n`, /cell on line 2 longer than/],
  ['a quote that is never closed', 'a,b\n1,"x\n2,y\n', 'opened on line 2 and never closed'],
];

for (const [title, content, words] of REFUSED) {
  test(`${title} is refused in words, and nothing is lost`, async ({ page, app }) => {
    await losingNothing(page, app, async () => {
      await give(page, { name: 'bad.csv', content });
      const alert = page.getByRole('alert');
      await expect(alert).toContainText(words);
      await expect(alert).toContainText('bad.csv');
      await expect(alert).toContainText('Nothing was saved');
      await expect(button(page, 'Choose another file')).toBeVisible();
    });
  });
}

const WARNED: [title: string, content: string | Uint8Array, words: (string | RegExp)[]][] = [
  [
    'rows with more or fewer cells are shown by their lines',
    'a,b,c\n1,2,3\n4,5\n6,7,8\n9,10,11,12\n',
    ['2 rows have more or fewer cells than the header', 'Lines 3, 5.'],
  ],
  [
    'columns with equal names or none are named apart',
    'a,a,,b\n1,2,3,4\n5,6,7,8\n',
    ['stands more than once: one of them is now a_2', 'has no name: it is now column_3'],
  ],
  ['zero bytes are named', Buffer.from('a,b\n1,x\0y\n3,z\n'), ['1 NUL byte', 'Line 2.']],
  [
    'decimal commas are read as what they mean',
    'a;b\n1,5;2\n2,25;3\n',
    ['Numbers in a are written with a decimal comma', '1.875'],
  ],
  ['a column without values is named', 'a,b\n1,\n2,NA\n3,?\n', ['b has no values.']],
  [
    'infinite numbers are named by line, and NaN is a missing value',
    'a,b\n1,NaN\nInfinity,2\n-inf,3\n1.5,4\n',
    ['2 values in a are infinite', 'Lines 3, 4.'],
  ],
];

for (const [title, content, words] of WARNED) {
  test(`${title}, and the file can be saved`, async ({ page, app }) => {
    await openApp(page, app);
    await give(page, { name: 'odd.csv', content });
    for (const text of words) await expect(page.locator('main')).toContainText(text);
    await saveData(page);
    expect((await lists(page)).data).toEqual([expect.stringContaining('odd 1')]);
  });
}

const TEXT = 'naam,größe\nä,1\nö,2\n';
const ENCODINGS: [name: string, content: Uint8Array, words: string][] = [
  ['UTF-8 with a mark at its start', Buffer.from(`\ufeff${TEXT}`), 'CSV, UTF-8, comma'],
  ['UTF-16, little-endian', utf16(TEXT, false), 'CSV, UTF-16LE, comma'],
  ['UTF-16, big-endian', utf16(TEXT, true), 'CSV, UTF-16BE, comma'],
  ['Latin-1', Buffer.from(TEXT, 'latin1'), 'CSV, Windows-1252, comma'],
];

for (const [name, content, words] of ENCODINGS) {
  test(`text in ${name} is read as it was meant`, async ({ page, app }) => {
    await openApp(page, app);
    await give(page, { name: 'text.csv', content });
    await expect(page.locator('main')).toContainText(words);
    await expect(page.getByRole('cell', { name: 'naam', exact: true })).toBeVisible();
    await expect(page.getByRole('cell', { name: 'größe', exact: true })).toBeVisible();
    await expect(page.locator('main')).toContainText('ä 1 · ö 1');
  });
}

test.describe('a target that cannot be learnt', () => {
  const table = (target: (row: number) => string | number) =>
    csvOf('size,width,y', 60, (row) => `${(row * 37) % 11},${(row * 7) % 13},${target(row)}`);
  const targets: [title: string, content: string, words: string][] = [
    ['a constant target', table(() => 'same'), 'the same value in every row (same)'],
    [
      'a target of one class',
      table((row) => (row % 2 ? 'yes' : '')),
      'the same value in every row',
    ],
    ['a target without values', table(() => ''), 'has no value in any row'],
    ['a target with more classes than rows can teach', table((row) => `n${row}`), '60 classes'],
  ];

  for (const [title, content, words] of targets) {
    test(`${title} is refused in words, and another one can be chosen`, async ({ page, app }) => {
      await openApp(page, app);
      await learnFrom(page, { name: 'bad-target.csv', content });
      await page.getByLabel('Predict').selectOption('y');
      await expect(page.getByRole('alert')).toContainText(words);
      await expect(button(page, 'Train'), 'nothing else is trained in its place').toHaveCount(0);
      await page.getByLabel('Predict').selectOption('width');
      await expect(page.getByRole('alert')).toHaveCount(0);
      await expect(button(page, 'Train')).toBeEnabled();
      const { data, tasks, runs } = await lists(page);
      expect([data.length, tasks.length, runs.length]).toEqual([1, 0, 0]);
    });
  }

  test('a table that leaves no column to learn from says so', async ({ page, app }) => {
    await openApp(page, app);
    await learnFrom(page, { name: 'one.csv', content: csvOf('y', 60, (row) => `${row % 3}`) });
    await expect(page.getByRole('alert')).toContainText('No column is left to learn from');
    await expect(button(page, 'Train')).toBeDisabled();
  });

  test('a part that would leave a class out is refused, and nothing is stored', async ({
    page,
    app,
  }) => {
    await openApp(page, app);
    const content = table((row) => (row === 3 ? 'rare' : 'common'));
    await learnFrom(page, { name: 'rare.csv', content });
    await page.getByLabel('Predict').selectOption('y');
    await expect(page.locator('main')).toContainText('Predict y');
    await button(page, 'Train').click();
    await expect(messages(page)).toContainText(/part has no row of class “(rare|common)”/);
    const { data, tasks, runs } = await lists(page);
    expect([data.length, tasks.length, runs.length]).toEqual([1, 0, 0]);
  });
});

const LINE = csvOf('x,z,y', 120, (row) => `${row % 17},${(row * 7) % 13},${(row % 17) * 3 + 0.5}`);

test.describe('a training that goes wrong', () => {
  test('a loss that stops being a number ends the run as failed, with words and its curves', async ({
    page,
    app,
  }) => {
    await openApp(page, app);
    await learnFrom(page, { name: 'line.csv', content: LINE });
    await page.getByLabel('Predict').selectOption('y');
    await openSettings(page);
    await page.getByLabel('Optimiser').selectOption('sgd');
    await setNumber(page, 'Learning rate', 1000);
    await button(page, 'Train').click();
    await expect(page.getByRole('alert')).toContainText(/The loss stopped being a number in epoch/);
    await expect(page.getByRole('alert')).toContainText('a learning rate ten times smaller');
    await expect(page.locator('main')).toContainText('Loss');
    await page.reload();
    await expect(page.getByRole('alert')).toContainText('The loss stopped being a number');
    const { runs, models } = await lists(page);
    expect(runs).toEqual([expect.stringContaining('failed')]);
    expect(models).toEqual([]);
    await visit(page, 'runs');
    await page.locator('main tbody a').click();
    await page.getByRole('link', { name: 'Change and train again' }).click();
    await openSettings(page);
    await setNumber(page, 'Learning rate', 0.01);
    await train(page);
  });

  test('a learning rate beyond all bounds is refused before anything starts', async ({
    page,
    app,
  }) => {
    await openApp(page, app);
    await learnFrom(page, { name: 'line.csv', content: LINE });
    await openSettings(page);
    await setNumber(page, 'Learning rate', 1e30);
    await expect(button(page, 'Train')).toBeDisabled();
    await expect(page.locator('main')).toContainText(
      'Learning rate must be a number above 0, at most 1,000,000.',
    );
    expect((await lists(page)).runs).toEqual([]);
  });

  test('a cancelled training keeps what it had learnt, and nothing else changes', async ({
    page,
    app,
  }) => {
    await openApp(page, app);
    await learnFrom(page, sample('churn'));
    await openSettings(page);
    await setNumber(page, 'Epochs at most', 5000);
    await setNumber(page, 'Patience', 0);
    await button(page, 'Train').click();
    await expect(page.getByText(/training · epoch \d+ of 5,?000/)).toBeVisible({ timeout: 30_000 });
    await button(page, 'Cancel').click();
    await expect(page.getByText(/cancelled after \d+ epochs/)).toBeVisible();
    await expect(button(page, 'Save model')).toBeVisible();
    await button(page, 'Judge on validation').click();
    await expect(page.getByRole('tab', { name: /^Validation/ })).toBeVisible();
    expect((await lists(page)).runs).toEqual([expect.stringContaining('cancelled')]);
  });

  test('what was cancelled while it learnt validation too is not judged on it, and can be saved', async ({
    page,
    app,
  }) => {
    await openApp(page, app);
    await learnFrom(page, sample('iris'));
    await openSettings(page);
    await setNumber(page, 'Epochs at most', 40_000);
    await setNumber(page, 'Patience', 0);
    await button(page, 'Train').click();
    await expect(page.getByText(/training · epoch [\d,]+ of/)).toBeVisible({ timeout: 90_000 });
    await button(page, 'Cancel').click();
    await expect(page.getByText(/cancelled after [\d,]+ epochs/)).toBeVisible();
    const main = page.locator('main');
    await expect(main).toContainText('This model has learnt from validation as well');
    await expect(button(page, 'Judge on validation')).toHaveCount(0);
    await expect(button(page, 'Save model')).toBeVisible();
    await button(page, 'Open test…').click();
    await page.getByLabel('Reason').fill('Nothing else is left to judge it by');
    await button(page, 'Open test').click();
    await expect(main).toContainText('rows of test');
    await page.reload();
    await expect(page.getByRole('tab', { name: /^Validation/ })).toHaveCount(0);
    await expect(main).toContainText('rows of test');
  });
});

test.describe('without a graphics adapter', () => {
  test.beforeEach(async ({ context }) => {
    // Workers have a navigator of their own; the build serves this script to none of them.
    await context.route(/trainer\.worker-.*\.js$/, async (route) => {
      const response = await route.fetch();
      const none = `Object.defineProperty(navigator, 'gpu', { value: undefined });\n`;
      await route.fulfill({ response, body: none + (await response.text()) });
    });
  });
  test.use({ serviceWorkers: 'block' });

  test('a run that asks for WebGPU by name ends with a clear message', async ({ page, app }) => {
    await openApp(page, app);
    await learnFrom(page, { name: 'line.csv', content: LINE });
    await openSettings(page);
    await page.getByLabel('Engine').selectOption('webgpu');
    await button(page, 'Train').click();
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('The engine webgpu cannot run here');
    await expect(alert).toContainText('choose CPU, which runs everywhere');
    expect((await alert.innerText()).match(/cannot run here/g), 'said once').toHaveLength(1);
    expect((await lists(page)).runs).toEqual([expect.stringContaining('failed')]);
  });
});

test.describe('full storage', () => {
  // So that what the app itself takes to work offline is not counted.
  test.use({ serviceWorkers: 'block' });

  test('while a file is read: nothing is saved, and what was there stays', async ({
    page,
    app,
    context,
  }) => {
    const session = await context.newCDPSession(page);
    const { origin } = new URL(app);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 3_000_000 });
    await losingNothing(page, app, async () => {
      const content = csvOf('a,b', 50_000, (row) => `${row},${`text ${row} `.repeat(40)}`);
      await give(page, { name: 'large.csv', content });
      const alert = page.getByRole('alert');
      await expect(alert).toContainText('storage is full', { timeout: 30_000 });
      await expect(alert).toContainText('Everything saved before is kept');
    });
  });

  test('at the save itself: what was read is still there, and can be saved later', async ({
    page,
    app,
  }) => {
    await openApp(page, app);
    await give(page, GOOD);
    await expect(button(page, 'Save')).toBeVisible();
    await page.evaluate(() => {
      const scope = globalThis as unknown as { realAdd: typeof IDBObjectStore.prototype.add };
      scope.realAdd = IDBObjectStore.prototype.add;
      for (const method of ['add', 'put'] as const) {
        const real = IDBObjectStore.prototype[method];
        IDBObjectStore.prototype[method] = function (this: IDBObjectStore, ...given) {
          if (this.name === 'log') throw new DOMException('full', 'QuotaExceededError');
          return real.apply(this, given);
        };
      }
    });
    await button(page, 'Save').click();
    await expect(messages(page)).toContainText('storage is full');
    await expect(button(page, 'Save'), 'nothing read was dropped').toBeEnabled();
    await page.reload();
    expect((await lists(page)).data).toEqual([]);
    await give(page, GOOD);
    await saveData(page);
  });
});

test('reading that is cancelled saves nothing, and can be begun again', async ({ page, app }) => {
  await losingNothing(page, app, async () => {
    const content = csvOf('a,b,c', 400_000, (row) => `${row * 1.25},text ${row % 5000},${row}`);
    await give(page, { name: 'large.csv', content });
    await button(page, 'Cancel').click();
    await expect(page.getByText('Reading was cancelled. Nothing was saved.')).toBeVisible();
    await button(page, 'Read again').click();
    await expect(page.getByRole('progressbar', { name: 'Reading large.csv' })).toBeVisible();
    await button(page, 'Cancel').click();
    await button(page, 'Leave').click();
  });
});

const FLOWERS = csvOf('petal,colour,kind', 200, (row) => {
  const kind = row % 2;
  return `${kind * 3 + (row % 7) / 10},${['red', 'white', 'blue'][(row * 5) % 3]},${kind ? 'rose' : 'daisy'}`;
});

test.describe('at prediction', () => {
  test('what training never saw is named with what stands in, in Try it and in a file', async ({
    page,
    app,
  }) => {
    await openApp(page, app);
    await learnFrom(page, { name: 'flowers.csv', content: FLOWERS });
    await train(page);
    await saveModel(page);
    const form = page.getByRole('form', { name: 'One prediction' });
    await form.getByLabel('petal').fill('');
    await expect(form).toContainText('missing: the usual value stands in');
    await form.getByLabel('petal').fill('wide');
    await expect(form).toContainText('wide cannot be read: counted as missing');
    await form.getByLabel('petal').fill('3.2');
    await form.getByLabel('colour').selectOption('missing');
    await expect(form).toContainText('missing: the usual value stands in');
    await expect(page.locator('.answer')).toHaveText('rose');

    const content = 'petal,colour\n3.1,purple\n,red\nwide,blue\n0.2,\n';
    const scored = await scoreInApp(page, { name: 'new.csv', content });
    const main = page.locator('main');
    await expect(main).toContainText('4 rows scored.');
    await expect(main).toContainText('colour: 1 value never seen in training (such as “purple”)');
    await expect(main).toContainText('petal: 1 value missing');
    await expect(main).toContainText('petal: 1 value not readable as its type (such as “wide”)');
    expect(String(scored).trimEnd().split('\n')).toHaveLength(5);
    const before = await lists(page);
    await page.reload();
    expect(await lists(page)).toEqual(before);
  });

  test('a file that cannot be scored is told why, and the model goes on', async ({ page, app }) => {
    await openApp(page, app);
    await learnFrom(page, { name: 'flowers.csv', content: FLOWERS });
    await train(page);
    await saveModel(page);
    await page.getByRole('tab', { name: 'Score a file' }).click();
    const input = page.locator('[role=tabpanel] input[type=file]');
    const bad: [content: string | Uint8Array, words: string][] = [
      ['', 'is empty'],
      ['petal,colour\n', 'no rows'],
      ['Petal,size\n1,2\n', 'lacks 2 columns that the model reads'],
      ['petal,colour\n1,"red\n', 'opened on line 2'],
      [PNG, 'is not a text table'],
    ];
    for (const [content, words] of bad) {
      await input.setInputFiles({
        name: 'bad.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(content as Uint8Array),
      });
      await expect(page.getByRole('alert')).toContainText(words);
    }
    const scored = await scoreInApp(page, { name: 'new.csv', content: 'petal,colour\n3,red\n' });
    expect(String(scored)).toContain('3,red,rose,');
  });
});

test('a damaged .loam file and a damaged page change nothing', async ({ page, app }) => {
  await openApp(page, app);
  await learnFrom(page, { name: 'flowers.csv', content: FLOWERS });
  await train(page);
  await saveModel(page);
  const html = await readFile(await exportPage(page));
  const loam = await packWorkspace(page);
  const before = await lists(page);
  await visit(page, 'workspace');
  await expect(page.getByText('None yet.'), 'no other workspace').toBeVisible();

  const flipped = (bytes: Uint8Array, share: number) => {
    const copy = Uint8Array.from(bytes);
    copy[Math.floor(copy.length * share)]! ^= 1;
    return copy;
  };
  const page95 = html.indexOf('id="loam-page">') + 2000;
  const files: [GivenFile, RegExp][] = [
    [{ name: 'flipped.loam', content: flipped(loam, 0.5) }, /is damaged/],
    [{ name: 'cut.loam', content: loam.subarray(0, loam.length - 100) }, /damaged|not a Loam/],
    [{ name: 'other.loam', content: 'no workspace at all' }, /not a Loam workspace/],
    [{ name: 'flipped.html', content: flipped(html, page95 / html.length) }, /is damaged/],
    [{ name: 'other.html', content: '<html>hello</html>' }, /not a page that Loam exported/],
  ];
  for (const [file, words] of files) {
    await visit(page, '');
    await drop(page, file);
    await expect(messages(page).getByText(words).last()).toBeVisible();
    await page.reload();
  }
  expect(await lists(page)).toEqual(before);
  await page.reload();
  await visit(page, 'workspace');
  await expect(page.getByText('None yet.'), 'no other workspace').toBeVisible();
  expect((await packWorkspace(page)).equals(loam)).toBe(true);
});
