/**
 * Tree-structured Parzen estimator (Bergstra, Bardenet, Bengio, Kégl 2011). Trials are split into the good and the
 * others; of a few values drawn from where the good ones lie, the one is taken that is likeliest among the good and
 * least among the others. Each dimension by itself, in the order of the space: those that do not count for what has
 * been chosen before them are left out, and learn only from trials for which they counted.
 */
import type { MetricName } from '../metrics/names';
import type { History, TrialSoFar } from './history';
import { countDensity, parzenDensity, type Density } from './parzen';
import { rankTrials } from './rank-trials';
import { drawParameters } from './random';
import { scaleOf } from './scale';
import { isActive, valueKey } from './space';
import type { Dimension, Parameters, ParameterValue, Space } from './types';

/** Trials that must have ended before they say anything. */
const FIRST_RANDOM = 10;
/** Share of the trials that are good ones, and how many at most. */
const GOOD_SHARE = 0.15;
const MOST_GOOD = 25;
const DRAWN = 24;

/**
 * Trials under way count among the others, so that two workers do not try the same place.
 * @param uniform the next number in [0, 1)
 */
export function proposeParameters(
  space: Space,
  metric: MetricName,
  history: History,
  uniform: () => number,
): Parameters {
  const ranked = rankTrials(metric, history);
  if (ranked.length < FIRST_RANDOM) return drawParameters(space, uniform);
  const measured = ranked.filter(({ mean }) => mean !== null).length;
  const good = Math.min(measured, MOST_GOOD, Math.ceil(GOOD_SHARE * ranked.length));
  const running = history.filter(({ outcome }) => outcome === 'running');
  const others = [...ranked.slice(good), ...running];
  const parameters: Parameters = {};
  for (const dimension of space) {
    if (!isActive(dimension, parameters)) continue;
    parameters[dimension.name] = likeliest(dimension, ranked.slice(0, good), others, uniform);
  }
  return parameters;
}

function likeliest(
  dimension: Dimension,
  good: readonly TrialSoFar[],
  others: readonly TrialSoFar[],
  uniform: () => number,
): ParameterValue {
  const had = (trials: readonly TrialSoFar[]) =>
    trials.flatMap(({ parameters }) =>
      Object.hasOwn(parameters, dimension.name) ? [parameters[dimension.name]!] : [],
    );
  if (dimension.type === 'choice') {
    const keys = dimension.options.map(valueKey);
    const indices = (trials: readonly TrialSoFar[]) =>
      had(trials).flatMap((value) => {
        const index = keys.indexOf(valueKey(value));
        return index < 0 ? [] : [index];
      });
    const among = countDensity(keys.length, indices(good));
    return dimension.options[best(among, countDensity(keys.length, indices(others)), uniform)]!;
  }
  if (dimension.low === dimension.high) return dimension.low;
  const scale = scaleOf(dimension);
  const density = (trials: readonly TrialSoFar[]) =>
    parzenDensity(
      scale,
      had(trials).flatMap((value) => (typeof value === 'number' ? [scale.to(value)] : [])),
      dimension.type === 'integer',
    );
  return scale.from(best(density(good), density(others), uniform));
}

/** Of equals the one that was drawn first. */
function best(good: Density<number>, others: Density<number>, uniform: () => number): number {
  let taken = 0;
  let most = -Infinity;
  for (let i = 0; i < DRAWN; i++) {
    const value = good.draw(uniform);
    const gain = good.at(value) / others.at(value);
    if (gain <= most) continue;
    most = gain;
    taken = value;
  }
  return taken;
}
