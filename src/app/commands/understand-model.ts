/** Asks how a model comes to its answers. What has been asked before is read, not worked out again. */
import { understandingKey, type AskedOf } from '../../core/understand/analysis-key';
import type { Understanding } from '../../core/understand/types';
import type { WorkspaceContext } from '../workspace-context';
import type { WorkOptions } from './evaluate-run';
import { keptAnalysis } from './kept-analysis';

/** @throws LoamError `test-sealed`, `part-empty`, `columns-differ`, `argument-invalid`, `cancelled` */
export async function understandModel(
  session: WorkspaceContext,
  about: AskedOf,
  options: WorkOptions = {},
): Promise<Understanding> {
  const { model: of } = about;
  const key = understandingKey(about);
  return keptAnalysis(session, { kind: 'understanding', key, of }, async (lease) => {
    const asked = { workspace: session.id, lease, ...about };
    const { understanding, link } = await session.workers.analyst.call(
      'understand',
      asked,
      options,
    );
    return { answer: understanding, link };
  });
}
