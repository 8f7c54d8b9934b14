/** Answers about models and data that are worth keeping: what was asked before is read, not worked out again. */
import type { FormatName, Found } from '../../core/formats/read-format';
import type { Digest, Link } from '../../core/hash/digest';
import type { AnalysisKind } from '../../core/log/types';
import type { WorkspaceContext } from '../workspace-context';

/** What is asked, under which kind it is recorded, and as what the answer is stored. */
const KEPT = {
  understanding: { kind: 'understanding', format: 'loam.understanding/1' },
  comparison: { kind: 'comparison', format: 'loam.comparison/1' },
  evidence: { kind: 'evidence', format: 'loam.evidence/1' },
  evaluation: { kind: 'evaluation', format: 'loam.evaluation/1' },
  'data-evaluation': { kind: 'evaluation', format: 'loam.evaluation/2' },
} as const satisfies Record<string, { kind: AnalysisKind; format: FormatName }>;

type Kept = keyof typeof KEPT;
type Answer<K extends Kept> = Found<(typeof KEPT)[K]['format']>;

export interface Asked<K extends Kept> {
  kind: K;
  /** Of everything that is read. */
  key: Digest;
  /** What is asked about first. */
  of: Link;
}

/** @param work stores the answer under a lease of that id. @throws what `work` throws */
export async function keptAnalysis<K extends Kept>(
  context: WorkspaceContext,
  { kind: asked, key, of }: Asked<K>,
  work: (lease: string) => Promise<{ answer: Answer<K>; link: Link }>,
): Promise<Answer<K>> {
  const { kind, format } = KEPT[asked];
  const found = await context.store.find('analyses', 'key', key);
  const known = found.find((row) => row.kind === kind);
  if (known) return context.json(known.result, format) as Promise<Answer<K>>;
  return context.underLease(async (lease) => {
    const { answer, link } = await work(lease.id);
    return { ops: [{ type: 'analysed', key, kind, of, result: link }], value: answer };
  });
}
