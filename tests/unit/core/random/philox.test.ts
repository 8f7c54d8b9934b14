import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal } from '../../../../src/core/random/normal';
import { philox4x32, stream } from '../../../../src/core/random/philox';

const ONES = 0xffffffff;

function block(counter: number[], key: number[]): string[] {
  const out = new Uint32Array(4);
  const [c0, c1, c2, c3] = counter as [number, number, number, number];
  philox4x32(c0, c1, c2, c3, key[0]!, key[1]!, out);
  return [...out].map((word) => word.toString(16).padStart(8, '0'));
}

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('philox4x32', () => {
  it('gives the known answers that Random123 publishes for ten rounds', () => {
    expect(block([0, 0, 0, 0], [0, 0])).toEqual(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']);
    expect(block([ONES, ONES, ONES, ONES], [ONES, ONES])).toEqual([
      '408f276d',
      '41c83b0e',
      'a20bc7c6',
      '6d5451fd',
    ]);
    expect(
      block([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]),
    ).toEqual(['d16cfe09', '94fdcceb', '5001e420', '24126ea1']);
  });
});

describe('stream', () => {
  it('answers the same for an index, whatever was asked before', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.string(),
        fc.array(fc.maxSafeNat(), { minLength: 1 }),
        (seed, name, at) => {
          const one = stream(seed, name);
          const forward = at.map((i) => one.uint32(i));
          const backward = [...at].reverse().map((i) => one.uint32(i));
          expect(backward.reverse()).toEqual(forward);
          expect(at.map((i) => stream(seed, name).uint32(i))).toEqual(forward);
        },
      ),
    );
  });

  it('gives words in bulk as one by one, from any start', () => {
    fc.assert(
      fc.property(seeds, fc.nat(99), fc.nat(50), (seed, start, n) => {
        const one = stream(seed, 'bulk');
        const out = new Uint32Array(n);
        one.words(start, out);
        expect([...out]).toEqual(Array.from({ length: n }, (_, i) => one.uint32(start + i)));
      }),
    );
  });

  it('differs by seed and by name', () => {
    const first = (seed: number, name: string) => stream(seed, name).uint32(0);
    const all = [first(0, 'a'), first(1, 'a'), first(4294967296, 'a'), first(0, 'b'), first(0, '')];
    expect(new Set(all).size).toBe(5);
  });

  it.each([-1, 0.5, NaN, 2 ** 53])('refuses the seed %s', (seed) => {
    expect(() => stream(seed, 'a')).toThrow(RangeError);
  });

  it('spreads uniform numbers evenly over [0, 1): chi-square on 64 cells', () => {
    const { uniform } = stream(3, 'even');
    const counts = new Array<number>(64).fill(0);
    for (let i = 0; i < 64_000; i++) counts[Math.floor(uniform(i) * 64)]! += 1;
    const chiSquare = counts.reduce((sum, c) => sum + (c - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeGreaterThan(30);
    expect(chiSquare).toBeLessThan(110);
  });

  it('gives normal numbers with mean 0, variance 1, no skew and the tails of a normal', () => {
    const drawn = stream(3, 'normal');
    const n = 100_000;
    const sums = [0, 0, 0, 0];
    let beyond = 0;
    for (let i = 0; i < n; i++) {
      const z = normal(drawn, i);
      for (let k = 0; k < 4; k++) sums[k]! += z ** (k + 1) / n;
      if (Math.abs(z) > 1.959963984540054) beyond++;
    }
    expect(Math.abs(sums[0]!)).toBeLessThan(0.015);
    expect(Math.abs(sums[1]! - 1)).toBeLessThan(0.02);
    expect(Math.abs(sums[2]!)).toBeLessThan(0.04);
    expect(Math.abs(sums[3]! - 3)).toBeLessThan(0.12);
    expect(Math.abs(beyond / n - 0.05)).toBeLessThan(0.003);
  });
});

describe('permutation', () => {
  it('holds every number below n once, also for n of 0 and 1', () => {
    fc.assert(
      fc.property(seeds, fc.nat(300), (seed, n) => {
        const sorted = [...stream(seed, 'p').permutation(n)].sort((a, b) => a - b);
        expect(sorted).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it('gives each of the 24 orders of four equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 24_000; seed++) {
      const order = stream(seed, 'p').permutation(4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((sum, c) => sum + (c - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(50);
  });
});
