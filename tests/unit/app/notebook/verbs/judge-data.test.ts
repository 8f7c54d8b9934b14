import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../../support/notebook-place';

let place: NotebookPlace;
const ROWS = 300;

beforeAll(async () => {
  place = await notebookPlace({ effects: { wait: () => new Promise((go) => setTimeout(go, 2)) } });
  const [head, ...lines] = sampleLines('churn.csv', 500).trim().split('\n');
  await place.add('churn', `${[head, ...lines.slice(0, ROWS)].join('\n')}\n`);
  await place.add('later', `${[head, ...lines.slice(ROWS)].join('\n')}\n`);
  await place.add('both', `${[head, ...lines].join('\n')}\n`);
  await place.add('unlabelled', `${head!.replace('left', 'gone')}\n${lines[0]}\n`);
}, 60_000);

afterAll(() => place.close());

const learnt = async (folds = false) => {
  const { loam } = place;
  const task = loam.task(await loam.data('churn'), {
    predict: 'left',
    positive: 'yes',
    cost: { miss: 400, falseAlarm: 25 },
  });
  return loam.train(task, loam.model.linear({ epochs: 5 }), { folds });
};

async function counts(run: string) {
  const row = await place.session.store.get('runs', run);
  return (await place.session.json(row!.task, 'loam.task/1')).counts;
}

describe('a model judged on labelled data', () => {
  it('is judged by all rows that it has never seen, with thresholds, and no test is opened', async () => {
    const { loam } = place;
    const run = await learnt();
    const later = await loam.data('later');
    const seen = await loam.evaluate(run, { on: later });
    expect([seen.on, seen.rows, seen.data]).toEqual([
      'data',
      200,
      { name: 'later', version: 1, leftOut: { learnt: 0, sealed: 0, unlabelled: 0 } },
    ]);
    const truth = await later.values('left');
    const positives = truth.filter((label) => label === true).length;
    expect(seen.at(0).positives).toBe(positives);
    expect(seen.cheapest.cost).not.toBeNull();
    const answers = await loam.predict(run, later);
    const right = answers.filter(({ answer }, row) => (answer === 'yes') === truth[row]).length;
    expect(seen.metric('accuracy').value).toBeCloseTo(right / 200, 12);
    expect(await place.session.store.find('openings', 'run', run.id)).toEqual([]);
  });

  it('leaves out what was learnt from and what is sealed, in another version by content, too', async () => {
    const { loam } = place;
    const run = await learnt();
    const { train, validation, test } = await counts(run.id);
    const own = await loam.evaluate(run, { on: await loam.data('churn') });
    const leftOut = { learnt: train, sealed: test, unlabelled: 0 };
    expect([own.rows, own.data!.leftOut]).toEqual([validation, leftOut]);
    const both = await loam.evaluate(run, { on: await loam.data('both') });
    expect([both.rows, both.data!.leftOut]).toEqual([validation + 200, leftOut]);
    const byFolds = await learnt(true);
    const none = loam.evaluate(byFolds, { on: await loam.data('churn') });
    await expect(none).rejects.toThrow(
      `${train + validation} were learnt from, ${test} are of the sealed test part`,
    );
  });

  it('counts rows of test once that was opened for the run', async () => {
    const { loam } = place;
    const run = await loam.train(
      loam.task(await loam.data('churn'), { predict: 'left', positive: 'yes' }),
      loam.model.linear({ epochs: 6 }),
      { folds: false },
    );
    const { validation, test } = await counts(run.id);
    await loam.evaluate(run, { on: 'test', why: 'release' });
    const own = await loam.evaluate(run, { on: await loam.data('churn') });
    expect([own.rows, own.data!.leftOut.sealed]).toEqual([validation + test, 0]);
  });

  it('is refused on data without the answer, on rows that are not saved, and with a reason for test', async () => {
    const { loam } = place;
    const run = await learnt();
    const later = await loam.data('later');
    await expect(loam.evaluate(run, { on: await loam.data('unlabelled') })).rejects.toMatchObject({
      code: 'columns-differ',
    });
    await expect(loam.evaluate(run, { on: await later.head(5) })).rejects.toThrow('not saved');
    await expect(loam.evaluate(run, { on: later, why: 'r' })).rejects.toThrow('loam.evaluate: why');
    await expect(loam.evaluate(run, { on: later, by: 'region' })).rejects.toThrow('by');
    await expect(loam.evaluate(run, { on: 'train' as never })).rejects.toThrow('validation');
  });
});
