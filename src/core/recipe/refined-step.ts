/** Which steps are said in `loam.recipe/4` and `loam.preprocessing/2` only. */
const FIRST_STEPS: readonly string[] = ['numeric', 'one-hot', 'codes', 'ordinal', 'date-parts'];

export function isRefinedStep({ step }: { step: string }): boolean {
  return !FIRST_STEPS.includes(step);
}
