/** Refuses what a recipe of `loam.recipe/4` says beyond the others, where that cannot be done. */
import { isRefinedStep } from './refined-step';
import { inRange, invalid, isWhole, need, oneOf } from './need';
import type { Calibration, DerivedColumn, Fitting, Refinements } from './refinements';
import type { FoldPlan } from '../task/folds';
import type { ColumnStep } from './types';

const CALIBRATIONS: readonly Calibration[] = ['none', 'platt', 'isotonic', 'temperature'];
const MOST_FOLDS = 50;
const MOST_REPEATS = 20;
const MOST_DERIVED = 1000;

/** @throws LoamError `recipe-invalid` */
export function checkRefinements({ derive, fitting, calibration, coverage }: Refinements): void {
  checkDerived(derive);
  checkFitting(fitting);
  need(
    oneOf(calibration, CALIBRATIONS),
    'calibration',
    'must be none, platt, isotonic or temperature',
  );
  need(
    coverage === null || inRange(coverage, 0.5, 0.999),
    'coverage',
    'must be from 0.5 to 0.999, or null',
  );
}

/** Steps that came later are said in `loam.recipe/4` only. */
export function checkUnrefinedSteps(steps: unknown): void {
  if (!Array.isArray(steps)) return;
  const at = (steps as (ColumnStep | null)[]).findIndex(
    (step) => typeof step?.step === 'string' && isRefinedStep(step),
  );
  if (at >= 0) invalid(`preprocessing.${at}.step`, 'is known to loam.recipe/4 only');
}

function checkDerived(derive: DerivedColumn[]): void {
  need(Array.isArray(derive) && derive.length <= MOST_DERIVED, 'derive', 'must be a list');
  derive.forEach(({ name, expression }, i) => {
    need(typeof name === 'string' && name !== '', `derive.${i}.name`, 'must be a name');
    need(typeof expression === 'string', `derive.${i}.expression`, 'must be an expression');
  });
  const names = derive.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) invalid('derive', `makes ${twice} twice`);
}

function checkFitting(fitting: Fitting): void {
  need(typeof fitting === 'object' && fitting !== null, 'fitting', 'must be an object');
  if (fitting.type === 'held-out') return;
  need(fitting.type === 'folds', 'fitting.type', 'must be held-out or folds');
  checkFoldPlan(fitting.folds, 'fitting.folds');
}

/** @throws LoamError `recipe-invalid` */
export function checkFoldPlan(plan: FoldPlan, field: string): void {
  need(typeof plan === 'object' && plan !== null, field, 'must be an object');
  need(isWhole(plan.count, 2, MOST_FOLDS), `${field}.count`, `must be 2 to ${MOST_FOLDS}`);
  if (plan.by === 'time') {
    need(inRange(plan.horizon, 1, 1e13), `${field}.horizon`, 'must be milliseconds above 0');
    return;
  }
  need(oneOf(plan.by, ['hash', 'stratified']), `${field}.by`, 'must be hash, stratified or time');
  need(isWhole(plan.repeats, 1, MOST_REPEATS), `${field}.repeats`, `must be 1 to ${MOST_REPEATS}`);
  need(isWhole(plan.seed, 0, Number.MAX_SAFE_INTEGER), `${field}.seed`, 'must be 0 or more');
}
