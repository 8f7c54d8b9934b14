/**
 * How much each dimension of a study mattered by itself: the share of the variance of the trials' means that lies
 * between groups of its values (one-way analysis of variance; epsilon squared, Kelley 1935, which takes off what as
 * many groups of noise would share). It is what the first-order terms of a functional ANOVA (Hutter, Hoos,
 * Leyton-Brown 2014) estimate, without the forest: what two dimensions do only together is in neither.
 */
import type { History, TrialSoFar } from './history';
import { valueKey } from './space';
import type { Dimension, Space } from './types';

export interface DimensionImportance {
  name: string;
  /** 0 to 1. Of different dimensions they need not add up to 1: values of a search hang together. */
  share: number;
}

/** Fewer finished trials say nothing about any dimension. */
export const FEWEST_TRIALS = 12;
const GROUP_ROWS = 5;
const MOST_GROUPS = 6;

/**
 * The one that matters most first; ties in the order of the space. Trials for which a dimension does not count are a
 * group of their own. Null where too few trials have finished with a value, or all of them with the same.
 */
export function dimensionImportance(space: Space, history: History): DimensionImportance[] | null {
  const trials = history.filter(({ outcome, mean }) => outcome === 'finished' && mean !== null);
  if (trials.length < FEWEST_TRIALS) return null;
  const means = trials.map(({ mean }) => mean!);
  const middle = average(means);
  const total = squares(means, middle);
  if (total === 0) return null;
  return space
    .map((dimension) => ({ name: dimension.name, share: share(dimension, trials, total) }))
    .sort((a, b) => b.share - a.share);
}

function share(dimension: Dimension, trials: readonly TrialSoFar[], total: number): number {
  const groups = groupsOf(dimension, trials);
  const spare = trials.length - groups.length;
  if (groups.length < 2 || spare < 1) return 0;
  const within = groups.reduce((sum, group) => sum + squares(group, average(group)), 0);
  const explained = total - within - ((groups.length - 1) * within) / spare;
  return Math.min(1, Math.max(0, explained / total));
}

/** The means of the trials by value: each option, or ranges with as many trials each. */
function groupsOf({ name, type }: Dimension, trials: readonly TrialSoFar[]): number[][] {
  const groups = new Map<string, number[]>();
  const into = (key: string, mean: number) => {
    const group = groups.get(key);
    if (group) group.push(mean);
    else groups.set(key, [mean]);
  };
  const active = trials.filter(({ parameters }) => Object.hasOwn(parameters, name));
  for (const trial of trials) if (!active.includes(trial)) into('', trial.mean!);
  if (type === 'choice') {
    for (const { parameters, mean } of active) into(valueKey(parameters[name]!), mean!);
    return [...groups.values()];
  }
  const ordered = [...active].sort(
    (a, b) => Number(a.parameters[name]) - Number(b.parameters[name]) || a.number - b.number,
  );
  const wanted = Math.max(1, Math.min(MOST_GROUPS, Math.floor(ordered.length / GROUP_ROWS)));
  // Equal values share a group: that of the first of them.
  let key = 0;
  ordered.forEach(({ parameters, mean }, i) => {
    const before = ordered[i - 1]?.parameters[name];
    if (i === 0 || parameters[name] !== before) key = Math.floor((i * wanted) / ordered.length);
    into(String(key), mean!);
  });
  return [...groups.values()];
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function squares(values: readonly number[], middle: number): number {
  return values.reduce((sum, value) => sum + (value - middle) * (value - middle), 0);
}
