/** A study's trials as the workspace holds them. */
import type { Link } from '../../core/hash/digest';
import { trialId } from '../../core/log/project';
import type { TrialRow } from '../../core/log/rows';
import type { Operation } from '../../core/log/types';
import type { TrialSoFar } from '../../core/study/history';
import type { WorkspaceContext } from '../workspace-context';
import type { StudyDesk } from './study-work';

type Context = Pick<WorkspaceContext, 'store' | 'json' | 'underLease'>;

export function studyDesk(context: Context, study: string): StudyDesk {
  const { store } = context;
  return {
    async trials() {
      const rows = await store.find('trials', 'study', study);
      const known = await Promise.all(rows.map((row) => soFar(context, row)));
      return known.sort((a, b) => a.number - b.number);
    },
    async started({ number, parameters }) {
      await store.commit([{ type: 'trial-started', study, number, parameters }]);
    },
    async ended(number, keep) {
      const row = await store.get('trials', trialId({ study, number }));
      if (row && row.outcome !== 'running') return;
      await context.underLease(async (lease) => {
        const { link, result } = await keep(lease.id);
        const { outcome, mean, sd } = result;
        const fields = { study, number, result: link, outcome: outcome.type, mean, sd };
        const op: Operation = { type: 'trial-ended', ...fields };
        return { ops: [op], value: undefined };
      });
    },
  };
}

async function soFar(
  { json }: Context,
  { number, parameters, outcome, result, mean }: TrialRow,
): Promise<TrialSoFar & { seconds: number }> {
  const kept = result && (await json(result as Link, 'loam.trial/1'));
  const values = kept?.folds.map(({ value }) => value) ?? [];
  return { number, parameters, outcome, values, mean, seconds: kept?.seconds ?? 0 };
}
