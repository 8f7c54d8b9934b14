import type { FittedStep } from './types';

/** How many inputs a step makes. */
export function stepWidth(step: FittedStep): number {
  switch (step.step) {
    case 'numeric':
      return step.indicator ? 2 : 1;
    case 'one-hot':
      return step.categories.length + (step.rest ? 1 : 0) + (step.missing ? 1 : 0);
    case 'codes':
    case 'ordinal':
      return 1;
    case 'date-parts':
      return step.parts.length;
    case 'target-encode':
      return step.prior.length;
    case 'hashed-text':
      return step.kept.length;
    default:
      throw step satisfies never;
  }
}
