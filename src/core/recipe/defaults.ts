/**
 * Settings for data of this size and kind. They are chosen from facts about the data (never from names),
 * and the bench `quality` holds them to published baselines.
 */
import type { ColumnProfile } from '../dataset/types';
import type { LayerSpec } from '../network/types';
import { isTreeModel } from './tree-model';
import type { RecipeFacts } from './facts';
import { imageShape } from './image-shape';
import { refinedStep } from './refined-defaults';
import type { ColumnStep, DatePart, ModelSpec, TrainerSettings } from './types';

export type ModelKind = ModelSpec['kind'];

/** What a person may ask for: a kind, or a convolutional net, which is a net of layers. */
export type ModelName = ModelKind | 'cnn';

/** Share of missing values from which "was missing" is worth an input of its own. */
const INDICATOR_SHARE = 0.02;
/** Texts with more distinct values than this say nothing as categories. */
const MOST_TEXTS = 50;
const MOST_CATEGORIES = 50;
/** A tree has 255 bins for a column: one for each category and one for the rest. */
const MOST_CODES = 254;
const DAY_MS = 86_400_000;

/**
 * One step per usable feature, in the order of the columns.
 *
 * @param refined also with steps that `loam.recipe/4` alone knows; default: without, as every recipe before it
 */
export function defaultPreprocessing(
  facts: RecipeFacts,
  model: ModelSpec,
  { refined = false }: { refined?: boolean } = {},
): ColumnStep[] {
  const image = model.kind === 'layers' && imageShape(facts) !== null;
  const stepOf = image ? pixelStep : isTreeModel(model) ? treeStep : defaultStep;
  const features = new Set(
    facts.roles.filter(({ role }) => role === 'feature').map(({ column }) => column),
  );
  return facts.columns
    .filter(({ name }) => features.has(name))
    .map((column) => {
      const plain = stepOf(column, facts.rows);
      return refined && !image ? refinedStep(column, plain, model, facts.rows) : plain;
    })
    .filter((step) => step !== null);
}

/** Null where the column can tell a model nothing: constants, all missing, free text. */
export function defaultStep(profile: ColumnProfile, trainRows: number): ColumnStep | null {
  const { name: column, type, distinct } = profile;
  if (distinct === 0 || (distinct === 1 && profile.missing === 0)) return null;
  switch (type) {
    case 'number':
    case 'integer':
      return {
        column,
        step: 'numeric',
        transform: hasLongTail(profile) ? 'log' : 'none',
        impute: 'median',
        indicator: missingShare(profile) >= INDICATOR_SHARE,
        scale: 'standard',
      };
    case 'text':
      if (distinct > MOST_TEXTS || !profile.distinctExact) return null;
      return oneHot(column, trainRows);
    case 'category':
    case 'boolean':
      return oneHot(column, trainRows);
    case 'datetime':
      return { column, step: 'date-parts', parts: dateParts(profile) };
    default:
      throw type satisfies never;
  }
}

/** Trees take values as they are: no scale, missing values kept, categories as numbers. */
export function treeStep(profile: ColumnProfile, trainRows: number): ColumnStep | null {
  const step = defaultStep(profile, trainRows);
  if (step?.step === 'numeric') {
    return { ...step, transform: 'none', impute: 'keep', indicator: false, scale: 'none' };
  }
  if (step?.step === 'one-hot') {
    return { column: step.column, step: 'codes', limit: MOST_CODES, minCount: step.minCount };
  }
  return step;
}

/** Pixels keep their places, blank ones too: an image with holes has no shape. */
function pixelStep({ name: column }: ColumnProfile): ColumnStep {
  return {
    column,
    step: 'numeric',
    transform: 'none',
    impute: 'zero',
    indicator: false,
    scale: 'minmax',
  };
}

function oneHot(column: string, trainRows: number): ColumnStep {
  const minCount = trainRows < 500 ? 2 : trainRows < 5000 ? 5 : 10;
  return { column, step: 'one-hot', limit: MOST_CATEGORIES, minCount };
}

function missingShare({ missing, numeric, coded }: ColumnProfile): number {
  const inHistogram = numeric?.histogram.counts.reduce((sum, n) => sum + n, 0) ?? 0;
  const inTop = coded ? coded.top.reduce((sum, { count }) => sum + count, coded.rest) : 0;
  const present = inHistogram + inTop;
  return present + missing === 0 ? 0 : missing / (present + missing);
}

/**
 * Values that a logarithm spreads better: of one sign, and three times as wide above the median as below
 * (from the 5 % to the 95 % quantile); or with extremes so far out that scaling squeezes all others.
 */
function hasLongTail({ numeric }: ColumnProfile): boolean {
  if (!numeric) return false;
  const [min = 0, low = 0, , median = 0, , high = 0, max = 0] = numeric.quantiles;
  const reach = Math.max(max - median, median - min);
  const width = high - low;
  if (width === 0 || median === low || median === high) return reach > 30 * numeric.sd;
  const skewed =
    (low >= 0 && high - median > 3 * (median - low)) ||
    (high <= 0 && median - low > 3 * (high - median));
  return skewed || reach > 20 * width;
}

function dateParts({ numeric }: ColumnProfile): DatePart[] {
  const wholeDays = numeric?.quantiles.every((ms) => ms % DAY_MS === 0) ?? true;
  const parts: DatePart[] = ['month', 'weekday', 'elapsed-days'];
  return wholeDays ? parts : [...parts, 'hour'];
}

/** Weight decay falls with the rows there are: share / rows, at most 0.03, to one significant digit. */
function shrinkage(share: number, rows: number): number {
  return Number(Math.min(0.03, share / Math.max(1, rows)).toPrecision(1));
}

export function defaultModel(name: ModelName, facts: RecipeFacts): ModelSpec {
  const l2 = shrinkage(facts.kind === 'regression' ? 8 : 4, facts.rows);
  switch (name) {
    case 'baseline':
      return { kind: name };
    case 'linear':
      return { kind: name, l2: shrinkage(1, facts.rows) };
    case 'mlp': {
      const hidden = facts.rows < 300 ? [32] : [64, 32];
      return { kind: name, hidden, activation: 'relu', l2, dropout: 0 };
    }
    case 'layers':
    case 'cnn': {
      const image = name === 'cnn' ? imageShape(facts) : null;
      return {
        kind: 'layers',
        input: image,
        layers: defaultLayers(facts.rows, image),
        loss: 'squared',
        l1: 0,
        l2,
        clip: null,
      };
    }
    case 'trees':
      return {
        kind: name,
        loss: 'squared',
        quantile: 0.5,
        l2: 1,
        monotone: [],
        leaves: facts.rows < 1000 ? 8 : 31,
        depth: null,
        leastRows: facts.rows < 1000 ? 5 : 20,
        rowShare: 1,
        columnShare: facts.rows < 1000 ? 0.5 : 1,
        bins: 255,
      };
    case 'forest':
      return {
        kind: name,
        leaves: 1024,
        depth: null,
        leastRows: facts.kind === 'regression' ? 3 : 1,
        rowShare: 0.632,
        columnShare: facts.kind === 'regression' ? 0.4 : 0.3,
        bins: 255,
      };
    default:
      throw name satisfies never;
  }
}

/** Layers to start from for so many rows of train: for the pixels of an image, or for a table. */
export function defaultLayers(
  rows: number,
  image: [height: number, width: number, channels: number] | null,
): LayerSpec[] {
  return image ? imageLayers(image) : tableLayers(rows);
}

function tableLayers(rows: number): LayerSpec[] {
  const units = rows < 300 ? [32] : [64, 32];
  return units.map((n) => ({ layer: 'dense', units: n, activation: 'relu' }));
}

/** Two convolutions with pooling where the image has room for it. */
function imageLayers([height, width]: [number, number, number]): LayerSpec[] {
  const room = Math.min(height, width) >= 16;
  const conv = (filters: number): LayerSpec => ({
    layer: 'conv2d',
    filters,
    size: room ? [5, 5] : [3, 3],
    stride: [1, 1],
    padding: 'same',
    activation: 'relu',
  });
  const pool: LayerSpec = {
    layer: 'pool2d',
    of: 'max',
    size: [2, 2],
    stride: [2, 2],
    padding: 'valid',
  };
  const dense: LayerSpec = { layer: 'dense', units: 64, activation: 'relu' };
  return [conv(16), pool, conv(32), pool, { layer: 'flatten' }, dense];
}

const BOOSTING_RATE = 0.1;

export function defaultTrainer(model: ModelSpec, facts: RecipeFacts): TrainerSettings {
  const { rows } = facts;
  const batch =
    rows < 500 ? 16 : rows < 2000 ? 32 : rows < 10_000 ? 64 : rows < 100_000 ? 128 : 512;
  const shared = { optimiser: 'adam', batch, classWeights: 'none' } as const;
  if (model.kind === 'trees') {
    return { ...shared, learningRate: BOOSTING_RATE, epochs: 500, patience: 20 };
  }
  if (model.kind === 'forest') {
    return { ...shared, learningRate: BOOSTING_RATE, epochs: 200, patience: null };
  }
  return {
    ...shared,
    learningRate: model.kind === 'linear' ? 0.01 : 0.002,
    epochs: rows < 2000 ? 300 : rows < 10_000 ? 150 : 80,
    patience: rows < 2000 ? 30 : rows < 10_000 ? 15 : 8,
  };
}
