/** What candidates are chosen from where the task is known already: its roles and counts over the data's profile. */
import type { DatasetRow } from '../core/log/rows';
import type { RecipeFacts } from '../core/recipe/facts';
import type { TaskManifest } from '../core/task/types';
import type { WorkspaceContext } from './workspace-context';

export async function studyFacts(
  { json }: Pick<WorkspaceContext, 'json'>,
  { profile }: DatasetRow,
  { kind, classes, roles, counts }: TaskManifest,
): Promise<RecipeFacts> {
  const { columns } = await json(profile, 'loam.profile/1');
  return { rows: counts.train, kind, classes, roles, columns };
}
