import { describe, expect, it } from 'vitest';
import { plainNumber } from '../../../../src/core/evaluation/plain-number';
import {
  binarySentence,
  classSentence,
  regressionSentence,
} from '../../../../src/core/evaluation/sentence';

describe('classSentence', () => {
  it.each([
    [1000, 870, 760, 'right 87 of 100; guessing gets 76'],
    [30, 29, 10, 'right 29 of 30; guessing gets 10'],
    [400, 399, 200, 'right 399 of 400; guessing gets 200'],
    [12_000, 11_990, 11_040, 'right 999 of 1,000; guessing gets 920'],
    [12_000, 12_000, 6_000, 'right 100 of 100; guessing gets 50'],
    [12_000, 6_000, 6_000, 'right 50 of 100; guessing gets 50'],
  ])('of %i rows with %i right and %i guessed says "%s"', (rows, right, guessed, said) => {
    expect(classSentence(rows, right, guessed)).toBe(said);
  });
});

describe('binarySentence', () => {
  it('says how many of the positive class are found, and how many others are called it', () => {
    const confusion = [
      [2167, 17],
      [179, 18],
    ];
    expect(binarySentence(confusion, 'yes', 2184)).toBe(
      'right 918 of 1,000; guessing gets 917; finds 18 of 197 yes, calls 17 others',
    );
  });

  it('counts one other as one', () => {
    const confusion = [
      [49, 1],
      [0, 1500],
    ];
    expect(binarySentence(confusion, 'sick', 1500)).toBe(
      'right 999 of 1,000; guessing gets 968; finds 1,500 of 1,500 sick, calls 1 other',
    );
  });

  it('says nothing of a class that no row has', () => {
    const confusion = [
      [9, 1],
      [0, 0],
    ];
    expect(binarySentence(confusion, 'yes', 10)).toBe('right 9 of 10; guessing gets 10');
  });
});

describe('regressionSentence', () => {
  it.each([
    [43.2, 63.4, 'off by 43 on average; guessing the mean is off by 63'],
    [0.04321, 0.0987, 'off by 0.043 on average; guessing the mean is off by 0.099'],
    [43.2, 43.4, 'off by 43.2 on average; guessing the mean is off by 43.4'],
    [12_345.6, 98_765.4, 'off by 12,346 on average; guessing the mean is off by 98,765'],
    [0, 1, 'off by 0 on average; guessing the mean is off by 1'],
  ])('%d against %d says "%s"', (error, guessed, said) => {
    expect(regressionSentence(error, guessed)).toBe(said);
  });
});

describe('plainNumber', () => {
  it.each([
    [1234567, 2, '1,234,567'],
    [-1234.5, 2, '−1,235'],
    [0.5, 2, '0.5'],
    [99.96, 3, '100'],
    [1e21, 2, '1.0e+21'],
    [1e-9, 2, '1.0e-9'],
    [0, 2, '0'],
    [1.05, 1, '1'],
  ])('%d with %i digits is %s', (value, digits, text) => {
    expect(plainNumber(value, digits)).toBe(text);
  });
});
