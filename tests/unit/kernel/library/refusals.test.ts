import { describe, expect, it } from 'vitest';
import { createLoam, type Call, type Loam } from '../../../../src/kernel/library';
import { nearestNames } from '../../../../src/kernel/library/nearest-names';
import type { DataFacts } from '../../../../src/kernel/library/verbs';

const CHURN: DataFacts = {
  id: 'd1',
  name: 'churn',
  version: 2,
  rows: 3,
  columns: [
    { name: 'customer', type: 'text', labels: null },
    { name: 'age', type: 'integer', labels: null },
    { name: 'region', type: 'category', labels: ['east', 'west'] },
    { name: 'left', type: 'boolean', labels: ['no', 'yes'] },
  ],
};

function setUp() {
  const sent: { verb: string; args: unknown }[] = [];
  const call: Call = (verb, args) => {
    sent.push({ verb, args });
    if (verb === 'data') return Promise.resolve(structuredClone(CHURN));
    return Promise.reject(new Error(`${verb} was not to be sent`));
  };
  return { loam: createLoam(call, { aq: { table: (columns) => columns } }), sent };
}

type Wrong = (loam: Loam) => unknown;

const churn = (loam: Loam) => loam.data('churn');

function fit(): void {}

const WRONG: [what: string, wrong: Wrong, says: string][] = [
  [
    'a model by code without its function',
    (loam) => loam.model.code({ layers: [] }),
    'loam.model.code: fit is undefined; it must be a function: async (given) => ….',
  ],
  [
    'a function that has no name to run again by',
    (loam) => loam.model.code({ fit: [() => undefined][0], layers: [] }),
    'loam.model.code: fit is a function without a name; declare it at the top of a cell: async function fit(given) { … }.',
  ],
  [
    'settings of a function that are no object',
    (loam) => loam.model.code({ fit, settings: [1] as never }),
    'loam.model.code: settings is a list; it must be an object of values.',
  ],
  [
    'an option that only engines have',
    (loam) => loam.model.code({ fit, optimiser: 'adam' }),
    'loam.model.code has no option “optimiser”; there are “input”, “layers”, “loss”, “learningRate”, “batch”, “epochs” or “classWeights”.',
  ],
  [
    'a layer that is none, of a model by code',
    (loam) => loam.model.code({ fit, layers: [{ layer: 'fold' }] }),
    'loam.model.code: layers[0]: layer is “fold”; it must be one of “dense”, “conv2d”, “pool2d”, “flatten”, “dropout”, “batch-norm”, “layer-norm”, “depthwise2d”, “conv1d”, “pool1d” or “embedding”.',
  ],
  [
    'an unknown column',
    async (loam) => loam.task(await churn(loam), { predict: 'lfet' }),
    'loam.task: predict names no column of this data: “lfet”. Did you mean “left”?',
  ],
  [
    'an unknown class',
    async (loam) => loam.task(await churn(loam), { predict: 'left', positive: 'yess' }),
    'loam.task: positive is “yess”, which “left” never is; did you mean “yes”?',
  ],
  [
    'no column to predict',
    async (loam) => loam.task(await churn(loam), {} as never),
    'loam.task: predict is missing; name the column to predict: “customer”, “age”, “region” or “left”.',
  ],
  [
    'an option that is nearly one',
    async (loam) => loam.task(await churn(loam), { predict: 'left', positve: 'yes' } as never),
    'loam.task: options has no option “positve”; did you mean “positive”?',
  ],
  [
    'two roles of one column',
    async (loam) => loam.task(await churn(loam), { predict: 'left', id: 'age', audit: 'age' }),
    'loam.task: audit names “age”, which is already id; a column has one role.',
  ],
  [
    'a metric that is none',
    async (loam) => loam.task(await churn(loam), { predict: 'left', metric: 'accurracy' as never }),
    'loam.task: metric is “accurracy”; it must be one of “accuracy”.',
  ],
  [
    'parts that leave nothing to train on',
    async (loam) =>
      loam.task(await churn(loam), { predict: 'left', parts: { test: 0.5, validation: 0.5 } }),
    'loam.task: parts leave less than a tenth of the rows to train on.',
  ],
  [
    'a cost below 0',
    async (loam) =>
      loam.task(await churn(loam), { predict: 'left', cost: { miss: -1, falseAlarm: 0 } }),
    'loam.task: cost.miss is -1; it must be a number from 0 to 1000000000000000.',
  ],
  [
    'rows that are not saved',
    async (loam) => loam.task(await loam.data([{ a: 1 }]), { predict: 'a' }),
    'loam.task: data is made of rows that are not saved, so a model could not say what it learnt from; save them first: await data.save("name").',
  ],
  [
    'a promise of a dataset that nobody awaited',
    (loam) => loam.task(churn(loam) as never, { predict: 'left' }),
    'loam.task: data is an object; it must be a Dataset, as await loam.data(…) answers.',
  ],
  [
    'a file that was not chosen',
    (loam) => loam.data(null as never),
    'loam.data: ref is null (no file was chosen yet?); give a name such as "churn" or "churn@2", a File or a list of rows.',
  ],
  [
    'rows of mixed kinds',
    (loam) => loam.data([{ a: 1 }, { a: 'x' }]),
    'loam.data: rows: a mixes number and string values; make them all of one kind.',
  ],
  [
    'a setting of another kind of model',
    (loam) => loam.model.linear({ hidden: [3] }),
    'loam.model.linear has no option “hidden”; there are “l2”, “optimiser”, “learningRate”, “batch”, “epochs”, “patience” or “classWeights”.',
  ],
  [
    'a setting out of its range',
    (loam) => loam.model.mlp({ hidden: [0] }),
    'loam.model.mlp: hidden layers must have 1 to 4,096 units.',
  ],
  [
    'a setting of the wrong kind',
    (loam) => loam.model.mlp({ dropout: () => 0 }),
    'loam.model.mlp: dropout is a function; it must be text, a number, true, false, null, a list or an object.',
  ],
  [
    'a layer that is none',
    (loam) => loam.model.layers({ layers: [{ layer: 'dens' }] }),
    'loam.model.layers: layers[0]: layer is “dens”; it must be one of “dense”, “conv2d”, “pool2d”, “flatten”, “dropout”, “batch-norm”, “layer-norm”, “depthwise2d”, “conv1d”, “pool1d” or “embedding”.',
  ],
  [
    'a spec that loam.model did not make',
    async (loam) =>
      loam.train(loam.task(await churn(loam), { predict: 'left' }), { kind: 'linear' } as never),
    'loam.train: spec is an object; it must be made by loam.model, such as loam.model.trees().',
  ],
  [
    'no spec at all',
    async (loam) => loam.train(loam.task(await churn(loam), { predict: 'left' }), []),
    'loam.train: spec is an empty list; give at least one model.',
  ],
  [
    'an engine that is none',
    async (loam) =>
      loam.train(loam.task(await churn(loam), { predict: 'left' }), loam.model.linear(), {
        engine: 'gpu' as never,
      }),
    'loam.train: engine is “gpu”; it must be one of “auto”, “exact”, “fast”, “webgpu”, “webgl”, “wasm” or “cpu”.',
  ],
  [
    'something that is no model',
    (loam) => loam.evaluate('run' as never),
    'loam.evaluate: model is “run”; it must be a Run, a Ladder or Study (its best run is taken) or a saved Model.',
  ],
  [
    'a column to select that is none',
    async (loam) => (await churn(loam)).select('ages'),
    'select: columns names no column of this data: “ages”. Did you mean “age”?',
  ],
];

describe('the library', () => {
  it.each(WRONG)('refuses %s where it is written, and sends nothing', async (_, wrong, says) => {
    const { loam, sent } = setUp();
    await expect(async () => await wrong(loam)).rejects.toMatchObject({
      name: 'LoamArgumentError',
      code: 'argument-invalid',
      message: says,
    });
    expect(sent.filter(({ verb }) => verb !== 'data')).toEqual([]);
  });

  it('passes plain JSON, whatever the cell changes afterwards', async () => {
    const hidden = [8];
    const spec = createLoam(() => Promise.reject(new Error()), {
      aq: { table: () => null },
    }).model.mlp({
      hidden,
    });
    hidden.push(4);
    expect(spec.settings).toEqual({ hidden: [8] });
    expect(JSON.parse(JSON.stringify(spec))).toEqual({
      kind: 'mlp',
      settings: { hidden: [8] },
      trainer: {},
      varied: [],
    });
  });
});

describe('the nearest names', () => {
  it.each([
    ['lfet', ['left', 'right'], ['left']],
    ['fee', ['monthly_fee', 'late_fee', 'age'], ['late_fee', 'monthly_fee']],
    ['AGE', ['age', 'page'], ['age', 'page']],
    ['zzz', ['left', 'right'], []],
  ])('of %s among %j are %j', (name, known, near) => {
    expect(nearestNames(name, known)).toEqual(near);
  });
});
