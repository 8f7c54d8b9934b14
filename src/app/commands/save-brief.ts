/** Why a model is wanted, kept for the data (any version) and what is predicted of it. */
import type { Brief } from '../../core/brief/types';
import type { WorkspaceContext } from '../workspace-context';

/** The last one saved counts; one that is saved again as it is changes nothing. */
export async function saveBrief(context: WorkspaceContext, brief: Brief): Promise<void> {
  const { dataset, target, question } = brief;
  await context.underLease(async (lease) => {
    const link = await context.store.putJson(lease.id, brief);
    const [newest] = await briefRows(context, dataset, target);
    if (newest?.brief === link) return { ops: [], value: undefined };
    return {
      ops: [{ type: 'brief-saved', brief: link, dataset, target, question }],
      value: undefined,
    };
  });
}

/** Null where nobody wrote one. */
export async function loadBrief(
  context: Pick<WorkspaceContext, 'store' | 'json'>,
  dataset: string,
  target: string,
): Promise<Brief | null> {
  const [newest] = await briefRows(context, dataset, target);
  return newest ? context.json(newest.brief, 'loam.brief/1') : null;
}

/** Of one data and target, newest first. */
async function briefRows(
  { store }: Pick<WorkspaceContext, 'store'>,
  dataset: string,
  target: string,
) {
  const rows = await store.find('briefs', 'dataset', dataset);
  return rows.filter((row) => row.target === target);
}
