import { describe, expect, it } from 'vitest';
import reference from '../../../golden/math-reference.json';
import * as math from '../../../../src/core/math';

/** The distance from |x| to the next double above. */
function ulp(x: number): number {
  const double = new Float64Array([Math.abs(x)]);
  const bits = new BigInt64Array(double.buffer);
  const low = double[0]!;
  bits[0]! += 1n;
  return double[0]! - low;
}

function worstError(rows: number[][], f: (...x: number[]) => number): number {
  return Math.max(
    ...rows.map((row) => {
      const [nearest, rest] = row.slice(-2) as [number, number];
      return Math.abs(f(...row.slice(0, -2)) - nearest - rest) / ulp(nearest);
    }),
  );
}

const { source, ...functions } = reference;

describe(`math, against ${source}`, () => {
  const limits = { exp: 1, log: 1, log1p: 1, pow: 1, sin: 1, cos: 1, tanh: 0.6, sigmoid: 1 };
  const names = Object.keys(functions) as (keyof typeof functions)[];

  it.each(names)('%s is within its stated error of the true value', (name) => {
    expect(functions[name].length).toBeGreaterThan(100);
    const f = math[name] as (...x: number[]) => number;
    expect(worstError(functions[name], f)).toBeLessThanOrEqual(limits[name]);
  });

  it('exp is within 0.53 ulp and sigmoid within 0.6 where the result is normal', () => {
    const normal = (rows: number[][]) => rows.filter((row) => row[1]! > 2.3e-308);
    expect(worstError(normal(functions.exp), math.exp)).toBeLessThan(0.53);
    expect(worstError(normal(functions.sigmoid), math.sigmoid)).toBeLessThan(0.6);
  });
});
