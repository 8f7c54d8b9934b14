/** The task's metric on validation after an epoch, from the outputs of the network. */
import { matrixColumn, picked, pickedCodes } from '../../core/dataset/picked';
import { exp } from '../../core/math';
import type { Answers } from '../../core/metrics/answers';
import { metricValue } from '../../core/metrics/measure';
import type { TaskManifest } from '../../core/task/types';
import { answersOf } from '../predict/answer';
import type { Prepared } from './prepare';

export const DEFAULT_THRESHOLD = 0.5;

const same = (outputs: Float32Array): Float32Array => outputs;

/** Returns a function of the outputs [rows, outputs] on validation; null where the metric is undefined. */
export function watchMetric(
  task: TaskManifest,
  prepared: Prepared,
): (outputs: Float32Array) => number | null {
  const { target, validationRows, targetTransform } = prepared;
  const classes = task.classes?.length ?? 1;
  const head = { kind: task.kind, targetTransform, classes };
  if (target.type === 'number') {
    const truth = picked(target.values, validationRows);
    const meanOf =
      prepared.job.loss === 'poisson' ? (outputs: Float32Array) => outputs.map(exp) : same;
    return (outputs) => {
      const predicted = answersOf(head, meanOf(outputs));
      return metricValue(task.metric, { kind: 'regression', truth, predicted });
    };
  }
  const truth = pickedCodes(target.codes, validationRows);
  return (outputs) => {
    const flat = answersOf(head, outputs);
    const probabilities = Array.from({ length: classes }, (_, c) => matrixColumn(flat, classes, c));
    const answers: Answers =
      task.kind === 'binary'
        ? { kind: 'binary', truth, probabilities, threshold: DEFAULT_THRESHOLD }
        : { kind: 'multiclass', truth, probabilities };
    return metricValue(task.metric, answers);
  };
}
