/** Answers about models and data that are worth keeping: what was asked before is read, not worked out again. */
import type { FormatName, Found } from '../../core/formats/read-format';
import type { Digest, Link } from '../../core/hash/digest';
import type { AnalysisKind } from '../../core/log/types';
import type { WorkspaceContext } from '../workspace-context';

const FORMATS = {
  understanding: 'loam.understanding/1',
  comparison: 'loam.comparison/1',
  evidence: 'loam.evidence/1',
  evaluation: 'loam.evaluation/1',
} as const satisfies Record<AnalysisKind, FormatName>;

type Answer<K extends AnalysisKind> = Found<(typeof FORMATS)[K]>;

export interface Asked<K extends AnalysisKind> {
  kind: K;
  /** Of everything that is read. */
  key: Digest;
  /** What is asked about first. */
  of: Link;
}

/** @param work stores the answer under a lease of that id. @throws what `work` throws */
export async function keptAnalysis<K extends AnalysisKind>(
  context: WorkspaceContext,
  { kind, key, of }: Asked<K>,
  work: (lease: string) => Promise<{ answer: Answer<K>; link: Link }>,
): Promise<Answer<K>> {
  const found = await context.store.find('analyses', 'key', key);
  const known = found.find((row) => row.kind === kind);
  if (known) return context.json(known.result, FORMATS[kind]);
  return context.underLease(async (lease) => {
    const { answer, link } = await work(lease.id);
    return { ops: [{ type: 'analysed', key, kind, of, result: link }], value: answer };
  });
}
