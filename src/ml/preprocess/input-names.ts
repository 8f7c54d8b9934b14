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
      case 'target-encode':
        return step.prior.length === 1
          ? [`${step.column} encoded`]
          : step.prior.map((_, i) => `${step.column} encoded ${i + 1}`);
      case 'hashed-text':
        return step.kept.map((bucket) => `${step.column} words ${bucket}`);
      default:
        throw step satisfies never;
    }
  });
}
