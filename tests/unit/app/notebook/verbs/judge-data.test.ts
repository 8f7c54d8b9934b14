import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkDigest } from '../../../../../src/core/hash/digest';
import { PART_CODE } from '../../../../../src/core/task/types';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../../support/notebook-place';

let place: NotebookPlace;
const ROWS = 300;

beforeAll(async () => {
  place = await notebookPlace({ effects: { wait: () => new Promise((go) => setTimeout(go, 2)) } });
  const [head, ...lines] = sampleLines('churn.csv', 500).trim().split('\n');
  await place.add('churn', `${[head, ...lines.slice(0, ROWS)].join('\n')}\n`);
  await place.add('later', `${[head, ...lines.slice(ROWS)].join('\n')}\n`);
  await place.add('both', `${[head, ...lines].join('\n')}\n`);
  const wanted = head!.split(',');
  const cut = (line: string) =>
    line
      .split(',')
      .filter((_, i) => wanted[i] !== 'age' && wanted[i] !== 'plan')
      .join(',');
  await place.add('bare', `${[head!, ...lines.slice(ROWS)].map(cut).join('\n')}\n`);
  // The same customers once more, under other numbers.
  const again = lines.slice(0, ROWS).map((line, i) => line.replace(/^[^,]*/, `N${i}`));
  await place.add('renumbered', `${[head, ...again].join('\n')}\n`);
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
      {
        name: 'later',
        version: 1,
        leftOut: { learnt: 0, sealed: 0, unlabelled: 0 },
        shared: { rows: 0, says: null },
        notes: seen.data!.notes,
      },
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
      `${train + validation} that the model has learnt from, ${test} of the sealed test part`,
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

  it('says how many judged rows are equal to learnt ones in all that it reads', async () => {
    const { loam } = place;
    const run = await learnt();
    const seen = await loam.evaluate(run, { on: await loam.data('renumbered') });
    const { session } = place;
    const row = (await session.store.get('runs', run.id))!;
    const task = await session.json(row.task, 'loam.task/1');
    const parts = await session.store.objects.get(linkDigest(task.parts));
    const model = row.outcome?.type === 'finished' ? row.outcome.model : null;
    const { inputs } = await session.json(model!, 'loam.model');
    const read = await Promise.all(
      inputs.map(async ({ name }) => (await loam.data('churn')).values(name)),
    );
    const rows = Array.from(parts, (_, i) => JSON.stringify(read.map((values) => values[i])));
    const known = new Set(rows.filter((_, i) => parts[i] === PART_CODE.train));
    const equal = rows.filter((each) => known.has(each)).length;
    expect([seen.rows, seen.data!.leftOut.learnt]).toEqual([ROWS, 0]);
    expect(seen.data!.shared.rows).toBe(equal);
    expect(seen.data!.shared.says).toContain(
      `${equal} of the ${ROWS} judged rows are equal to ones that the model has learnt from`,
    );
  });

  it('has slices by any column, in the order asked, with the metric at the threshold', async () => {
    const { loam } = place;
    const run = await learnt();
    const later = await loam.data('later');
    const [regions, truth] = [await later.values('region'), await later.values('left')];
    const threshold = 0.35;
    const seen = await loam.evaluate(run, { on: later, by: ['region', 'age'], threshold });
    expect(seen.threshold).toBe(threshold);
    expect(seen.slices.map(({ column }) => column)).toEqual(['region', 'age']);
    const sizes = seen.slices[0]!.slices.map(({ of, n }) => [of.type === 'value' && of.value, n]);
    for (const [region, n] of sizes) {
      expect(n).toBe(regions.filter((each) => each === region).length);
    }
    const answers = await loam.predict(run, later);
    const called = answers.map(({ probabilities }) => probabilities!.yes! >= threshold);
    const right = called.filter((call, row) => call === truth[row]).length;
    expect(seen.metric('accuracy').value).toBeCloseTo(right / 200, 12);
    const { found, falseAlarms } = seen.at(threshold);
    expect(found + falseAlarms).toBe(called.filter(Boolean).length);
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
    await expect(loam.evaluate(run, { on: later, threshold: 2 })).rejects.toThrow('0 to 1');
    await expect(loam.evaluate(run, { threshold: 0.3 })).rejects.toThrow(
      'loam.evaluate: threshold',
    );
    const uncut = loam.evaluate(run, { on: later, by: ['plan', 'Region'] });
    await expect(uncut).rejects.toThrow('“region” is nearly “Region”');
    const bare = loam.evaluate(run, { on: await loam.data('bare') });
    await expect(bare).rejects.toThrow('lacks 2 columns that the model reads');
    await expect(bare).rejects.toThrow('plan and age');
    await expect(loam.evaluate(run, { on: 'train' as never })).rejects.toThrow('validation');
  });
});
