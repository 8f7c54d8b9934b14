/** What a model of a task can be compared with: the newest version under each name, and the runs of the task. */
import type { Link } from '../../core/hash/digest';
import type { ModelRow, RunRow } from '../../core/log/rows';
import type { WorkspaceContext } from '../workspace-context';

export interface References {
  /** Saved models whose run learnt this task, each in its newest version, newest first. */
  saved: { model: ModelRow; run: RunRow }[];
  /** The other runs of the task that have a model, newest first. */
  runs: RunRow[];
}

export async function listReferences(
  { store }: Pick<WorkspaceContext, 'store'>,
  task: Link,
): Promise<References> {
  const all = await store.find('runs', 'task', task);
  const able = all.filter(({ outcome }) => outcome && outcome.type !== 'failed' && outcome.model);
  const byId = new Map(able.map((run) => [run.id, run]));
  const seen = new Set<string>();
  const saved: References['saved'] = [];
  for (const model of await store.list('models')) {
    if (seen.has(model.name)) continue;
    seen.add(model.name);
    const run = model.run === null ? undefined : byId.get(model.run);
    if (run) saved.push({ model, run });
  }
  const named = new Set(saved.map(({ run }) => run.id));
  return { saved, runs: able.filter(({ id }) => !named.has(id)) };
}
