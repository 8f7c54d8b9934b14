/** Files that Loam has no words for, run by ONNX Runtime: what they answer, beside what Python's runtime answered. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CodedColumn, Column, Table } from '../../../../../src/core/dataset/types';
import { modelManifest } from '../../../../../src/core/formats/model';
import type { FittedStep, ModelManifest } from '../../../../../src/core/model/types';
import {
  keptNetwork,
  keptPass,
  readKept,
  tryKept,
  type KeptModel,
} from '../../../../../src/deploy/onnx/kept';
import { readOnnxModel } from '../../../../../src/deploy/onnx/read';
import { laterPredictor } from '../../../../../src/ml/predict/later-predictor';
import { openGraph } from '../../../../support/kept-graph';
import { NOWHERE } from '../../../../support/training';

const FOLDER = 'tests/golden/onnx/kept';
const TOLERANCE = 1e-5;

interface Recorded {
  feeds: Record<string, { shape: number[]; values: (number | string)[] }>;
  outputs: Record<string, (number | string)[] | number[][]>;
}

const bytesOf = (name: string) => new Uint8Array(readFileSync(join(FOLDER, `${name}.onnx`)));
const recordOf = (name: string) =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Recorded;

async function triedOf(name: string): Promise<KeptModel> {
  const bytes = bytesOf(name);
  const file = readKept(bytes);
  const outputs = file.candidates.map(({ output }) => output);
  return tryKept(file, await openGraph(bytes, outputs));
}

function coded(name: string, values: string[]): CodedColumn {
  const dictionary = [...new Set(values)];
  const codes = Int32Array.from(values, (value) => dictionary.indexOf(value));
  return { kind: 'coded', schema: { name, type: 'category' }, codes, dictionary };
}

/** A column per cell of the file's inputs, named as they are. */
function tableOf({ feeds }: Recorded, { inputs }: KeptModel): Table {
  const cells = Object.values(feeds).flatMap(({ shape: [, width = 1], values }) =>
    Array.from({ length: width }, (_, c) => values.filter((_, i) => i % width === c)),
  );
  const columns = cells.map((values, i): Column => {
    const { name, type } = inputs[i]!;
    if (type === 'category') return coded(name, values as string[]);
    return {
      kind: 'numeric',
      schema: { name, type: 'number' },
      values: Float64Array.from(values as number[]),
    };
  });
  return { rows: 20, columns };
}

function stepOf(column: Column): FittedStep {
  const { name } = column.schema;
  return column.kind === 'coded'
    ? { column: name, step: 'codes', categories: column.dictionary, rest: false }
    : {
        column: name,
        step: 'numeric',
        transform: 'none',
        fill: 0,
        indicator: false,
        offset: 0,
        scale: 1,
      };
}

/** @param turned the classes of the task stand in another order than those of the file */
async function predicted(name: string, turned = false) {
  const kept = await triedOf(name);
  const table = tableOf(recordOf(name), kept);
  const steps = table.columns.map(stepOf);
  const preprocessing = {
    format: 'loam.preprocessing/1' as const,
    steps,
    width: steps.length,
  };
  const { classes: answers } = kept.answer;
  const classes = answers && (turned ? answers.toReversed() : [...answers]);
  const network = keptNetwork(kept, kept.answer, preprocessing, classes, answers);
  const manifest: ModelManifest = {
    format: 'loam.model/1',
    kind: kept.kind,
    target: 'answer',
    classes,
    inputs: table.columns.map(({ schema: { name }, kind }) => ({
      name,
      type: kind === 'coded' ? 'category' : 'number',
      categories: null,
      labels: null,
      quantiles: null,
    })),
    preprocessing: NOWHERE,
    network,
    weights: NOWHERE,
    targetTransform: { offset: 0, scale: 1 },
    threshold: kept.kind === 'binary' ? 0.5 : null,
    calibrator: null,
    conformal: null,
  };
  expect(modelManifest(manifest)).toBe(true);
  const run = await openGraph(bytesOf(name), [network.answer.output]);
  const predictor = laterPredictor(manifest, preprocessing, keptPass(network, run));
  return { kept, manifest, prediction: await predictor.predictTable(table) };
}

function expectNear(got: ArrayLike<number>, wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs(got[i]! - value)).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(value)));
  });
}

const SHARES = ['svc', 'svc-two', 'neighbours', 'table'];

describe('a file that ONNX Runtime computes', () => {
  it.each([...SHARES, 'neighbours-number', 'residual'])('%s is none that Loam can say', (name) => {
    expect(() => readOnnxModel(bytesOf(name))).toThrow(
      expect.objectContaining({ code: 'model-unreadable' }) as Error,
    );
  });

  it.each(SHARES)('%s answers the shares that Python’s runtime answered', async (name) => {
    const { prediction } = await predicted(name);
    const shares = Object.values(recordOf(name).outputs)[1] as number[][];
    expectNear(prediction.probabilities!, shares.flat());
  });

  it.each(SHARES)('%s answers the same of classes that stand in another order', async (name) => {
    const { prediction } = await predicted(name, true);
    const shares = Object.values(recordOf(name).outputs)[1] as number[][];
    expectNear(
      prediction.probabilities!,
      shares.flatMap((row) => row.toReversed()),
    );
  });

  it('makes shares of the logits of a network with a branch, with the class of the largest', async () => {
    const { kept, prediction } = await predicted('residual');
    expect(kept.answer).toEqual({ read: 'scores', output: 'logits', classes: ['0', '1', '2'] });
    const logits = recordOf('residual').outputs.logits as number[][];
    const shares = logits.map((row) => {
      const powers = row.map((value) => Math.exp(value - Math.max(...row)));
      const sum = powers.reduce((a, b) => a + b);
      return powers.map((power) => power / sum);
    });
    expectNear(prediction.probabilities!, shares.flat());
    expect([...prediction.labels!]).toEqual(logits.map((row) => row.indexOf(Math.max(...row))));
  });

  it('answers numbers as Python’s runtime did', async () => {
    const { prediction } = await predicted('neighbours-number');
    const { variable } = recordOf('neighbours-number').outputs as { variable: number[][] };
    expectNear(prediction.values!, variable.flat());
  });

  it('names its classes as the file does, in the order of its columns', async () => {
    const said = await Promise.all(['svc', 'svc-two', 'neighbours', 'table'].map(triedOf));
    expect(said.map(({ kind, answer: { classes } }) => ({ kind, classes }))).toEqual([
      { kind: 'multiclass', classes: ['setosa', 'versicolor', 'virginica'] },
      { kind: 'binary', classes: ['no', 'yes'] },
      { kind: 'multiclass', classes: ['0', '1', '2'] },
      { kind: 'binary', classes: ['buy', 'leave'] },
    ]);
  });
});
