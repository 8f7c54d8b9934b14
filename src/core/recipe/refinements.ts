/** What recipes of `loam.recipe/4` say beyond those before it, and what the others mean by not saying it. */
import type { FoldPlan } from '../task/folds';

/** A column made of others of the same row before any step; see core/expression/EXPRESSION.md. */
export interface DerivedExpression {
  /** Unlike any column of the dataset, and unlike other derived ones. */
  name: string;
  /** In the language of row expressions; may read derived columns before it. */
  expression: string;
}

/**
 * A column made of rows before each row in the dataset's order of time; see core/recipe/LAGS.md. Who asks for
 * a prediction gives its value: to the model it is an input as any other.
 */
export interface DerivedLag {
  name: string;
  lag: {
    /** A column of numbers; the target too. */
    column: string;
    /** How many rows back, from 1. */
    rows: number;
    /** How many rows, that one and those before it, are averaged; 1 for its value alone. */
    mean: number;
  };
}

export type DerivedColumn = DerivedExpression | DerivedLag;

export function isLag(derived: DerivedColumn): derived is DerivedLag {
  return 'lag' in derived;
}

export function isExpression(derived: DerivedColumn): derived is DerivedExpression {
  return !isLag(derived);
}

export type Fitting =
  /** Learnt on train; validation stops, calibrates and judges it. */
  | { type: 'held-out' }
  /**
   * Learnt on train and validation together, for as many epochs as the folds needed (their median); calibrated
   * and judged by the answers that each fold gave to rows which it had not seen.
   */
  | { type: 'folds'; folds: FoldPlan };

export type Calibration = 'none' | 'platt' | 'isotonic' | 'temperature';

export interface Refinements {
  derive: DerivedColumn[];
  fitting: Fitting;
  /** Of classes; regression has none. */
  calibration: Calibration;
  /** Share of the answers that conformal intervals or sets shall cover, above 0.5 and below 1; null for none. */
  coverage: number | null;
}

export const UNREFINED: Refinements = {
  derive: [],
  fitting: { type: 'held-out' },
  calibration: 'none',
  coverage: null,
};

/** Whether a recipe can be said in `loam.recipe/1`, as far as these are concerned. */
export function isUnrefined({ derive, fitting, calibration, coverage }: Refinements): boolean {
  return (
    derive.length === 0 &&
    fitting.type === 'held-out' &&
    calibration === 'none' &&
    coverage === null
  );
}
