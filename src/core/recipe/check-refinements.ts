/** Refuses what a recipe of `loam.recipe/4` says beyond the others, where that cannot be done. */
import { isRefinedStep } from './refined-step';
import { inRange, invalid, isWhole, need, oneOf } from './need';
import {
  isLag,
  type Calibration,
  type DerivedColumn,
  type DerivedExpression,
  type DerivedLag,
  type Fitting,
  type Refinements,
} from './refinements';
import { columnsRead } from '../expression/columns-read';
import { parseExpression } from '../expression/parse';
import type { FoldPlan } from '../task/folds';
import type { ColumnStep } from './types';

const CALIBRATIONS: readonly Calibration[] = ['none', 'platt', 'isotonic', 'temperature'];
const MOST_FOLDS = 50;
const MOST_REPEATS = 20;
const MOST_DERIVED = 1000;
const MOST_ROWS_BACK = 100_000;
const MOST_AVERAGED = 1000;

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

/** Names of derived columns are new to each other; that they are new to the dataset, training sees. */
function checkDerived(derive: DerivedColumn[]): void {
  need(Array.isArray(derive) && derive.length <= MOST_DERIVED, 'derive', 'must be a list');
  const before = new Set<string>();
  derive.forEach((derived, i) => {
    const field = `derive.${i}`;
    need(typeof derived === 'object' && derived !== null, field, 'must be an object');
    const { name } = derived;
    need(typeof name === 'string' && name !== '', `${field}.name`, 'must be a name');
    if (before.has(name)) invalid('derive', `makes ${name} twice`);
    if (isLag(derived)) checkLag(derived, before, `${field}.lag`);
    else checkDerivedExpression(derived, derive, before, `${field}.expression`);
    before.add(name);
  });
}

function checkDerivedExpression(
  { expression }: DerivedExpression,
  derive: DerivedColumn[],
  before: ReadonlySet<string>,
  field: string,
): void {
  need(typeof expression === 'string', field, 'must be an expression');
  const parsed = parseExpression(expression);
  if (parsed.type === 'problem') {
    const { at, message } = parsed.problem;
    return invalid(field, `cannot be read at character ${at + 1}: ${message}`);
  }
  const later = columnsRead(parsed.expression).find(
    (column) => !before.has(column) && derive.some(({ name }) => name === column),
  );
  if (later !== undefined) invalid(field, `reads ${later}, which is not made before it`);
}

function checkLag({ lag }: DerivedLag, before: ReadonlySet<string>, field: string): void {
  need(typeof lag === 'object' && lag !== null, field, 'must be an object');
  need(typeof lag.column === 'string', `${field}.column`, 'must be a name');
  if (before.has(lag.column)) invalid(`${field}.column`, 'must be a column of the dataset');
  need(isWhole(lag.rows, 1, MOST_ROWS_BACK), `${field}.rows`, 'must be from 1 to 100,000');
  need(isWhole(lag.mean, 1, MOST_AVERAGED), `${field}.mean`, 'must be from 1 to 1,000');
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
