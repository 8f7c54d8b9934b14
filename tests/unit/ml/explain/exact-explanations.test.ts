/** Exact explanations of whole model versions, as they are kept and as they come out of an exported page. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../src/core/dataset/types';
import { isLoamError } from '../../../../src/core/errors';
import { identityOf, linkTo } from '../../../../src/core/hash/digest';
import type { FittedPreprocessing, TreeEnsemble } from '../../../../src/core/model/types';
import { buildPage, readPage } from '../../../../src/deploy/page';
import type { SealedModel } from '../../../../src/deploy/model/types';
import { pacedExplain } from '../../../../src/deploy/templates/page/paced-explain';
import { readTensors } from '../../../../src/ml/formats/safetensors';
import { explainModel, makeExplainer, type Explanation } from '../../../../src/ml/explain';
import { backgroundRows } from '../../../../src/ml/explain/background';
import { alignRow } from '../../../../src/ml/predict/align';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { makeTreesPass } from '../../../../src/ml/predict/trees';
import { makeTransformer } from '../../../../src/ml/preprocess/transform';
import { bareTemplate } from '../../../support/bare-template';
import { EVERY_TREES, explainedTrees } from '../../../support/explained-trees';
import { pageInputOf } from '../../../support/page-input';
import { tableOf } from '../../../support/table-of';

type Row = Record<string, Cell>;

function withPredictor({ manifest, preprocessing, weights }: SealedModel) {
  const predictor = makePredictor(manifest, preprocessing, weights);
  return { manifest, preprocessing, weights, predictor };
}

/** What the trees add up to for a row and, on average, for the typical ones: in the units that are explained. */
function rawOf({ manifest, preprocessing, weights }: SealedModel, row: Row, output: number) {
  const ensemble = manifest.network as TreeEnsemble;
  const pass = makeTreesPass({ ...ensemble, link: 'identity' }, readTensors(weights!));
  const transformer = makeTransformer(preprocessing);
  const { kind, targetTransform } = manifest;
  const isShare = ensemble.link === 'log-odds' || ensemble.link === 'log';
  const said = (raw: number) => {
    if (kind === 'regression' && ensemble.link === 'identity') {
      return raw * targetTransform.scale + targetTransform.offset;
    }
    if (kind === 'binary' && output === 0) return isShare ? 1 - raw : -raw;
    return raw;
  };
  const place = kind === 'multiclass' ? output : 0;
  const outputs = pass.run(transformer.inputs(alignRow(manifest.inputs, row).table, null));
  const typical = pass.run(transformer.inputs(backgroundRows(manifest.inputs, 64), null));
  const each = Array.from({ length: 64 }, (_, at) => said(typical[at * pass.outputs + place]!));
  return { answer: said(outputs[place]!), typical: each.reduce((a, b) => a + b, 0) / 64 };
}

function expectSum({ answer, typical, contributions }: Explanation): void {
  const scale = 1 + Math.abs(answer) + Math.abs(typical);
  const sum = contributions.reduce((a, b) => a + b, 0);
  expect(Math.abs(answer - typical - sum) / scale).toBeLessThan(1e-9);
}

const UNITS = {
  logistic: 'log-odds',
  softmax: 'score',
  squared: 'target',
  absolute: 'target',
  quantile: 'target',
  poisson: 'log-target',
  'logistic forest': 'share',
  'softmax forest': 'share',
  'squared forest': 'target',
} as const;

const net = pageInputOf({
  table: tableOf({ a: [1, 2, 3, 4], answer: [1, 2, 3, 4] }),
  target: 'answer',
  kind: 'regression',
  classes: null,
  template: bareTemplate,
});

/** The model as whoever opens its page has it. */
function exported(model: SealedModel): SealedModel {
  const { kind, target, classes } = model.manifest;
  const task = { ...net.task, kind, target, classes };
  const recipe = { ...net.recipe, task: linkTo(identityOf(task)) };
  return readPage(buildPage({ ...net, model, task, recipe, evaluation: null })).model;
}

describe('exact explanations of trees', () => {
  it.each(EVERY_TREES)(
    'of %s add up to what the trees add up to, and are the same bits on an exported page',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(1_000_000), fc.nat(2), async (seed, wanted) => {
          const { model, rows } = await explainedTrees(seed, name);
          const { classes } = model.manifest;
          const output = classes ? wanted % classes.length : 0;
          const here = makeExplainer(withPredictor(model));
          const there = makeExplainer(withPredictor(exported(model)));
          for (const row of rows) {
            const found = await here.explain(row, { output });
            expect([found.method, found.units, found.isExact, found.errors]).toEqual([
              'trees',
              UNITS[name],
              true,
              null,
            ]);
            expect(found.columns).toEqual(
              model.manifest.inputs.map(({ name: column }) => ({
                name: column,
                from: null,
                value: row[column],
              })),
            );
            expectSum(found);
            const raw = rawOf(model, row, output);
            const scale = 1 + Math.abs(raw.answer) + Math.abs(raw.typical);
            expect(Math.abs(found.answer - raw.answer) / scale).toBeLessThan(1e-9);
            expect(Math.abs(found.typical - raw.typical) / scale).toBeLessThan(1e-9);
            const { signal } = new AbortController();
            expect(await pacedExplain(there, { row, output }, signal)).toEqual(found);
          }
        }),
        { numRuns: 6 },
      );
    },
  );

  it('name a made column that reads several inputs, with these, and give what is made of one input to that input', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1_000_000),
        fc.constantFrom('logistic', 'softmax', 'squared forest'),
        async (seed, name) => {
          let last = '';
          const { model, rows } = await explainedTrees(seed, name, (numeric) => {
            last = numeric.at(-1)!;
            if (numeric.length < 2) return [{ name: 'made x0', expression: 'x0 * 2 + 1' }];
            return [
              { name: 'made x0', expression: 'x0 * 2 + 1' },
              { name: `made ${last}`, expression: `coalesce(${last}, 0) - \`made x0\`` },
            ];
          });
          const several = last !== 'x0';
          const names = model.manifest.inputs.map((input) => input.name);
          for (const row of rows) {
            const found = await explainModel(withPredictor(model), row, { output: 0 });
            expectSum(found);
            expect(found.answer).toBeCloseTo(rawOf(model, row, 0).answer, 9);
            const [x0, other] = [row.x0, row[last]] as [number | null, number | null];
            const made = x0 === null ? null : (other ?? 0) - (x0 * 2 + 1);
            expect(found.columns).toEqual([
              ...names
                .filter((column) => !several || column !== last)
                .map((column) => ({ name: column, from: null, value: row[column] })),
              ...(several ? [{ name: `made ${last}`, from: [last, 'x0'], value: made }] : []),
            ]);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('stop when they are told to', async () => {
    const { model, rows } = await explainedTrees(3, 'squared forest');
    const given = { output: 0, signal: AbortSignal.abort() };
    const ended = await explainModel(withPredictor(model), rows[0]!, given).catch(
      (error: unknown) => error,
    );
    expect(isLoamError(ended, 'cancelled')).toBe(true);
  });
});

describe('an explanation of a network that reads a made column', () => {
  it('is of the inputs alone, as it asks for whole answers', async () => {
    const { model } = net;
    const derived = [{ name: 'made a', expression: 'a + b' }];
    const preprocessing: FittedPreprocessing = {
      ...model.preprocessing,
      format: 'loam.preprocessing/2',
      derived,
      lags: [],
      steps: model.preprocessing.steps.map((step) => ({ ...step, column: 'made a' })),
    };
    const inputs = ['a', 'b'].map((name) => ({ ...model.manifest.inputs[0]!, name }));
    const manifest = { ...model.manifest, inputs };
    const row = { a: 2, b: 1 };
    const changed = { ...model, manifest, preprocessing };
    const found = await explainModel(withPredictor(changed), row, { output: 0 });
    expect([found.method, found.columns]).toEqual([
      'subsets',
      [
        { name: 'a', from: null, value: 2 },
        { name: 'b', from: null, value: 1 },
      ],
    ]);
    expectSum(found);
  });
});
