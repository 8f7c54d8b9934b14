/** Calibrated probabilities and conformal answers as ONNX, beside the app's own: every calibrator, kind and network. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskKind } from '../../../../src/core/task/types';
import { makePredictor } from '../../../../src/ml/predict/predictor';
import { modelPorts, onnxFeeds, writeOnnx } from '../../../../src/deploy/onnx';
import { askedRows } from '../../../support/asked-rows';
import { expectSameAnswers } from '../../../support/onnx-agreement';
import { runOnnx } from '../../../support/onnx-runtime';
import { randomData, type RandomData } from '../../../support/page-tables';
import { calibratorsOf, everyRefined } from '../../../support/refined';

const KINDS: TaskKind[] = ['binary', 'multiclass', 'regression'];

const dataOf = (kind: TaskKind, seed: number): RandomData =>
  fc.sample(
    randomData.filter((each) => each.kind === kind),
    { numRuns: 1, seed },
  )[0]!;

describe('a calibrated model as ONNX', () => {
  for (const kind of KINDS) {
    it(`answers as the app does: ${kind}, every calibrator and network, with conformal answers and without`, async () => {
      for (const seed of [11, 12]) {
        const models = await everyRefined(dataOf(kind, seed));
        expect(models).toHaveLength(3 * 2 * calibratorsOf(kind).length);
        for (const [name, input] of models) {
          const { model } = input;
          // The first are those that curves and bounds come from: their probabilities stand exactly on these.
          const rows = [...askedRows(input, 60, 7), ...askedRows(input, 60, seed)];
          const cells = rows.map((row) => model.manifest.inputs.map((each) => row[each.name]!));
          await expectSameAnswers(model, cells, name);
        }
      }
    });
  }

  it('has outputs beyond the answer only where the model has conformal answers', async () => {
    const outputsOf = async (kind: TaskKind) => {
      const found: string[][] = [];
      for (const [, { model }] of (await everyRefined(dataOf(kind, 3))).slice(0, 2)) {
        const feeds = onnxFeeds(model.manifest, [model.manifest.inputs.map(() => null)]);
        found.push(Object.keys(await runOnnx(writeOnnx(model), feeds)));
      }
      return found;
    };
    expect(await outputsOf('regression')).toEqual([['value'], ['value', 'low', 'high']]);
    expect(await outputsOf('multiclass')).toEqual([
      ['label', 'probabilities'],
      ['label', 'probabilities', 'set'],
    ]);
  });

  it('says the very class and set of rows that stand on threshold and bound', async () => {
    let asked = 0;
    for (const [name, { model }] of await everyRefined(dataOf('binary', 5))) {
      const { manifest, preprocessing, weights } = model;
      if (!name.startsWith('a baseline') || manifest.conformal?.type !== 'set') continue;
      const ports = modelPorts(manifest);
      const cells = manifest.inputs.map(() => null);
      const found = await runOnnx(writeOnnx(model), onnxFeeds(manifest, [cells]));
      // A baseline gives every row one probability, so that is where both stand.
      const { answer, set, probabilities } = makePredictor(
        manifest,
        preprocessing,
        weights,
      ).predictCells({});
      expect([probabilities![1], Math.max(...probabilities!)]).toEqual([
        manifest.threshold,
        manifest.conformal.least,
      ]);
      const inSet = Array.from(found[ports.set] as ArrayLike<number>, Number);
      expect([found[ports.label]![0], inSet]).toEqual([
        answer,
        manifest.classes!.map((label) => Number(set!.includes(label))),
      ]);
      asked++;
    }
    expect(asked).toBe(4);
  });
});
