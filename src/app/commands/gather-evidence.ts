/** Asks what makes the held-out numbers of a task better than they are. What has been asked before is read again. */
import type { Evidence } from '../../core/evidence/types';
import { identityOf } from '../../core/hash/digest';
import type { EvidenceRequest } from '../../../workers/analyst/compare-contract';
import type { WorkspaceContext } from '../workspace-context';
import type { WorkOptions } from './evaluate-run';

/** @throws LoamError `cancelled`; before a task is made, what making it would throw */
export async function gatherEvidence(
  session: WorkspaceContext,
  request: EvidenceRequest,
  options: WorkOptions = {},
): Promise<Evidence> {
  const key = identityOf({ kind: 'evidence', ...request });
  const found = await session.store.find('analyses', 'key', key);
  const known = found.find(({ kind }) => kind === 'evidence');
  if (known) return session.json(known.result, 'loam.evidence/1');
  return session.underLease(async (lease) => {
    const { evidence, link } = await session.workers.analyst.call(
      'evidence',
      { workspace: session.id, lease: lease.id, ...request },
      options,
    );
    const of = 'task' in request ? request.task : request.spec.dataset;
    return {
      ops: [{ type: 'analysed', key, kind: 'evidence', of, result: link }],
      value: evidence,
    };
  });
}
