import { plainNumber } from './plain-number';

/** Rows are spoken of per hundred, or per thousand where a hundred hides a difference or a fault. */
function outOf(rows: number, right: number, guessed: number): number {
  if (rows <= 100) return rows;
  const hides = (of: number) => {
    const [a, b] = [Math.round((right / rows) * of), Math.round((guessed / rows) * of)];
    return (a === b && right !== guessed) || (a === of && right !== rows);
  };
  if (!hides(100)) return 100;
  return rows <= 1000 ? rows : 1000;
}

/** "right 87 of 100; guessing gets 76" */
export function classSentence(rows: number, right: number, guessed: number): string {
  const of = outOf(rows, right, guessed);
  const part = (count: number) => plainNumber(Math.round((count / rows) * of), 1);
  return `right ${part(right)} of ${plainNumber(of, 1)}; guessing gets ${part(guessed)}`;
}

/**
 * Two classes: what a rare class hides in the share of right answers.
 * "right 918 of 1,000; guessing gets 917; finds 18 of 197 yes, calls 17 others"
 */
export function binarySentence(
  confusion: readonly (readonly number[])[],
  positive: string,
  guessed: number,
): string {
  const at = (truth: number, answer: number) => confusion[truth]?.[answer] ?? 0;
  const positives = at(1, 0) + at(1, 1);
  const rows = at(0, 0) + at(0, 1) + positives;
  const said = classSentence(rows, at(0, 0) + at(1, 1), guessed);
  if (positives === 0) return said;
  const [found, all, others] = [at(1, 1), positives, at(0, 1)].map((n) => plainNumber(n, 1));
  return `${said}; finds ${found} of ${all} ${positive}, calls ${others} other${others === '1' ? '' : 's'}`;
}

/** "off by 43 on average; guessing the mean is off by 63" */
export function regressionSentence(error: number, guessed: number): string {
  let digits = 2;
  while (
    digits < 6 &&
    error !== guessed &&
    plainNumber(error, digits) === plainNumber(guessed, digits)
  )
    digits++;
  const spelled = [error, guessed].map((value) => plainNumber(value, digits));
  return `off by ${spelled[0]} on average; guessing the mean is off by ${spelled[1]}`;
}
