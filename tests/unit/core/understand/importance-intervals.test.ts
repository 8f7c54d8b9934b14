/** What the intervals of importance hold, with rows that stand for themselves and with rows that come in groups. */
import { describe, expect, it } from 'vitest';
import { unitsOf } from '../../../../src/core/metrics/intervals/units';
import { normal } from '../../../../src/core/random/normal';
import { stream } from '../../../../src/core/random/philox';
import { importanceOf } from '../../../../src/core/understand/importance';
import type { JudgedRows } from '../../../../src/core/understand/judged-rows';
import { tableOf } from '../../../support/table-of';

const SEED = 41_000;
const TRIALS = 120;
const PATIENCE = 60_000;

/**
 * A model that answers x, where the truth is x and an error of its own, and all rows of a group have one x: shuffled, its
 * mean squared error grows by twice the variance of x, which is 1.
 */
function judged(seed: number, rows: number, size: number, grouped: boolean): JudgedRows {
  const ofGroup = stream(seed, 'x');
  const error = stream(seed, 'error');
  const groupOf = Array.from({ length: rows }, (_, row) => Math.floor(row / size));
  const x = groupOf.map((group) => normal(ofGroup, group));
  return {
    kind: 'regression',
    metric: 'mse',
    threshold: null,
    table: tableOf({ x }),
    truth: {
      type: 'number',
      values: Float64Array.from(x, (value, row) => value + 0.5 * normal(error, row)),
    },
    rows: Uint32Array.from(x, (_, row) => row),
    ...(grouped && { units: unitsOf(groupOf) }),
    ask: ({ columns: [column] }) => {
      if (column?.kind !== 'numeric') throw new Error('no numbers');
      return { probabilities: null, values: column.values };
    },
  };
}

async function heldShare(rows: number, size: number, grouped: boolean): Promise<number> {
  let held = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const { columns } = await importanceOf(judged(SEED + trial, rows, size, grouped));
    const [{ low, high } = { low: null, high: null }] = columns;
    if (low! <= 2 && 2 <= high!) held++;
  }
  return held / TRIALS;
}

describe('intervals of importance', () => {
  it(
    'hold the drop that all rows there could be would have',
    async () => {
      const held = await heldShare(100, 1, false);
      expect(held, `seed ${SEED}`).toBeGreaterThan(0.91);
      expect(held, `seed ${SEED}`).toBeLessThan(0.995);
    },
    PATIENCE,
  );

  it(
    'vary over whole groups where rows come in them, for rows alone would be too sure',
    async () => {
      const [rows, groups] = [await heldShare(720, 6, false), await heldShare(720, 6, true)];
      const said = `seed ${SEED}: rows ${rows}, groups ${groups}`;
      expect(rows, said).toBeLessThan(0.75);
      expect(groups, said).toBeGreaterThan(0.91);
      expect(groups, said).toBeLessThan(0.995);
    },
    PATIENCE,
  );

  it(
    'hold it by few groups, too',
    async () => {
      for (const groups of [15, 30, 60]) {
        const held = await heldShare(groups * 6, 6, true);
        expect(held, `seed ${SEED}, ${groups} groups`).toBeGreaterThan(0.91);
      }
    },
    PATIENCE,
  );

  it('say so, and are none for fewer than ten groups', async () => {
    const few = await importanceOf(judged(SEED, 54, 6, true));
    expect(few.varies).toBe('groups');
    expect(few.columns[0]).toMatchObject({ low: null, high: null });
    expect(few.columns[0]!.drop).toBeGreaterThan(0);
    expect('varies' in (await importanceOf(judged(SEED, 54, 6, false)))).toBe(false);
  });
});
