/** A model made elsewhere, asked by Loam's own predictor. */
import type { Column, Table } from '../../src/core/dataset/types';
import type { ModelManifest } from '../../src/core/model/types';
import type { ForeignModel } from '../../src/deploy/onnx/read';
import { makePredictor, type TablePrediction } from '../../src/ml/predict/predictor';

const LINK = `sha256:${'0'.repeat(64)}` as const;

export type Cells = readonly (number | string | null)[];

/** @param cells one list per row, in the order of the model's inputs */
export function foreignTable(model: ForeignModel, cells: readonly Cells[]): Table {
  const columns = model.inputs.map(({ name, type }, i): Column => {
    const values = cells.map((row) => row[i] ?? null);
    if (type !== 'category') {
      const numbers = Float64Array.from(values, (value) => (value === null ? NaN : Number(value)));
      return { kind: 'numeric', schema: { name, type }, values: numbers };
    }
    const dictionary = [...new Set(values.filter((value) => value !== null).map(String))];
    const codes = Int32Array.from(values, (value) =>
      value === null ? -1 : dictionary.indexOf(String(value)),
    );
    return { kind: 'coded', schema: { name, type }, codes, dictionary };
  });
  return { rows: cells.length, columns };
}

export function foreignAnswers(model: ForeignModel, cells: readonly Cells[]): TablePrediction {
  const manifest: ModelManifest = {
    format: 'loam.model/1',
    kind: model.kind,
    target: 'answer',
    classes: model.classes,
    inputs: model.inputs.map((input) => ({ ...input, labels: null, quantiles: null })),
    preprocessing: LINK,
    network: model.network,
    weights: LINK,
    targetTransform: model.targetTransform,
    threshold: model.threshold,
    calibrator: null,
    conformal: null,
  };
  const predictor = makePredictor(manifest, model.preprocessing, model.weights);
  return predictor.predictTable(foreignTable(model, cells));
}
