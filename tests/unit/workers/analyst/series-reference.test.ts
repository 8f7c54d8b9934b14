import { expect, test } from 'vitest';
import { linkTo, type Link } from '../../../../src/core/hash/digest';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import { encodeOutOfFold } from '../../../../src/core/study/out-of-fold';
import type { StudyManifest, TrialResult } from '../../../../src/core/study/types';
import type { TaskManifest } from '../../../../src/core/task/types';
import { seriesReference } from '../../../../workers/analyst/series-reference';
import reference from '../../../golden/statistics-reference.json';
import { realWork } from '../../../support/real-work';
import { saveTable } from '../../../support/save-table';
import { TREES } from '../../../support/searched';
import { tableOf } from '../../../support/table-of';
import { never } from '../../../support/training';

const DAY = 86_400_000;

test('A quantile model of trees is reported with the pinball loss of scikit-learn and the MASE of its paper', async () => {
  const { values, answers, season, windows, horizon, quantile, ...said } = reference.forecasts;
  const { objects, manifests } = await realWork('regression');
  const put = async (value: unknown): Promise<Link> =>
    linkTo(await objects.put(canonicalBytes(value)));
  const table = tableOf({
    day: {
      schema: { name: 'day', type: 'datetime', precision: 'day' },
      values: values.map((_, i) => i * DAY),
    },
    y: { schema: { name: 'y', type: 'number' }, values },
  });
  const rows = values.length;
  const task = await put({
    ...manifests['loam.task/1'].value,
    dataset: await put(await saveTable(table, objects)),
    target: 'y',
    roles: [
      { column: 'day', role: 'time' },
      { column: 'y', role: 'target' },
    ],
    rule: { by: 'time', validationFrom: 60 * DAY, testFrom: rows * DAY },
    parts: linkTo(await objects.put(new Uint8Array(rows))),
    counts: { train: rows, validation: 0, test: 0, none: 0 },
  } satisfies TaskManifest);
  const study = await put({
    ...manifests['loam.study/1'].value,
    task,
    folds: { by: 'time', count: windows, horizon: horizon * DAY },
    metric: 'rmse',
  } satisfies StudyManifest);
  const given = {
    width: 1,
    rows: Uint32Array.from(answers, (_, i) => rows - answers.length + i),
    folds: Uint16Array.from(answers, (_, i) => Math.floor(i / horizon)),
    answers: Float64Array.from(answers),
  };
  const trial = await put({
    ...manifests['loam.trial/1'].value,
    study,
    candidate: { ...TREES, model: { ...TREES.model, loss: 'quantile', quantile } },
    answers: linkTo(await objects.put(encodeOutOfFold(given))),
  } as TrialResult);
  const found = (await seriesReference(objects, { study, trials: [trial] }, never()))!;
  expect(found.season).toBe(season);
  const [own] = found.trials;
  expect(own!.pinball!.quantile).toBe(quantile);
  const numbers = [
    [own!.pinball!.value, said.pinball],
    [own!.pinball!.reference, said.naivePinball],
    [own!.mase, said.mase],
    [found.mase, said.naiveMase],
    [found.value, said.naiveRmse],
  ];
  for (const [is, says] of numbers) expect(Math.abs(is! - says!)).toBeLessThan(1e-12);
});
