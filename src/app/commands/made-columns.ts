/** Which inputs the made columns of a model come from, by name of the made column. */
import type { ModelManifest } from '../../core/model/types';
import { madeOf } from '../../ml/explain';
import type { WorkspaceContext } from '../workspace-context';

export async function madeColumns(
  session: WorkspaceContext,
  { preprocessing }: Pick<ModelManifest, 'preprocessing'>,
): Promise<Map<string, string[]>> {
  return madeOf(await session.json(preprocessing, 'loam.preprocessing'));
}
