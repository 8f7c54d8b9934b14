import { describe, expect, it } from 'vitest';
import {
  dataEvaluationKey,
  sliceColumns,
  type DataQuestion,
} from '../../../../src/core/evaluation/data-evaluation';
import { leftOutSentence } from '../../../../src/core/evaluation/left-out-words';
import { decodeScores, encodeScores } from '../../../../src/core/evaluation/score-bytes';
import { sharedRows, sharedSentence } from '../../../../src/core/evidence/shared-rows';
import { linkTo, digestOf } from '../../../../src/core/hash/digest';

const link = (text: string) => linkTo(digestOf(new TextEncoder().encode(text)));
const question: DataQuestion = {
  ...{ model: link('model'), task: link('task'), dataset: link('data') },
  ...{ threshold: 0.5, by: ['a', 'b'], validationToo: false, testOpened: false },
};

describe('what is asked of other data', () => {
  it('has another key where any of it is another', () => {
    const others: Partial<DataQuestion>[] = [
      { model: link('m') },
      { task: link('t') },
      { dataset: link('d') },
      { threshold: 0.4 },
      { threshold: null },
      { by: ['a'] },
      { validationToo: true },
      { testOpened: true },
    ];
    const keys = [{}, ...others].map((other) => dataEvaluationKey({ ...question, ...other }));
    expect(new Set(keys).size).toBe(others.length + 1);
    expect(sliceColumns(['b', 'a', 'b'])).toEqual(question.by);
  });
});

describe('scores as bytes', () => {
  const scores = {
    positive: Float64Array.of(0, 0.25, 1),
    negative: Float64Array.of(0.1, 0.1),
  };

  it('come back as they were, from any place in a buffer', () => {
    const bytes = encodeScores(scores);
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(decodeScores(moved.subarray(3))).toEqual(scores);
  });

  it('are refused where they are cut, of another kind, no shares or out of order', () => {
    const bytes = encodeScores(scores);
    const spoilt = [
      bytes.subarray(0, bytes.length - 1),
      bytes.subarray(0, 9),
      bytes.with(0, 0),
      encodeScores({ ...scores, negative: Float64Array.of(0.2, 0.1) }),
      encodeScores({ ...scores, negative: Float64Array.of(1.5) }),
      encodeScores({ ...scores, positive: Float64Array.of(NaN) }),
    ];
    for (const bad of spoilt) {
      expect(() => decodeScores(bad)).toThrow(expect.objectContaining({ code: 'object-damaged' }));
    }
  });
});

describe('which rows count', () => {
  it('is said of those left out, by reason', () => {
    expect(leftOutSentence({ learnt: 0, sealed: 0, unlabelled: 0 })).toBeNull();
    expect(leftOutSentence({ learnt: 1, sealed: 0, unlabelled: 0 })).toBe(
      '1 row was left out: 1 that the model has learnt from.',
    );
    expect(leftOutSentence({ learnt: 1200, sealed: 0, unlabelled: 3 })).toBe(
      '1,203 rows were left out: 1,200 that the model has learnt from, 3 without an answer that the model knows.',
    );
  });

  it('is said of those equal to learnt ones, and that it may be chance where few rows differ', () => {
    const apart = sharedRows(Float64Array.of(1, 2, 3), Float64Array.of(3, 3, 4));
    expect(apart).toEqual({ count: 2, different: 4 / 6 });
    expect(sharedSentence(apart, 3)).toContain('2 of the 3 judged rows are equal to ones');
    expect(sharedSentence(apart, 3)).toContain('remember');
    const few = sharedRows(Float64Array.of(1, 1, 1), Float64Array.of(1));
    expect(few.count).toBe(1);
    expect(sharedSentence(few, 1)).toContain('1 of the 1 judged row is equal to one');
    expect(sharedSentence(few, 1)).toContain('chance');
    expect(sharedSentence(sharedRows(Float64Array.of(1), Float64Array.of(2)), 1)).toBeNull();
  });
});
