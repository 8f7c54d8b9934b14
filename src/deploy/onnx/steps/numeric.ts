/** A number as model inputs: the formulas of `ml/preprocess/step-inputs.ts`, in doubles. */
import type { NumericStep } from '../../../ml/preprocess/step-inputs';
import type { Arithmetic } from '../arithmetic';
import type { ValueName } from '../graph';

const LARGEST_INPUT = 1e30;

/** (x - offset) / scale, held within +-1e30. */
export function scaled(
  math: Arithmetic,
  x: ValueName,
  { offset, scale }: { offset: number; scale: number },
): ValueName {
  return math.within(math.over(math.minus(x, offset), scale), -LARGEST_INPUT, LARGEST_INPUT);
}

/**
 * log(1 + x) for x >= 0, also where 1 + x loses digits of x: x log(u) / (u - 1) with u = 1 + x, and x where
 * u is 1 (Kahan).
 */
function log1p(math: Arithmetic, x: ValueName): ValueName {
  const u = math.plus(x, 1);
  const tiny = math.equal(u, 1);
  const step = math.choose(tiny, 1, math.minus(u, 1));
  return math.choose(tiny, x, math.times(math.log(u), math.over(x, step)));
}

function tailTransform(math: Arithmetic, step: NumericStep, x: ValueName): ValueName {
  if (step.transform === 'none') return x;
  return math.times(math.graph.add('Sign', [x]), log1p(math, math.magnitude(x)));
}

/** @param x [rows, 1] double @returns [rows, 1 or 2] double */
export function numericInputs(math: Arithmetic, step: NumericStep, x: ValueName): ValueName[] {
  const given = math.finite(x);
  const filled = math.choose(given, x, step.fill ?? 0);
  const value = scaled(math, tailTransform(math, step, filled), step);
  const inputs = [step.fill === null ? math.choose(given, value, NaN) : value];
  if (step.indicator) inputs.push(math.graph.cast(math.not(given), 'double'));
  return inputs;
}
