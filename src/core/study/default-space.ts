/** What a search varies where nobody says otherwise: a few settings of each kind, over ranges that usually matter. */
import type { ModelKind } from '../recipe/defaults';
import type { Candidate, Dimension, ParameterValue, Space } from './types';

/** Kinds that have something to search. */
export type SearchedKind = Exclude<ModelKind, 'baseline' | 'layers'>;

export const SEARCHED_KINDS: readonly SearchedKind[] = ['linear', 'trees', 'forest', 'mlp'];

export const KIND_DIMENSION = 'model.kind';

const real = (name: string, low: number, high: number, log = false): Dimension => ({
  type: 'number',
  ...{ name, when: null, low, high, log },
});
const whole = (name: string, low: number, high: number, log = false): Dimension => ({
  type: 'integer',
  ...{ name, when: null, low, high, log },
});
const oneOf = (name: string, options: ParameterValue[]): Dimension => ({
  type: 'choice',
  ...{ name, when: null, options },
});

const SPACES: Record<SearchedKind, Space> = {
  linear: [real('model.l2', 1e-6, 1, true)],
  trees: [
    whole('model.leaves', 3, 64, true),
    real('trainer.learningRate', 0.01, 0.3, true),
    whole('model.leastRows', 1, 60, true),
    real('model.columnShare', 0.2, 1),
    real('model.rowShare', 0.5, 1),
  ],
  forest: [
    whole('model.leastRows', 1, 60, true),
    real('model.columnShare', 0.2, 1),
    whole('model.leaves', 16, 1024, true),
  ],
  mlp: [
    oneOf('model.hidden', [[16], [32], [64], [64, 32], [128, 64]]),
    real('trainer.learningRate', 0.0003, 0.03, true),
    real('model.l2', 1e-6, 0.1, true),
    real('model.dropout', 0, 0.5),
  ],
};

/** Of one kind; everything always counts. */
export function defaultSpace(kind: SearchedKind): Space {
  return SPACES[kind].map((dimension) => ({ ...dimension }));
}

/**
 * Over several kinds: the kind first, and each setting only where the kind has it. Where kinds share a setting, they
 * share one range that holds both.
 */
export function jointSpace(kinds: readonly SearchedKind[]): Space {
  const [only, ...more] = kinds;
  if (only === undefined) return [];
  if (more.length === 0) return defaultSpace(only);
  const joint = new Map<string, { dimension: Dimension; is: ParameterValue[] }>();
  for (const kind of kinds) {
    for (const dimension of defaultSpace(kind)) {
      const known = joint.get(dimension.name);
      if (!known) joint.set(dimension.name, { dimension, is: [kind] });
      else
        joint.set(dimension.name, {
          dimension: both(known.dimension, dimension),
          is: [...known.is, kind],
        });
    }
  }
  return [
    oneOf(KIND_DIMENSION, [...kinds]),
    ...[...joint.values()].map(({ dimension, is }) => ({
      ...dimension,
      when: { name: KIND_DIMENSION, is },
    })),
  ];
}

function both(a: Dimension, b: Dimension): Dimension {
  if (a.type === 'choice' || b.type === 'choice') return a;
  return { ...a, low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** How far around a value a search looks, as a factor on log scales and a share of the range on others. */
const NEAR_FACTOR = 4;
const NEAR_SHARE = 0.25;

/** The default space of the candidate's kind, narrowed to what lies around its own settings. */
export function spaceAround(candidate: Candidate): Space {
  const { kind } = candidate.model;
  if (!isSearched(kind)) return [];
  return defaultSpace(kind).map((dimension) => {
    if (dimension.type === 'choice') return dimension;
    const value = settingOf(candidate, dimension.name);
    return typeof value === 'number' ? near(dimension, value) : dimension;
  });
}

export function isSearched(kind: string): kind is SearchedKind {
  return (SEARCHED_KINDS as readonly string[]).includes(kind);
}

function near(dimension: Exclude<Dimension, { type: 'choice' }>, value: number): Dimension {
  const { low, high, log, type } = dimension;
  const reach = (high - low) * NEAR_SHARE;
  const from = log ? value / NEAR_FACTOR : value - reach;
  const to = log ? value * NEAR_FACTOR : value + reach;
  // A setting outside of the usual range is still looked around.
  const least = Math.min(low, value);
  const most = Math.max(high, value);
  const rounded = (bound: number) =>
    type === 'integer' ? Math.round(bound) : Number(bound.toPrecision(2));
  const clamped = (bound: number) => Math.min(most, Math.max(least, bound));
  const narrow = { low: rounded(clamped(from)), high: rounded(clamped(to)) };
  return narrow.low < narrow.high ? { ...dimension, ...narrow } : dimension;
}

/** By the path that names a dimension; undefined where the candidate has no such setting. */
export function settingOf(candidate: Candidate, path: string): unknown {
  let at: unknown = candidate;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}
