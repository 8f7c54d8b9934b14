import { LoamError } from '../../errors';
import { stream } from '../../random/philox';
import type { Family } from '../family';
import { measureAll, namesOf } from '../measure';
import type { Units } from './units';

/** What lets a long computation be watched and stopped. Everything is optional. */
export interface Watch {
  signal?: { readonly aborted: boolean };
  /** Share done, 0 to 1. */
  progress?: (done: number) => void;
  /** Lets messages in (a worker's own turn of its loop), so that `signal` can change. */
  pause?: () => Promise<void>;
}

export interface Resampled {
  /** Per metric, its value on each resample; NaN where undefined. */
  resampled: Float64Array[];
  /** Per metric, its value without each group of rows. */
  leftOut: Float64Array[];
}

const MOST_RESAMPLES = 1000;
const FEWEST_RESAMPLES = 100;
/** Row visits that resampling may cost in all, about 2.5 ns each. */
const BUDGET = 3e8;
/** Drawing a row costs about this many visits. */
const DRAW = 7;
/** Row visits between two looks at the signal. */
const PATIENCE = 4e6;

function visits(rows: number, families: readonly Family[]): number {
  return rows * families.reduce((sum, { passes }) => sum + passes, DRAW);
}

/** How many resamples are drawn: 1,000, fewer where rows are many; depends on nothing but the arguments. */
export function resamplesFor(rows: number, families: readonly Family[]): number {
  const affordable = Math.floor(BUDGET / Math.max(1, visits(rows, families)));
  return Math.min(MOST_RESAMPLES, Math.max(FEWEST_RESAMPLES, affordable));
}

/** Leaving out each row alone costs n^2; equal random groups give the same skewness, more coarsely. */
function groupsFor(rows: number): number {
  return Math.min(rows, rows <= 10_000 ? 200 : 50);
}

/**
 * Measures every family on resamples of the rows (drawn with replacement from the stream `bootstrap`) and
 * without each of some groups of rows (dealt by the stream `jackknife`). All families see the same draws,
 * so that two models on the same rows can be compared. Where rows come in units, units are drawn and left out whole.
 * @throws LoamError `cancelled`
 */
export async function resample(
  families: readonly Family[],
  rows: number,
  seed: number,
  { signal, progress, pause }: Watch = {},
  units: Units | null = null,
): Promise<Resampled> {
  const names = namesOf(families);
  const resamples = resamplesFor(rows, families);
  const drawn = units ? units.count : rows;
  const groups = groupsFor(drawn);
  const counts = new Int32Array(rows);
  const ofUnits = units ? new Int32Array(drawn) : counts;
  const spread = () => {
    if (units) for (let i = 0; i < rows; i++) counts[i] = ofUnits[units.of[i]!]!;
  };
  const values = new Float64Array(names.length);
  const result: Resampled = {
    resampled: names.map(() => new Float64Array(resamples)),
    leftOut: names.map(() => new Float64Array(groups)),
  };
  const keep = (into: Float64Array[], at: number) => {
    measureAll(families, counts, values);
    into.forEach((column, k) => (column[at] = values[k]!));
  };
  const every = Math.max(1, Math.floor(PATIENCE / Math.max(1, visits(rows, families))));
  const rest = async (done: number) => {
    if (done % every !== 0) return;
    progress?.(done / (resamples + groups));
    await pause?.();
    if (signal?.aborted) throw new LoamError('cancelled');
  };

  const draws = stream(seed, 'bootstrap');
  const words = new Uint32Array(drawn);
  const scale = drawn / 4294967296;
  for (let b = 0; b < resamples; b++) {
    await rest(b);
    draws.words(b * drawn, words);
    ofUnits.fill(0);
    // The bias of this choice is below rows / 2^32.
    for (let i = 0; i < drawn; i++) ofUnits[Math.floor(words[i]! * scale)]! += 1;
    spread();
    keep(result.resampled, b);
  }

  const deal = stream(seed, 'jackknife').permutation(drawn);
  for (let g = 0; g < groups; g++) {
    await rest(resamples + g);
    ofUnits.fill(1);
    for (let i = g; i < drawn; i += groups) ofUnits[deal[i]!] = 0;
    spread();
    keep(result.leftOut, g);
  }
  return result;
}
