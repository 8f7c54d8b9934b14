/** What a recipe refines, in words; nothing where it does not. */
import type { FoldPlan } from '../task/folds';
import type { Calibration, Refinements } from './refinements';
import type { Setting } from './setting';

export const CALIBRATION_NAMES: Readonly<Record<Calibration, string>> = {
  none: 'as the model gives them',
  platt: 'Platt scaling',
  isotonic: 'isotonic regression',
  temperature: 'temperature scaling',
};

/** "5 folds, stratified, 2 times over", "4 folds, one after the other in time" */
export function foldWords(plan: FoldPlan): string {
  if (plan.by === 'time') return `${plan.count} folds, one after the other in time`;
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
