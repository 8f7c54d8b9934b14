import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Answers } from '../../../../src/core/metrics/answers';
import { collapse } from '../../../../src/core/metrics/collapse';
import { familiesOf, measureAll, namesOf, ones } from '../../../../src/core/metrics/measure';
import type { Family } from '../../../../src/core/metrics/family';

function measured(families: Family[], counts: Int32Array): Float64Array {
  const values = new Float64Array(namesOf(families).length);
  measureAll(families, counts, values);
  return values;
}

/** The answers with each row written out as often as it is counted. */
function repeated(answers: Answers, counts: Int32Array): Answers {
  const rows = [...counts].flatMap((count, row) => new Array<number>(count).fill(row));
  const numbers = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]!);
  if (answers.kind === 'regression') {
    return { ...answers, truth: numbers(answers.truth), predicted: numbers(answers.predicted) };
  }
  const truth = Int32Array.from(rows, (row) => answers.truth[row]!);
  return { ...answers, truth, probabilities: answers.probabilities.map(numbers) };
}

const share = fc.integer({ min: 0, max: 8 }).map((k) => k / 8);
const size = fc.integer({ min: 1, max: 25 });
const column = (n: number, value: fc.Arbitrary<number>) =>
  fc.array(value, { minLength: n, maxLength: n }).map((values) => Float64Array.from(values));
const classes = (n: number, k: number) =>
  fc.array(fc.nat(k - 1), { minLength: n, maxLength: n }).map((values) => Int32Array.from(values));

const answers: fc.Arbitrary<Answers> = size.chain((n) =>
  fc.oneof(
    fc.record({
      kind: fc.constant('binary' as const),
      truth: classes(n, 2),
      probabilities: column(n, share).map((p) => [p.map((x) => 1 - x), p]),
      threshold: share,
    }),
    fc.record({
      kind: fc.constant('multiclass' as const),
      truth: classes(n, 3),
      probabilities: fc.tuple(column(n, share), column(n, share), column(n, share)),
    }),
    fc.record({
      kind: fc.constant('regression' as const),
      truth: column(n, fc.integer({ min: -4, max: 4 })),
      predicted: column(n, share),
    }),
  ),
);

const counted = answers.chain((each) =>
  fc
    .array(fc.nat(3), { minLength: each.truth.length, maxLength: each.truth.length })
    .map((counts) => ({ each, counts: Int32Array.from(counts) })),
);

it('counting a row k times is the same as writing it k times', () => {
  fc.assert(
    fc.property(counted, ({ each, counts }) => {
      const written = repeated(each, counts);
      const direct = measured(familiesOf(written), ones(written.truth.length));
      const names = namesOf(familiesOf(each));
      measured(familiesOf(each), counts).forEach((value, k) => {
        // MAPE looks at every truth, counted or not.
        if (names[k] === 'mape') return;
        if (Number.isFinite(direct[k])) expect(value, names[k]).toBeCloseTo(direct[k]!, 9);
        else expect(Number.isFinite(value), names[k]).toBe(false);
      });
    }),
  );
});

it('rows of few kinds measure the same collapsed to one row per kind', () => {
  fc.assert(
    fc.property(counted, fc.array(fc.nat(5), { maxLength: 40 }), ({ each }, extra) => {
      const kinds = each.truth.length;
      const kindOf = [
        ...Array.from({ length: kinds }, (_, i) => i),
        ...extra.map((k) => k % kinds),
      ];
      const counts = new Int32Array(kinds);
      for (const kind of kindOf) counts[kind]! += 1;
      const families = familiesOf(each);
      expect(measured([collapse(families, kindOf, kinds)], ones(kindOf.length))).toEqual(
        measured(families, counts),
      );
    }),
  );
});
