/** What a recipe refines, in words; nothing where it does not. */
import { spanWords } from '../evaluation/span-words';
import type { FoldPlan } from '../task/folds';
import type { Calibration, Refinements } from './refinements';
import type { Setting } from './setting';

export const CALIBRATION_NAMES: Readonly<Record<Calibration, string>> = {
  none: 'as the model gives them',
  platt: 'Platt scaling',
  isotonic: 'isotonic regression',
  temperature: 'temperature scaling',
};

/** "5 folds, stratified, 2 times over", "4 windows of 7 days, each after the rows learnt from" */
export function foldWords(plan: FoldPlan): string {
  if (plan.by === 'time') {
    return `${plan.count} windows of ${spanWords(plan.horizon)}, each after the rows learnt from`;
  }
  const by = plan.by === 'stratified' ? ', stratified' : '';
  return `${plan.count} folds${by}${plan.repeats > 1 ? `, ${plan.repeats} times over` : ''}`;
}

export function refinementSettings({ fitting, calibration, coverage }: Refinements): Setting[] {
  return [
    ...(fitting.type === 'folds'
      ? [{ label: 'Learns from', value: `train and validation, after ${foldWords(fitting.folds)}` }]
      : []),
    ...(calibration === 'none'
      ? []
      : [{ label: 'Probabilities', value: CALIBRATION_NAMES[calibration] }]),
    ...(coverage === null
      ? []
      : [{ label: 'How sure', value: `covers ${Number((coverage * 100).toPrecision(4))} %` }]),
  ];
}
