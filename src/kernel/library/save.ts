/** `loam.save`: a run's model under a name, with the threshold that it decides at. */
import type { DecisionCost } from '../../core/evaluation/decisions';
import type { ThresholdWish } from '../../core/evaluation/choose-threshold';
import type { Calibration } from '../../core/recipe/refinements';
import type { DatasetDeps } from './dataset';
import { meant, Model } from './model';
import { filled, number, oneOf, options, refuse, shown, text } from './refuse';
import { calibrationOf } from './sure';
import { costOf } from './task';

export interface SaveOptions {
  note?: string;
  /**
   * Two classes: the answer is the positive one from this probability on; or how it is chosen on validation: by
   * cost (default the task's), or by the least recall or precision. Default: as the model was trained.
   */
  threshold?:
    number | { by: 'cost'; cost?: DecisionCost } | { by: 'recall' | 'precision'; least: number };
  /** Classes: the recipe is learnt again with this calibration, which a run that has it already is not. */
  calibrate?: Calibration;
}

export async function save(
  { send }: DatasetDeps,
  run: unknown,
  name: unknown,
  o: unknown,
): Promise<Model> {
  const at = 'loam.save';
  const { subject, cost } = meant(`${at}: run`, run);
  if (!('run' in subject)) return refuse(`${at}: run`, 'is a model that is saved already.');
  const named = filled(`${at}: name`, name, 'the name of the model');
  const given = options(`${at}: options`, o, ['note', 'threshold', 'calibrate']);
  const args = {
    run: subject.run,
    name: named,
    note: text(`${at}: note`, given.note ?? ''),
    threshold: thresholdOf(`${at}: threshold`, given.threshold, cost),
    calibrate: given.calibrate === undefined ? null : calibrationOf(at, given.calibrate),
  };
  return new Model(await send('save-model', args));
}

function thresholdOf(
  at: string,
  given: unknown,
  known: DecisionCost | null,
): number | ThresholdWish | null {
  if (given === undefined) return null;
  if (typeof given === 'number') return number(at, given, 0, 1);
  if (given === null || typeof given !== 'object') {
    return refuse(
      at,
      `is ${shown(given)}; give a probability from 0 to 1, or how it is chosen, such as { by: "cost" }.`,
    );
  }
  const { by, cost, least } = options(at, given, ['by', 'cost', 'least']);
  const way = oneOf(`${at}.by`, by, ['cost', 'recall', 'precision'] as const);
  if (way !== 'cost') {
    if (cost !== undefined) refuse(`${at}.cost`, `is for { by: "cost" }, not for ${way}.`);
    return { by: way, least: number(`${at}.least`, least, 0, 1) };
  }
  if (least !== undefined) refuse(`${at}.least`, 'is for recall and precision, not for cost.');
  const costs = costOf(cost, `${at}.cost`) ?? known;
  return costs
    ? { by: 'cost', cost: { ...costs } }
    : refuse(
        `${at}.cost`,
        'is missing, and the task names none: { by: "cost", cost: { miss: 400, falseAlarm: 25 } }.',
      );
}
