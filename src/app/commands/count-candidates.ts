/** How many candidates of a task were judged on rows of validation: whoever looks best of so many looks too good. */
import type { Link } from '../../core/hash/digest';
import type { WorkspaceContext } from '../workspace-context';

export interface Candidates {
  /** Runs with a value on validation. */
  runs: number;
  /** Trials of studies, those that were stopped early included. */
  trials: number;
}

export async function countCandidates(
  { store }: Pick<WorkspaceContext, 'store'>,
  task: Link,
): Promise<Candidates> {
  const [runs, studies] = await Promise.all([
    store.find('runs', 'task', task),
    store.find('studies', 'task', task),
  ]);
  const trials = await Promise.all(studies.map(({ id }) => store.find('trials', 'study', id)));
  return {
    runs: runs.filter(({ validation }) => validation?.value != null).length,
    trials: trials.flat().filter(({ mean }) => mean !== null).length,
  };
}
