/**
 * Densities that a sampler learns from the values which a dimension had (Bergstra, Bardenet, Bengio, Kégl 2011,
 * "Algorithms for Hyper-Parameter Optimization", section 4). Each holds a prior as if it were one value more, so that
 * no place is ever ruled out.
 */
import { exp } from '../math';
import { normalQuantile, normalShare } from '../metrics/intervals/normal';
import type { Scale } from './scale';

export interface Density<T> {
  /** @param uniform the next number in [0, 1) */
  draw(uniform: () => number): T;
  /** Above 0 everywhere; of a whole number or an option, its share. */
  at(value: T): number;
}

const ROOT_TWO_PI = 2.5066282746310002;
/** The narrowest window is the range by this, or by one more than there are values. */
const NARROWEST = 100;

interface Window {
  centre: number;
  width: number;
  /** Share of the window below the range, and within it. */
  below: number;
  within: number;
}

/**
 * Normal windows cut off at the ends, all of one weight: around each value, as wide as the farther of its two
 * neighbours, and one over the whole range. Values and answers are places on the scale.
 */
export function parzenDensity(
  scale: Scale,
  places: readonly number[],
  whole: boolean,
): Density<number> {
  const windows = windowsOf(scale, places);
  const shareBelow = (x: number, { centre, width, below, within }: Window) =>
    (normalShare((x - centre) / width) - below) / within;
  return {
    draw(uniform) {
      const { centre, width, below, within } = windows[Math.floor(uniform() * windows.length)]!;
      const place = centre + width * normalQuantile(below + uniform() * within);
      return Math.min(scale.high, Math.max(scale.low, place));
    },
    at(place) {
      let sum = 0;
      if (whole) {
        const [from, to] = scale.around(scale.from(place));
        for (const window of windows) sum += shareBelow(to, window) - shareBelow(from, window);
      } else {
        for (const { centre, width, within } of windows) {
          const z = (place - centre) / width;
          sum += exp(-0.5 * z * z) / (width * ROOT_TWO_PI * within);
        }
      }
      return sum / windows.length;
    },
  };
}

function windowsOf({ low, high }: Scale, places: readonly number[]): Window[] {
  const range = high - low;
  const middle = (low + high) / 2;
  const narrowest = range / Math.min(NARROWEST, places.length + 1);
  const centres = [...places, middle].sort((a, b) => a - b);
  const prior = centres.indexOf(middle);
  return centres.map((centre, i) => {
    const left = i > 0 ? centre - centres[i - 1]! : 0;
    const right = i < centres.length - 1 ? centres[i + 1]! - centre : 0;
    const width = i === prior ? range : Math.min(range, Math.max(narrowest, left, right));
    const below = normalShare((low - centre) / width);
    return { centre, width, below, within: normalShare((high - centre) / width) - below };
  });
}

/** Of options by their index: how often each was taken, and once more. */
export function countDensity(options: number, taken: readonly number[]): Density<number> {
  const counts = new Float64Array(options).fill(1);
  for (const option of taken) counts[option]!++;
  const total = options + taken.length;
  return {
    draw(uniform) {
      let left = uniform() * total;
      for (let option = 0; option < options - 1; option++) {
        left -= counts[option]!;
        if (left < 0) return option;
      }
      return options - 1;
    },
    at: (option) => counts[option]! / total,
  };
}
