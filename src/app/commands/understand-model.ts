/** Asks how a model comes to its answers. What has been asked before is read, not worked out again. */
import type { Link } from '../../core/hash/digest';
import { understandingKey, type AskedOf } from '../../core/understand/analysis-key';
import type { Understanding } from '../../core/understand/types';
import type { WorkspaceContext } from '../workspace-context';
import type { WorkOptions } from './evaluate-run';

export interface Understood {
  understanding: Understanding;
  /** Whether it was there already. */
  known: boolean;
}

async function knownAnswer(session: WorkspaceContext, key: string): Promise<Understanding | null> {
  const found = await session.store.find('analyses', 'key', key);
  const row = found.find(({ kind }) => kind === 'understanding');
  return row ? session.json(row.result, 'loam.understanding/1') : null;
}

/** @throws LoamError `test-sealed`, `part-empty`, `columns-differ`, `argument-invalid`, `cancelled` */
export async function understandModel(
  session: WorkspaceContext,
  asked: AskedOf,
  options: WorkOptions = {},
): Promise<Understood> {
  const key = understandingKey(asked);
  const known = await knownAnswer(session, key);
  if (known) return { understanding: known, known: true };
  const understanding = await session.underLease(async (lease) => {
    const answered = await session.workers.analyst.call(
      'understand',
      { workspace: session.id, lease: lease.id, ...asked },
      options,
    );
    const result: Link = answered.link;
    return {
      ops: [{ type: 'analysed', key, kind: 'understanding', of: asked.model, result }],
      value: answered.understanding,
    };
  });
  return { understanding, known: false };
}
