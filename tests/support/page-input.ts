/** A model version to export: fitted on a given table, with seeded random weights. */
import type { Column, Table } from '../../src/core/dataset/types';
import type { Evaluation, MetricValue } from '../../src/core/evaluation/types';
import { digestOf, identityOf, linkTo } from '../../src/core/hash/digest';
import type { DenseLayer, ModelManifest } from '../../src/core/model/types';
import { normal } from '../../src/core/random/normal';
import { stream } from '../../src/core/random/philox';
import type { ColumnStep, Recipe } from '../../src/core/recipe/types';
import type { TaskKind, TaskManifest } from '../../src/core/task/types';
import type { PageInput } from '../../src/deploy/page';
import { writeSafetensors } from '../../src/ml/formats/safetensors';
import { fitPreprocessing } from '../../src/ml/preprocess/fit';
import { inputSignatures } from '../../src/ml/train/signature';

export interface PageInputSpec {
  table: Table;
  target: string;
  kind: TaskKind;
  /** Null for regression. */
  classes: string[] | null;
  template: string;
  /** Default: one layer of 8. */
  hidden?: number[];
  seed?: number;
  name?: string;
  note?: string;
  /** Without it the page says that no evaluation came along. Default true. */
  evaluated?: boolean;
}

function stepFor({ schema }: Column): ColumnStep {
  const column = schema.name;
  switch (schema.type) {
    case 'number':
    case 'integer':
      return {
        column,
        step: 'numeric',
        transform: 'none',
        impute: 'median',
        indicator: false,
        scale: 'standard',
      };
    case 'datetime':
      return { column, step: 'date-parts', parts: ['year', 'month', 'weekday', 'elapsed-days'] };
    default:
      return { column, step: 'one-hot', limit: 30, minCount: 10 };
  }
}

function metric(name: MetricValue['name'], value: number, n: number): MetricValue {
  return {
    name,
    value,
    low: value * 0.95,
    high: value * 1.02,
    method: 'bootstrap, 1,000 resamples',
    varies: 'rows',
    n,
  };
}

function networkOf(widths: number[], seed: number) {
  const random = stream(seed, 'test weights');
  let drawn = 0;
  const draw = (n: number) => Float32Array.from({ length: n }, () => normal(random, drawn++));
  const layers: DenseLayer[] = widths.slice(1).map((outputs, i) => ({
    layer: 'dense',
    kernel: `dense${i}.kernel`,
    bias: `dense${i}.bias`,
    inputs: widths[i]!,
    outputs,
    activation: i === widths.length - 2 ? 'linear' : 'relu',
  }));
  const weights = writeSafetensors(
    layers.flatMap(({ kernel, bias, inputs, outputs }) => [
      { name: kernel, shape: [inputs, outputs], values: draw(inputs * outputs) },
      { name: bias, shape: [outputs], values: draw(outputs) },
    ]),
  );
  return { layers, weights };
}

export function pageInputOf(spec: PageInputSpec): PageInput {
  const { table, target, kind, classes, template, hidden = [8], seed = 1 } = spec;
  const features = table.columns.filter(({ schema }) => schema.name !== target);
  const rows = Uint32Array.from({ length: table.rows }, (_, i) => i);
  const steps = features.map(stepFor);
  const preprocessing = fitPreprocessing(steps, table, rows);
  const outputs = kind === 'multiclass' ? classes!.length : 1;
  const { layers, weights } = networkOf([preprocessing.width, ...hidden, outputs], seed);
  const dataset = linkTo(
    identityOf({ format: 'loam.dataset/1', made: 'for a test', rows: table.rows }),
  );
  const task: TaskManifest = {
    format: 'loam.task/1',
    semantics: 1,
    dataset,
    kind,
    roles: table.columns.map(({ schema }) => ({
      column: schema.name,
      role: schema.name === target ? 'target' : 'feature',
    })),
    target,
    classes,
    metric: kind === 'regression' ? 'rmse' : 'accuracy',
    rule: { by: 'stratified', key: 'content', seed: 7, validation: 0.2, test: 0.2 },
    parts: linkTo(identityOf('parts')),
    counts: { train: table.rows, validation: 0, test: 0, none: 0 },
  };
  const recipe: Recipe = {
    format: 'loam.recipe/1',
    semantics: 1,
    task: linkTo(identityOf(task)),
    preprocessing: steps,
    targetScale: kind === 'regression' ? 'standard' : 'none',
    model: { kind: 'mlp', hidden, activation: 'relu', l2: 0.0001, dropout: 0 },
    trainer: {
      optimiser: 'adam',
      learningRate: 0.01,
      batch: 32,
      epochs: 200,
      patience: 20,
      classWeights: 'none',
    },
    seed,
    engine: 'auto',
  };
  const manifest: ModelManifest = {
    format: 'loam.model/1',
    kind,
    target,
    classes,
    inputs: inputSignatures(preprocessing, table, rows),
    preprocessing: linkTo(identityOf(preprocessing)),
    network: { type: 'layers', layers },
    weights: linkTo(digestOf(weights)),
    targetTransform:
      kind === 'regression' ? { offset: 152.5, scale: 77.25 } : { offset: 0, scale: 1 },
    threshold: kind === 'binary' ? 0.37 : null,
    calibrator: null,
    conformal: null,
  };
  const link = linkTo(identityOf(manifest));
  return {
    template,
    model: { link, manifest, preprocessing, weights },
    recipe,
    task,
    dataset: { name: 'sample', version: 1, manifest: dataset, rows: table.rows },
    evaluation: spec.evaluated === false ? null : evaluationOf(link, recipe.task, task, table.rows),
    name: spec.name ?? 'sample',
    version: 1,
    note: spec.note ?? '',
  };
}

function evaluationOf(
  model: Evaluation['model'],
  task: Evaluation['task'],
  { kind, classes }: TaskManifest,
  rows: number,
): Evaluation {
  const names: MetricValue['name'][] =
    kind === 'regression' ? ['rmse', 'mae', 'r2'] : ['accuracy', 'f1_macro', 'log_loss'];
  return {
    format: 'loam.evaluation/1',
    model,
    task,
    part: 'validation',
    kind,
    rows,
    classes,
    threshold: kind === 'binary' ? 0.37 : null,
    metrics: names.map((name, i) => metric(name, 0.87 - i / 10, rows)),
    baseline: names.map((name, i) => metric(name, 0.31 + i / 10, rows)),
    confusion: null,
    roc: [],
    precisionRecall: [],
    calibration: [],
    residuals: null,
    worst: [{ row: 4711, truth: 'a row that must stay', answer: 'here', score: 0.123456 }],
    sentence: 'right 87 of 100; guessing gets 31',
  };
}
