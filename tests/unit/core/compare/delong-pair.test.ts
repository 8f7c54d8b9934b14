import { expect, it } from 'vitest';
import { delongPair } from '../../../../src/core/compare/delong-pair';
import { delong } from '../../../../src/core/metrics/intervals/delong';
import reference from '../../../golden/delong-reference.json';

it('two AUCs on the same rows differ by what the paper’s own sums over all pairs give, ties too, to 1e-12', () => {
  for (const { truth, a, b, expected } of reference.pairs) {
    const found = delongPair(truth, Float64Array.from(a), Float64Array.from(b));
    for (const [key, value] of Object.entries(expected))
      expect(found[key as keyof typeof found], key).toBeCloseTo(value, 12);
  }
});

it('the interval of one AUC is that of its variance on the logit, to 1e-12', () => {
  for (const { truth, a, logit } of reference.pairs) {
    const positive = Float64Array.from(a);
    const { low, high } = delong({
      kind: 'binary',
      truth: Uint8Array.from(truth),
      probabilities: [positive.map((p) => -p), positive],
      threshold: 0.5,
    });
    expect(low).toBeCloseTo(logit[0]!, 12);
    expect(high).toBeCloseTo(logit[1]!, 12);
  }
});

it('a model beside itself differs by nothing, for certain; swapping two turns their difference round', () => {
  const { truth, a, b } = reference.pairs[0]!;
  const [x, y] = [Float64Array.from(a), Float64Array.from(b)];
  const same = delongPair(truth, x, x);
  expect([same.difference, same.low, same.high, same.p]).toEqual([0, 0, 0, 1]);
  const [there, back] = [delongPair(truth, x, y), delongPair(truth, y, x)];
  expect(back.difference).toBe(-there.difference);
  expect([back.error, back.p]).toEqual([there.error, there.p]);
});
