/** How an answer was explained, in words: on screens, in cells and on exported pages. */
import type { WhyRow } from './types';

export const UNIT_WORDS: Readonly<Record<WhyRow['units'], string>> = {
  probability: 'In points of probability.',
  'log-odds': 'In log-odds, before any calibration: +0.69 doubles the odds, −0.69 halves them.',
  score: 'In the scores that become probabilities, before any calibration.',
  share: 'In points of the share of the trees, before any calibration.',
  target: 'In units of the target.',
  'log-target': 'In the logarithm of the target: +0.69 doubles it.',
};

export const METHOD_WORDS: Readonly<Record<WhyRow['method'], string>> = {
  linear: 'Exact, from the coefficients of the linear model.',
  trees: 'Exact, from the trees (TreeSHAP).',
  subsets: 'Exact, from all choices of the inputs.',
  orders:
    'Estimated from drawn orders; ± is the standard error over the orders and the usual values.',
};

/**
 * What typical inputs give, as the end of a sentence.
 * @param value in words
 * @param of the class that is explained; null for a number
 */
export function typicalWords(
  units: WhyRow['units'],
  value: string,
  of: string | null,
  target: string,
): string {
  switch (units) {
    case 'probability':
      return `a probability of ${value} for ${of}`;
    case 'share':
      return `a share of ${value} of the trees for ${of}`;
    case 'log-odds':
      return `log-odds of ${value} for ${of}`;
    case 'score':
      return `a score of ${value} for ${of}`;
    case 'target':
      return `${target} ${value}`;
    case 'log-target':
      return `a logarithm of ${target} of ${value}`;
    default:
      throw units satisfies never;
  }
}

/** Of values in these units: whether they are shares of one, said in percent. */
export function isShare(units: WhyRow['units']): boolean {
  return units === 'probability' || units === 'share';
}

/** What a method does with the explained row and the typical ones. */
export function wayWords(method: WhyRow['method']): string {
  const choice =
    method === 'orders' ? 'in many drawn orders' : 'together with every choice of the others';
  return (
    'Each column is swapped between its value here and usual values, made from the ranges and categories that came ' +
    `with the model, ${choice}; the mean change is its share (a Shapley value). The shares add up to the whole ` +
    'difference. They tell what the model does, not what causes what.'
  );
}

/** Where a made column comes from, to stand behind its name. */
export function madeWords(from: readonly string[]): string {
  return `made of ${from.join(', ')}`;
}
