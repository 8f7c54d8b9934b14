/** How one column is prepared, in words. */
import type { ColumnStep } from './types';

export function describeStep(step: ColumnStep): string {
  switch (step.step) {
    case 'numeric': {
      const parts = [
        ...(step.transform === 'log' ? ['log'] : []),
        step.impute === 'keep' ? 'missing kept' : `missing as ${step.impute}`,
        ...(step.indicator ? ['marked'] : []),
        step.scale === 'none' ? 'not scaled' : `scaled (${step.scale})`,
      ];
      return parts.join(', ');
    }
    case 'one-hot':
      return `one-hot, at most ${step.limit} categories of ${step.minCount} rows or more, the others as one`;
    case 'codes':
      return `codes, at most ${step.limit} categories of ${step.minCount} rows or more, the others as one`;
    case 'ordinal':
      return `ordinal: ${step.order.join(' < ')}`;
    case 'date-parts':
      return `date: ${step.parts.join(', ')}`;
    case 'target-encode':
      return (
        `mean of the target per category of ${Math.max(10, step.minCount)} rows or more, ` +
        `shrunk by ${step.smoothing} rows, from ${step.folds} folds`
      );
    case 'hashed-text':
      return `${wordsInARow(step.words)} in ${step.buckets} hashed inputs, TF-IDF${step.lower ? ', case ignored' : ''}`;
    default:
      throw step satisfies never;
  }
}

function wordsInARow([from, to]: [number, number]): string {
  if (to === 1) return 'single words';
  return from === to ? `${from} words in a row` : `${from} to ${to} words in a row`;
}
