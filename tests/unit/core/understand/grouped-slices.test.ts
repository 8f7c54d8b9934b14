/** What slices say where rows come in groups (of one customer, say) whose rows share most of their error. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../../../src/core/dataset/types';
import type { BinaryAnswers } from '../../../../src/core/metrics/answers';
import { unitsOf } from '../../../../src/core/metrics/intervals/units';
import { normal } from '../../../../src/core/random/normal';
import { stream } from '../../../../src/core/random/philox';
import { dealSlices } from '../../../../src/core/understand/deal-slices';
import { sliceAnswers } from '../../../../src/core/understand/slices';
import type { Slices } from '../../../../src/core/understand/types';
import { tableOf } from '../../../support/table-of';

const SEED = 20_300;
const TRIALS = 120;
/** That rows alone are too narrow shows in fewer. */
const FEW_TRIALS = 40;
const GROUPS = 60;
const SIZE = 6;
const ROWS = GROUPS * SIZE;
const PATIENCE = 120_000;

const groupOf = Array.from({ length: ROWS }, (_, row) => Math.floor(row / SIZE));
const units = unitsOf(groupOf)!;
/** Every other group. */
const site = tableOf({ site: groupOf.map((group) => (group % 2 ? 'b' : 'a')) }).columns[0]!;
/** Every other row of each group. */
const half = tableOf({ half: groupOf.map((_, row) => (row % 2 ? 'b' : 'a')) }).columns[0]!;

/** Right for half of all rows, and mostly for all rows of a group or for none; `lift` moves the odd groups. */
function answered(seed: number, lift = 0): BinaryAnswers {
  const ofGroup = stream(seed, 'group');
  const ofRow = stream(seed, 'row');
  const isRight = groupOf.map(
    (group, row) => normal(ofGroup, group) + 0.6 * normal(ofRow, row) + lift * (group % 2) > 0,
  );
  const positive = Float64Array.from(isRight, (right) => (right ? 0.9 : 0.1));
  return {
    kind: 'binary',
    truth: new Uint8Array(ROWS).fill(1),
    probabilities: [positive.map((p) => 1 - p), positive],
    threshold: 0.5,
  };
}

interface Shares {
  /** Of intervals that hold the true accuracy of a slice. */
  held: number;
  /** Of gaps that are called more than chance. */
  found: number;
}

async function sharesOf(column: Column, by: typeof units | null, trials = TRIALS): Promise<Shares> {
  const shares = { held: 0, found: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const { slices, gap } = await sliceAnswers(
      ...([answered(SEED + trial), 'accuracy', column, {}, by] as const),
    );
    for (const { low, high } of slices) {
      if (low! <= 0.5 && 0.5 <= high!) shares.held += 1 / (trials * slices.length);
    }
    if ((gap!.asLarge + 1) / (gap!.shuffles + 1) <= 0.05) shares.found += 1 / trials;
  }
  return shares;
}

describe('slices of rows that come in groups', () => {
  it(
    'have intervals over groups that hold the truth where those over rows are too narrow, and no gap where there is none',
    async () => {
      const rows = await sharesOf(site, null, FEW_TRIALS);
      const groups = await sharesOf(site, units);
      const said = `seed ${SEED}: ${JSON.stringify({ rows, groups })}`;
      expect(rows.held, said).toBeLessThan(0.75);
      expect(groups.held, said).toBeGreaterThan(0.91);
      expect(groups.held, said).toBeLessThan(0.99);
      // Rows dealt one by one take what a group shares for what a slice does.
      expect(rows.found, said).toBeGreaterThan(0.2);
      expect(groups.found, said).toBeLessThan(0.1);
    },
    PATIENCE,
  );

  it(
    'hold the truth, too, where each group is in all slices',
    async () => {
      const groups = await sharesOf(half, units);
      const said = `seed ${SEED}: ${JSON.stringify(groups)}`;
      expect(groups.held, said).toBeGreaterThan(0.91);
      expect(groups.held, said).toBeLessThan(0.99);
      expect(groups.found, said).toBeLessThan(0.1);
    },
    PATIENCE,
  );

  it('that differ are still found, and say what varies and how many groups they have', async () => {
    const found = await sliceAnswers(answered(SEED, 2), 'accuracy', site, {}, units);
    const { gap } = found;
    expect((gap!.asLarge + 1) / (gap!.shuffles + 1)).toBeLessThan(0.01);
    expect(found.varies).toBe('groups');
    expect(found.slices.map(({ n, groups }) => [n, groups])).toEqual([
      [ROWS / 2, GROUPS / 2],
      [ROWS / 2, GROUPS / 2],
    ]);
  });

  it('of fewer than ten groups have a value and no interval', async () => {
    const few = tableOf({ few: groupOf.map((group) => (group < 9 ? 'few' : 'many')) }).columns[0]!;
    const { slices } = await sliceAnswers(answered(SEED), 'accuracy', few, {}, units);
    const { value, low, high, method, groups } = slices.find(({ n }) => n === 9 * SIZE)!;
    expect(value).not.toBeNull();
    expect([low, high, method, groups]).toEqual([null, null, 'none: fewer than 10 groups', 9]);
  });

  it('of rows that are each of another group are as if there were no groups', async () => {
    const first = tableOf({ first: groupOf.map((_, row) => (row % SIZE ? 'no' : 'yes')) });
    const answers = answered(SEED);
    const of = async (by: typeof units | null) => {
      const { slices } = await sliceAnswers(answers, 'accuracy', first.columns[0]!, {}, by);
      return slices.find(({ n }) => n === GROUPS)!;
    };
    expect(await of(units)).toEqual({ ...(await of(null)), groups: GROUPS });
  });

  it('say nothing of groups where there are none', async () => {
    const found: Slices = await sliceAnswers(answered(SEED), 'accuracy', site);
    expect('varies' in found || found.slices.some((slice) => 'groups' in slice)).toBe(false);
  });
});

describe('slices dealt anew', () => {
  it('stay whole for a group in one slice, and stay a group’s own where it is in several', () => {
    const row = fc.record({ group: fc.nat(7), slice: fc.integer({ min: -1, max: 2 }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), fc.nat(5), (rows, turn) => {
        const sliceOf = Int32Array.from(rows, ({ slice }) => slice);
        const by = unitsOf(rows.map(({ group }) => group));
        const dealt = [...dealSlices(sliceOf, by)(turn)];
        if (!by) {
          expect(dealt.sort()).toEqual([...sliceOf].sort());
          return;
        }
        const before: number[] = [];
        const after: number[] = [];
        for (let unit = 0; unit < by.count; unit++) {
          const own = [...sliceOf].filter((_, i) => by.of[i] === unit).sort();
          const given = dealt.filter((_, i) => by.of[i] === unit).sort();
          if (new Set(own).size > 1) expect(given).toEqual(own);
          else {
            expect(new Set(given).size).toBe(1);
            before.push(own[0]!);
            after.push(given[0]!);
          }
        }
        expect(after.sort()).toEqual(before.sort());
      }),
    );
  });

  it('are dealt another way each turn', () => {
    const sliceOf = Int32Array.from(groupOf, (group) => group % 3);
    const deal = dealSlices(sliceOf, units);
    const deals = Array.from({ length: 20 }, (_, turn) => deal(turn).join());
    expect(new Set(deals).size).toBe(20);
  });
});
