import { describe, expect, it } from 'vitest';
import golden from '../../../golden/semantics-1.json';
import * as math from '../../../../src/core/math';
import { digestOf } from '../../../../src/core/hash/digest';
import { normal } from '../../../../src/core/random/normal';
import { stream } from '../../../../src/core/random/philox';

function digestOfDoubles(values: Float64Array): string {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setFloat64(i * 8, value, true));
  return digestOf(bytes);
}

/** 4,096 steps over [-limit, limit] and as many growing powers of 1.3, both exact in any engine. */
function grid(limit: number): Float64Array {
  const values = new Float64Array(8192);
  let power = 1e-300;
  for (let i = 0; i < 4096; i++) {
    values[i] = ((i - 2048) / 2048) * limit;
    power = power > 1e300 ? 1e-300 : power * 1.3;
    values[4096 + i] = power;
  }
  return values;
}

/** A hash that moves here means that every stored task and recipe would mean something else. */
describe('semantics 1', () => {
  const one: Record<string, [number, (x: number) => number]> = {
    exp: [750, math.exp],
    log: [10, (x) => math.log(Math.abs(x))],
    log1p: [1, math.log1p],
    sin: [100, math.sin],
    cos: [100, math.cos],
    tanh: [20, math.tanh],
    sigmoid: [50, math.sigmoid],
    pow: [30, (x) => math.pow(Math.abs(x) + 0.1, 2.5) + math.pow(1.7, x)],
  };

  it.each(Object.keys(one))('freezes every bit of %s on a grid', (name) => {
    const [limit, f] = one[name]!;
    const expected = (golden.math as Record<string, string>)[name];
    expect(digestOfDoubles(grid(limit).map(f))).toBe(expected);
  });

  it('freezes the random streams', () => {
    const drawn = stream(7, 'golden');
    const { uint32, uniform, permutation } = drawn;
    const over = (f: (i: number) => number) => Float64Array.from({ length: 1000 }, (_, i) => f(i));
    expect({
      uint32: digestOfDoubles(over(uint32)),
      uniform: digestOfDoubles(over(uniform)),
      normal: digestOfDoubles(over((i) => normal(drawn, i))),
      permutation: digestOfDoubles(Float64Array.from(permutation(1000))),
      far: stream(Number.MAX_SAFE_INTEGER, 'shuffle/é').uint32(Number.MAX_SAFE_INTEGER - 1),
    }).toEqual(golden.random);
  });
});
