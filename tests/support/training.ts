/** A small, learnable training input of every kind, made from a seed; and effects for the loop. */
import type { Column, ColumnSchema, Table } from '../../src/core/dataset/types';
import { linkTo } from '../../src/core/hash/digest';
import { normal } from '../../src/core/random/normal';
import { stream } from '../../src/core/random/philox';
import type {
  ColumnStep,
  EngineRecipe,
  ModelSpec,
  TrainerSettings,
} from '../../src/core/recipe/types';
import type { Role, TaskKind, TaskManifest } from '../../src/core/task/types';
import type { NetworkJob } from '../../src/ml/engine/engine';
import type { TrainingInput } from '../../src/ml/train/prepare';

export const NOWHERE = linkTo('0'.repeat(64));

export const loopEffects = {
  now: () => performance.now(),
  pause: () => new Promise<void>((resolve) => setTimeout(resolve)),
};

export const never = () => new AbortController().signal;

export function numeric(name: string, values: ArrayLike<number>, type = 'number'): Column {
  const schema = (
    type === 'datetime' ? { name, type, precision: 'millisecond' } : { name, type }
  ) as ColumnSchema;
  return { kind: 'numeric', schema, values: Float64Array.from(values) };
}

const CLASSES = {
  binary: ['no', 'yes'],
  multiclass: ['blue', 'green', 'red'],
  regression: null,
} as const;

export const trainerSettings: TrainerSettings = {
  optimiser: 'adam',
  learningRate: 0.01,
  batch: 16,
  epochs: 10,
  patience: null,
  classWeights: 'none',
};

export const mlp: Extract<ModelSpec, { kind: 'mlp' }> = {
  kind: 'mlp',
  hidden: [8, 4],
  activation: 'relu',
  l2: 1e-3,
  dropout: 0,
};

export interface TrainingOptions {
  kind?: TaskKind;
  rows?: number;
  model?: ModelSpec;
  trainer?: Partial<TrainerSettings>;
  seed?: number;
  engine?: EngineRecipe['engine'];
}

/** Columns x1, x2 (numbers), city (category, some missing) and y; rows 0-2 of 5 train, then validation, test. */
export function trainingInput(
  options: TrainingOptions = {},
): TrainingInput & { recipe: EngineRecipe } {
  const { kind = 'binary', rows = 120, model = mlp, seed = 7, engine = 'wasm' } = options;
  const random = stream(11, 'initialise/test');
  const at = (row: number, k: number) => normal(random, row * 4 + k);
  const x1 = Array.from({ length: rows }, (_, row) => at(row, 0));
  const x2 = Array.from({ length: rows }, (_, row) => at(row, 1) * 50 + 1000);
  const cities = ['Ulm', 'Bonn', 'Kiel'];
  const codes = Array.from({ length: rows }, (_, row) => (row % 11 === 0 ? -1 : row % 3));
  const signal = x1.map((x, row) => x + (x2[row]! - 1000) / 50 + (codes[row] === 1 ? 0.8 : 0));
  const city: Column = {
    kind: 'coded',
    schema: { name: 'city', type: 'category' },
    codes: Int32Array.from(codes),
    dictionary: cities,
  };
  const classes = CLASSES[kind] && [...CLASSES[kind]];
  const y: Column = classes
    ? {
        kind: 'coded',
        schema: { name: 'y', type: 'category' },
        dictionary: classes,
        codes: Int32Array.from(signal, (s) =>
          kind === 'binary' ? (s > 0 ? 1 : 0) : s > 0.8 ? 2 : s > -0.5 ? 1 : 0,
        ),
      }
    : numeric(
        'y',
        signal.map((s) => 300 + 40 * s),
      );
  const table: Table = { rows, columns: [numeric('x1', x1), numeric('x2', x2), city, y] };
  const parts = Uint8Array.from({ length: rows }, (_, row) => [0, 0, 0, 1, 2][row % 5]!);
  const role = (column: string): { column: string; role: Role } => ({
    column,
    role: column === 'y' ? 'target' : 'feature',
  });
  const task: TaskManifest = {
    format: 'loam.task/1',
    semantics: 1,
    dataset: NOWHERE,
    kind,
    roles: ['x1', 'x2', 'city', 'y'].map(role),
    target: 'y',
    classes,
    metric: kind === 'regression' ? 'rmse' : 'accuracy',
    rule: { by: 'hash', key: 'content', seed: 0, validation: 0.2, test: 0.2 },
    parts: NOWHERE,
    counts: { train: 0, validation: 0, test: 0, none: 0 },
  };
  const recipe: EngineRecipe = {
    format: 'loam.recipe/1',
    semantics: 1,
    task: NOWHERE,
    preprocessing: [numericStep('x1'), numericStep('x2'), oneHotStep('city')],
    targetScale: kind === 'regression' ? 'standard' : 'none',
    model,
    trainer: { ...trainerSettings, ...options.trainer },
    seed,
    engine,
  };
  return { recipe, task, table, parts };
}

export function numericStep(column: string): Extract<ColumnStep, { step: 'numeric' }> {
  return {
    column,
    step: 'numeric',
    transform: 'none',
    impute: 'median',
    indicator: false,
    scale: 'standard',
  };
}

export function oneHotStep(column: string): Extract<ColumnStep, { step: 'one-hot' }> {
  return { column, step: 'one-hot', limit: 20, minCount: 1 };
}

/** A job of random numbers, for what does not depend on learning anything. */
export function randomJob(overrides: Partial<NetworkJob> = {}): NetworkJob {
  const loss = overrides.loss ?? 'logistic';
  const outputs = loss === 'softmax' ? 3 : 1;
  const rows = (count: number, name: string) => {
    const random = stream(5, name);
    const targetOf = (i: number): number => {
      if (loss === 'softmax') return random.uint32(200_000 + i) % 3;
      return loss === 'logistic' ? random.uint32(200_000 + i) % 2 : normal(random, 90_000 + i);
    };
    return {
      count,
      inputs: Float32Array.from({ length: count * 5 }, (_, i) => normal(random, i)),
      targets: Float32Array.from({ length: count }, (_, i) => targetOf(i)),
      weights: null,
    };
  };
  return {
    type: 'network',
    network: {
      input: [5],
      layers: [6, 4].map((units) => ({ layer: 'dense', units, activation: 'tanh' })),
      outputs,
    },
    loss,
    train: rows(50, 'train'),
    validation: rows(20, 'validation'),
    l1: 0,
    l2: 0,
    clip: null,
    trainer: trainerSettings,
    seed: 3,
    ...overrides,
  };
}
