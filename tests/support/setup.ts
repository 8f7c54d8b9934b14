/**
 * Runs before every unit test file. Property tests take their number of runs from here: a soak
 * (`npm run soak`) multiplies it. The seed of a failing property is printed by fast-check; a soak starts
 * from the clock, a normal run too; `LOAM_SEED` repeats one, and `.ci/run` sets it.
 */
import fc from 'fast-check';

const soak = process.env.LOAM_SOAK === '1';
const seed = process.env.LOAM_SEED;

fc.configureGlobal({
  numRuns: Number(process.env.LOAM_RUNS ?? (soak ? 2_000 : 100)),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
});
