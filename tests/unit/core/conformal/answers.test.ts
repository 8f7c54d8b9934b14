import { describe, expect, it } from 'vitest';
import { conformalAnswers } from '../../../../src/core/conformal/answers';

describe('conformalAnswers', () => {
  it('adds the same distances to every number', () => {
    const conformal = { type: 'interval', coverage: 0.9, low: -2, high: 3 } as const;
    expect(conformalAnswers(conformal, Float64Array.of(10, 0), 1)).toEqual({
      interval: { low: Float64Array.of(8, -2), high: Float64Array.of(13, 3) },
      set: null,
    });
  });

  it('names the classes that are probable enough, and the most probable one where none is', () => {
    const conformal = { type: 'set', coverage: 0.9, least: 0.45 } as const;
    const answers = Float64Array.of(0.45, 0.5, 0.05, 0.4, 0.3, 0.3);
    expect(conformalAnswers(conformal, answers, 3)).toEqual({
      interval: null,
      set: Uint8Array.of(1, 1, 0, 1, 0, 0),
    });
  });

  it('says nothing where the model gives none', () => {
    expect(conformalAnswers(null, Float64Array.of(1), 1)).toEqual({ interval: null, set: null });
  });
});
