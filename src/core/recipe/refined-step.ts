/** Which steps are said in `loam.recipe/4` and `loam.preprocessing/2` only. */
const FIRST_STEPS: readonly string[] = ['numeric', 'one-hot', 'codes', 'ordinal', 'date-parts'];

const FIRST_PARTS: readonly string[] = ['year', 'month', 'day', 'weekday', 'hour', 'elapsed-days'];

/** @param parts of a date: names, or what was fitted for each */
export function isRefinedStep({
  step,
  parts = [],
}: {
  step: string;
  parts?: readonly (string | { part: string })[];
}): boolean {
  if (!FIRST_STEPS.includes(step)) return true;
  if (step !== 'date-parts' || !Array.isArray(parts)) return false;
  return parts.some((part) => !FIRST_PARTS.includes(typeof part === 'string' ? part : part.part));
}
