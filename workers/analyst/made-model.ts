/** A model made elsewhere, fed for a task, before it is stored. */
import type { DatasetManifest } from '../../src/core/dataset/types';
import { LoamError } from '../../src/core/errors';
import type { FittedPreprocessing, ModelManifest } from '../../src/core/model/types';
import type { TaskManifest } from '../../src/core/task/types';
import { kindProblem } from '../../src/deploy/foreign/task-fit';

export interface MadeModel extends Pick<ModelManifest, 'network' | 'inputs' | 'targetTransform'> {
  preprocessing: FittedPreprocessing;
  weights: Uint8Array;
  producer: string;
  /** The inputs of the file, in its order. */
  names: readonly { name: string }[];
}

export interface TaskData {
  task: TaskManifest;
  dataset: DatasetManifest;
}

/** @throws LoamError `columns-differ` where the file does not answer what the task asks, or is fed with the answer */
export function checkFit(
  file: Parameters<typeof kindProblem>[0],
  task: TaskManifest,
  columns: readonly string[],
): void {
  const problem = kindProblem(file, task);
  if (problem) throw new LoamError('columns-differ', { reason: `It does not fit: ${problem}.` });
  if (columns.includes(task.target)) {
    throw new LoamError('columns-differ', { column: task.target, reason: 'It is the target.' });
  }
}
