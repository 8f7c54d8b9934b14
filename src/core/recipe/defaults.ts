/**
 * Settings for data of this size and kind. They are chosen from facts about the data (never from names),
 * and the bench `quality` holds them to published baselines.
 */
import type { ColumnProfile } from '../dataset/types';
import type { Role, TaskKind } from '../task/types';
import type { ColumnStep, DatePart, ModelSpec, TrainerSettings } from './types';

export interface RecipeFacts {
  /** Rows of train. */
  rows: number;
  kind: TaskKind;
  /** Null for regression. */
  classes: string[] | null;
  roles: { column: string; role: Role }[];
  columns: ColumnProfile[];
}

export type ModelKind = ModelSpec['kind'];

/** Share of missing values from which "was missing" is worth an input of its own. */
const INDICATOR_SHARE = 0.02;
/** Texts with more distinct values than this say nothing as categories. */
const MOST_TEXTS = 50;
const MOST_CATEGORIES = 50;
const DAY_MS = 86_400_000;

/** One step per usable feature, in the order of the columns. */
export function defaultPreprocessing(facts: RecipeFacts): ColumnStep[] {
  const features = new Set(
    facts.roles.filter(({ role }) => role === 'feature').map(({ column }) => column),
  );
  return facts.columns
    .filter(({ name }) => features.has(name))
    .map((column) => defaultStep(column, facts.rows))
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

export function defaultModel(kind: ModelKind, facts: RecipeFacts): ModelSpec {
  switch (kind) {
    case 'baseline':
      return { kind };
    case 'linear':
      return { kind, l2: shrinkage(1, facts.rows) };
    case 'mlp':
      return {
        kind,
        hidden: facts.rows < 300 ? [32] : [64, 32],
        activation: 'relu',
        l2: shrinkage(facts.kind === 'regression' ? 8 : 4, facts.rows),
        dropout: 0,
      };
    default:
      throw kind satisfies never;
  }
}

export function defaultTrainer(model: ModelSpec, facts: RecipeFacts): TrainerSettings {
  const { rows } = facts;
  const linear = model.kind === 'linear';
  const batch =
    rows < 500 ? 16 : rows < 2000 ? 32 : rows < 10_000 ? 64 : rows < 100_000 ? 128 : 512;
  return {
    optimiser: 'adam',
    learningRate: linear ? 0.01 : 0.002,
    batch,
    epochs: rows < 2000 ? 300 : rows < 10_000 ? 150 : 80,
    patience: rows < 2000 ? 30 : rows < 10_000 ? 15 : 8,
    classWeights: 'none',
  };
}
