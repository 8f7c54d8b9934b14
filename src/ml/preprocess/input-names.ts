/** Names of model inputs in their order, e.g. "age", "age missing", "city = Rome", "city rest". */
import type { FittedPreprocessing } from '../../core/model/types';

export function inputNames(fitted: FittedPreprocessing): string[] {
  return fitted.steps.flatMap((step) => {
    switch (step.step) {
      case 'numeric':
        return step.indicator ? [step.column, `${step.column} missing`] : [step.column];
      case 'one-hot':
        return [
          ...step.categories.map((category) => `${step.column} = ${category}`),
          ...(step.rest ? [`${step.column} rest`] : []),
          ...(step.missing ? [`${step.column} missing`] : []),
        ];
      case 'codes':
      case 'ordinal':
        return [step.column];
      case 'date-parts':
        return step.parts.map(({ part }) => `${step.column} ${part}`);
      default:
        throw step satisfies never;
    }
  });
}
