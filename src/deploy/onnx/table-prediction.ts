/** A table through a file: its columns as feeds, and what a runtime answered as predictions. */
import type { Table } from '../../core/dataset/types';
import { conformalAnswers } from '../../core/conformal/answers';
import type { ModelManifest } from '../../core/model/types';
import type { TablePrediction } from '../../ml/predict/predictor';
import type { OnnxAnswers } from './answer-difference';
import type { OnnxFeed } from './feeds';
import { modelPorts } from './ports';

/** @param table one column per input of the signature, in its order and of its type */
export function tableFeeds(manifest: Pick<ModelManifest, 'inputs'>, table: Table): OnnxFeed[] {
  const { inputs } = modelPorts(manifest);
  return table.columns.map((column, i) => {
    const { name } = inputs[i]!;
    if (column.kind === 'numeric') return { name, type: 'double', values: column.values };
    const { codes, dictionary } = column;
    // No code is -1: a missing text is an empty one.
    const values = Array.from(codes, (code) => dictionary[code] ?? '');
    return { name, type: 'string', values };
  });
}

/** @throws Error where a label is none of the model's classes */
export function tablePrediction(
  manifest: ModelManifest,
  rows: number,
  answers: OnnxAnswers,
): TablePrediction {
  const ports = modelPorts(manifest);
  const { kind, classes, conformal } = manifest;
  // Of no rows a runtime need not be asked.
  const output = (name: string) => (rows === 0 ? [] : answers[name]!);
  const numbers = (name: string) => Float64Array.from(output(name) as ArrayLike<number>);
  if (kind === 'regression' || !classes) {
    const values = numbers(ports.value);
    const sure = conformalAnswers(conformal, values, 1);
    return { rows, probabilities: null, values, labels: null, ...sure, problems: [] };
  }
  const labels = Uint32Array.from(output(ports.label) as readonly string[], (label) => {
    const at = classes.indexOf(label);
    if (at < 0) throw new Error(`model.onnx answers ${label}, which is no class of the model`);
    return at;
  });
  const probabilities = numbers(ports.probabilities);
  const sure = conformalAnswers(conformal, probabilities, classes.length);
  return { rows, probabilities, values: null, labels, ...sure, problems: [] };
}
