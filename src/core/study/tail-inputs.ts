/**
 * Numbers with a long tail, for linear models and nets: their logarithm, and the number as it is. A column does not
 * say which of the two the target follows; a model that has both need not be told.
 */
import type { ColumnProfile } from '../dataset/types';
import { columnWord } from '../expression/print';
import type { RecipeFacts } from '../recipe/facts';
import type { DerivedExpression } from '../recipe/refinements';
import type { ColumnStep } from '../recipe/types';
import type { Candidate } from './types';

type Numeric = Extract<ColumnStep, { step: 'numeric' }>;

/** Rows of train per column, copies among them, at least: with fewer, one more is one more to be misled by. */
const ROWS_PER_COLUMN = 20;
/** Widths (from the 5 % to the 95 % quantile) past which an extreme squeezes all others, unless its logarithm is taken. */
const FAR = 20;

/** Beside each step that takes a logarithm, one over a copy of its column that takes none. */
export function withTailsAsTheyAre(
  candidate: Candidate,
  { columns, rows }: Pick<RecipeFacts, 'columns' | 'rows'>,
): Candidate {
  const { kind } = candidate.model;
  if (kind !== 'linear' && kind !== 'mlp') return candidate;
  const profiles = new Map(columns.map((profile) => [profile.name, profile]));
  const tails = candidate.preprocessing.filter(
    (step): step is Numeric =>
      step.step === 'numeric' && step.transform === 'log' && !reachesFar(profiles.get(step.column)),
  );
  const all = candidate.preprocessing.length + tails.length;
  if (all * ROWS_PER_COLUMN > rows) return candidate;
  const copies = tails.map((step) => ({ step, name: freeName(step.column, profiles) }));
  return {
    ...candidate,
    derive: [
      ...candidate.derive,
      ...copies.map(({ step, name }): DerivedExpression => ({
        name,
        expression: columnWord(step.column),
      })),
    ],
    preprocessing: [
      ...candidate.preprocessing,
      ...copies.map(({ step, name }): Numeric => ({
        ...step,
        column: name,
        transform: 'none',
        indicator: false,
      })),
    ],
  };
}

function reachesFar(profile: ColumnProfile | undefined): boolean {
  if (!profile?.numeric) return true;
  const [min = 0, low = 0, , median = 0, , high = 0, max = 0] = profile.numeric.quantiles;
  return Math.max(max - median, median - min) > FAR * (high - low);
}

function freeName(column: string, taken: ReadonlyMap<string, unknown>): string {
  let name = `${column} as it is`;
  while (taken.has(name)) name += ' again';
  return name;
}
