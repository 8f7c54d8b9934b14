/** Whether a model made elsewhere answers what a task asks. */
import type { Network } from '../../core/model/types';
import type { TaskKind } from '../../core/task/types';

/** Null where the file can answer what the task asks; else why not, as a clause. */
export function kindProblem(
  file: { kind: TaskKind; outputs: number; type: Network['type'] },
  task: { kind: TaskKind; classes: readonly string[] | null },
): string | null {
  const asked = task.classes?.length ?? 1;
  if (file.kind === 'regression') {
    return task.kind === 'regression'
      ? null
      : `the model answers a number, the task asks for one of ${asked} classes`;
  }
  const known = file.kind === 'binary' ? 2 : file.outputs;
  if (task.kind === 'regression') {
    return `the model answers one of ${known} classes, the task asks for a number`;
  }
  if (known !== asked) {
    return `the model knows ${known} classes, the task has ${asked}`;
  }
  if (file.kind === 'multiclass' && task.kind === 'binary' && file.type === 'trees') {
    return 'the trees answer each of two classes by itself';
  }
  return null;
}
