/** The app's answers beside those of ONNX Runtime, for the same rows. */
import { expect } from 'vitest';
import type { Cell } from '../../src/core/dataset/types';
import { rowOf } from '../../src/deploy/model/golden-examples';
import type { SealedModel } from '../../src/deploy/model/types';
import { answerDifference, onnxFeeds, writeOnnx } from '../../src/deploy/onnx';
import { makePredictor } from '../../src/ml/predict/predictor';
import { runOnnx } from './onnx-runtime';

/** Every row is answered within 1e-5 and with the same class, ties aside. @param rows in the order of the signature */
export async function expectSameAnswers(
  model: SealedModel,
  rows: Cell[][],
  name = 'the model',
): Promise<void> {
  const { manifest, preprocessing, weights } = model;
  const answers = await runOnnx(writeOnnx(model), onnxFeeds(manifest, rows));
  const predictor = makePredictor(manifest, preprocessing, weights);
  const differences = rows.flatMap((cells, row) => {
    const expected = predictor.predictCells(rowOf(manifest.inputs, cells));
    const difference = answerDifference(manifest, expected, answers, row);
    return difference === null ? [] : [`row ${row}: ${difference}`];
  });
  expect(differences, name).toEqual([]);
}
