import type { Table } from '../../core/dataset/types';
import { stepWidth } from '../../core/model/step-width';
import type { FittedPreprocessing } from '../../core/model/types';
import type { TrainableRecipe } from '../../core/recipe/types';
import type { Target } from '../../core/task/target';
import { asCoded, columnOf } from '../preprocess/column-view';
import { makeDeriver } from '../preprocess/derive';
import { crossFitted } from '../preprocess/target-encode';

/**
 * Where a step learns from the target, rows of train get what other rows of train say in place of what all say.
 *
 * @param inputs [rows, width] of the rows of train; changed in place
 */
export function putCrossFitted(
  { preprocessing, seed }: Pick<TrainableRecipe, 'preprocessing' | 'seed'>,
  fitted: FittedPreprocessing,
  table: Table,
  rows: Uint32Array,
  target: Target,
  inputs: Float32Array,
): void {
  if (!preprocessing.some(({ step }) => step === 'target-encode')) return;
  const derived = makeDeriver(fitted.derived ?? [])(table);
  let at = 0;
  preprocessing.forEach((step, s) => {
    const width = stepWidth(fitted.steps[s]!);
    if (step.step === 'target-encode') {
      const column = asCoded(columnOf(derived, step.column));
      const values = crossFitted(step, column, rows, target, seed);
      for (let i = 0; i < rows.length; i++) {
        inputs.set(values.subarray(i * width, (i + 1) * width), i * fitted.width + at);
      }
    }
    at += width;
  });
}
