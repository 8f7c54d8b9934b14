import { expect, it } from 'vitest';
import { thresholdByBrief } from '../../../src/app/commands/threshold-by-brief';

type Arguments = Parameters<typeof thresholdByBrief>;

const scores = {
  positive: Float64Array.of(0.1, 0.4, 0.9),
  negative: Float64Array.of(0.05, 0.2, 0.3),
};
let asked = 0;
const context = {
  id: 'w',
  store: { objects: {} },
  workers: { analyst: { call: () => Promise.resolve((asked++, scores)) } },
} as unknown as Arguments[0];
const outcome = { type: 'finished', model: 'sha256:m', outOfFold: 'sha256:o' };
const run = (kind: string) =>
  ({
    row: { outcome, task: 'sha256:t', recipe: 'sha256:r' },
    task: { kind, classes: ['no', 'yes'] },
    recipe: { format: 'loam.recipe/4', fitting: { type: 'folds' } },
  }) as unknown as Arguments[1];

it('is the cheapest by the brief, and says so', async () => {
  expect(
    await thresholdByBrief(context, run('binary'), { cost: { miss: 1, falseAlarm: 1 }, unit: '' }),
  ).toEqual({
    threshold: 0.4,
    chosen: 'the cheapest over the folds, where a miss costs 1 and a false alarm 1',
  });
  const dear = { cost: { miss: 200, falseAlarm: 10 }, unit: 'EUR' };
  expect(await thresholdByBrief(context, run('binary'), dear)).toEqual({
    threshold: 0.1,
    chosen: 'the cheapest over the folds, where a miss costs 200 EUR and a false alarm 10 EUR',
  });
});

it('is none without costs, without two classes, and where calling nobody is cheapest', async () => {
  const before = asked;
  expect(await thresholdByBrief(context, run('binary'), { cost: null, unit: '' })).toBeNull();
  expect(
    await thresholdByBrief(context, run('regression'), {
      cost: { miss: 1, falseAlarm: 1 },
      unit: '',
    }),
  ).toBeNull();
  expect(asked).toBe(before);
  expect(
    await thresholdByBrief(context, run('binary'), { cost: { miss: 0, falseAlarm: 1 }, unit: '' }),
  ).toBeNull();
});
