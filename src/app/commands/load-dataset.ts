/** A dataset version with what the workspace made of it. */
import type { DatasetManifest, DatasetProfile } from '../../core/dataset/types';
import type { DatasetRow, ModelRow } from '../../core/log/rows';
import type { WorkspaceContext } from '../workspace-context';

export interface LoadedDataset {
  row: DatasetRow;
  manifest: DatasetManifest;
  profile: DatasetProfile;
  /** All versions under its name, newest first. */
  versions: DatasetRow[];
  /** Ids of the runs that learnt from it, and the models saved from them. */
  runs: string[];
  models: ModelRow[];
}

/** Null where the version is not in this workspace. */
export async function loadDataset(
  { store, json }: WorkspaceContext,
  id: string,
): Promise<LoadedDataset | null> {
  const row = await store.get('datasets', id);
  if (!row) return null;
  const [manifest, profile, versions, tasks] = await Promise.all([
    json(row.manifest, 'loam.dataset/1'),
    json(row.profile, 'loam.profile/1'),
    store.find('datasets', 'name', row.name),
    store.find('tasks', 'dataset', row.manifest),
  ]);
  const links = [...new Set(tasks.map(({ task }) => task))];
  const runs = (await Promise.all(links.map((task) => store.ids('runs', 'task', task)))).flat();
  // One reading of all models: there may be thousands of runs, and a question for each would block the page.
  const known = new Set(runs);
  const models = (await store.list('models')).filter(({ run }) => run !== null && known.has(run));
  return { row, manifest, profile, versions, runs, models };
}
