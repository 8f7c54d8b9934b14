import { describe, expect, it } from 'vitest';
import type { Space } from '../../../../src/core/study/types';
import { bestSoFar } from '../../../../src/ui/study-axes';
import type { StudyLine } from '../../../../src/ui/study-lines';
import { parameterText, trialsText } from '../../../../src/ui/study-text';

function line(number: number, more: Partial<StudyLine>): StudyLine {
  return {
    ...{ number, label: '', state: 'finished', done: 5, folds: 5, share: 1, mean: null, sd: null },
    ...{ score: null, cost: null, seconds: null, bytes: null, engine: '', why: '' },
    ...{ parameters: {}, candidate: null, result: null },
    ...more,
  };
}

const space: Space = [
  { type: 'choice', name: 'model.hidden', when: null, options: [[8], [8, 4]] },
  { type: 'number', name: 'model.l2', when: null, low: 0, high: 1, log: false },
];

describe('the trials of a search as text', () => {
  it('has one line per trial, with numbers in full and nothing where there is nothing', () => {
    const lines = [
      line(0, {
        parameters: { 'model.hidden': [8, 4], 'model.l2': 0.1 + 0.2 },
        mean: 0.75,
        sd: 0.5,
        seconds: 2,
      }),
      line(1, { state: 'failed', parameters: { 'model.hidden': [8] } }),
    ];
    expect(trialsText(lines, space, 'roc_auc', ',')).toBe(
      [
        'trial,state,roc_auc_mean,roc_auc_sd,roc_auc,roc_auc_low,roc_auc_high,model.hidden,model.l2,seconds',
        '1,finished,0.75,0.5,,,,8 4,0.30000000000000004,2',
        '2,failed,,,,,,8,,',
      ].join('\n'),
    );
  });

  it('quotes what holds its separator', () => {
    const only: Space = [{ type: 'choice', name: 'a', when: null, options: ['x,y'] }];
    const text = trialsText([line(0, { parameters: { a: 'x,y' } })], only, 'rmse', ',');
    expect(text.split('\n')[1]).toBe('1,finished,,,,,,"x,y",');
  });

  it('writes settings as a person would', () => {
    expect([undefined, null, [64, 32], 'trees', true].map(parameterText)).toEqual([
      '–',
      'none',
      '64 · 32',
      'Boosted trees',
      'yes',
    ]);
  });
});

describe('the best so far', () => {
  it('never gets worse, and passes over what has not finished', () => {
    const lines = [
      line(0, { mean: 0.6 }),
      line(1, { mean: 0.9, state: 'stopped' }),
      line(2, { mean: 0.5 }),
      line(3, { mean: 0.7 }),
    ];
    expect(bestSoFar(lines, 'roc_auc').map(({ x, y }) => [x, y])).toEqual([
      [1, 0.6],
      [3, 0.6],
      [4, 0.7],
    ]);
    expect(bestSoFar(lines, 'log_loss').at(-1)).toEqual({ x: 4, y: 0.5 });
  });
});
