import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeededCell } from '../../../../src/app/notebook/verbs';
import { readRecipe } from '../../../../src/core/formats/read-manifest';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../support/notebook-place';

/** Logistic or softmax regression by hand, so that nothing but the language is needed. */
const FIT = `async function fit({ train, validation, weights, epochs, settings, report, outputs, inputs }) {
  const [kernel, bias] = weights.map(({ values }) => values);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let sum = 0;
    for (let row = 0; row < train.rows; row++) {
      const x = train.x.subarray(row * inputs, (row + 1) * inputs);
      let z = bias[0];
      for (let i = 0; i < inputs; i++) z += x[i] * kernel[i];
      const p = 1 / (1 + Math.exp(-z));
      sum -= Math.log(train.y[row] ? p : 1 - p);
      const slope = p - train.y[row];
      for (let i = 0; i < inputs; i++) kernel[i] -= settings.rate * slope * x[i];
      bias[0] -= settings.rate * slope;
    }
    await report({ epoch, train: sum / train.rows });
  }
  return weights;
}`;

let place: NotebookPlace;
const cells: Record<string, NeededCell[]> = {};

/** As the notebook would hold them: each name with the cells behind it. */
function declare(name: string, ...sources: string[]): void {
  cells[name] = sources.map((source, i) => ({ cell: `n${i}`, source, modules: [] }));
}

/** A function of that name, which is never called here. */
function named(name: string): () => void {
  return Object.defineProperty(() => undefined, 'name', { value: name });
}

beforeAll(async () => {
  place = await notebookPlace({
    desk: { cellsBehind: (name) => cells[name] ?? null },
    effects: { wait: () => new Promise((go) => setTimeout(go, 2)) },
  });
  await place.add('churn', sampleLines('churn.csv', 400));
});
afterAll(() => place.close());

const task = async () =>
  place.loam.task(await place.loam.data('churn'), { predict: 'left', positive: 'yes' });

describe('a model whose weights a function of the notebook learns', () => {
  it('is trained in the cage, judged, saved and made again like any other', async () => {
    declare('fit', FIT);
    const { loam, session } = place;
    const spec = () =>
      loam.model.code({ fit: named('fit'), layers: [], settings: { rate: 0.01 }, epochs: 6 });
    const run = await loam.train(await task(), spec());
    expect(run.engine).toBe('cage');
    const usual = await loam.train(await task(), loam.model.linear());
    expect(run.score!.value).toBeGreaterThan(usual.score!.value! - 0.1);
    const again = await loam.train(await task(), spec());
    expect([again.id, again.known]).toEqual([run.id, true]);
    const row = await session.store.get('runs', run.id);
    const recipe = await readRecipe(session.store.objects, row!.recipe);
    expect(recipe).toMatchObject({ format: 'loam.recipe/2', code: { entry: 'fit' } });
    const saved = await loam.save(run, 'by hand');
    expect(await loam.reproduce(saved)).toMatchObject({ level: 2, differs: [] });
  });
});
