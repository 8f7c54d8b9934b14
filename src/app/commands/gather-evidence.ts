/** Asks what makes the held-out numbers of a task better than they are. What has been asked before is read again. */
import type { Evidence } from '../../core/evidence/types';
import { identityOf } from '../../core/hash/digest';
import type { EvidenceRequest } from '../../../workers/analyst/compare-contract';
import type { WorkspaceContext } from '../workspace-context';
import type { WorkOptions } from './evaluate-run';
import { keptAnalysis } from './kept-analysis';

/** @throws LoamError `cancelled`; before a task is made, what making it would throw */
export async function gatherEvidence(
  session: WorkspaceContext,
  request: EvidenceRequest,
  options: WorkOptions = {},
): Promise<Evidence> {
  const kind = 'evidence';
  const key = identityOf({ kind, ...request });
  const of = 'task' in request ? request.task : request.spec.dataset;
  return keptAnalysis(session, { kind, key, of }, async (lease) => {
    const asked = { workspace: session.id, lease, ...request };
    const { evidence, link } = await session.workers.analyst.call('evidence', asked, options);
    return { answer: evidence, link };
  });
}
