/**
 * A ladder over the folds of a file, through the code that the app runs. The winner is chosen for each fold by the
 * others, so that no fold judges what it helped to choose.
 */
import { answersOfRows } from '../../../src/core/study/trial-score';
import { ladderCandidates } from '../../../src/core/study/ladder';
import type { Candidate } from '../../../src/core/study/types';
import { metricValues } from '../../../src/core/metrics/measure';
import { METRICS, type MetricName } from '../../../src/core/metrics/names';
import { dealFolds } from '../../../src/core/task/deal-folds';
import { foldKeys } from '../../../src/core/task/fold-keys';
import { foldCount, type FoldPlan } from '../../../src/core/task/folds';
import { exactProvider } from '../../../src/ml/engine/fused/provider';
import { trainFold } from '../../../src/ml/train/train-fold';
import { factsOf, type OpenedTask } from './file-task';

export interface Rung {
  kind: string;
  /** One value per fold; null where the metric is undefined there. */
  scores: Map<MetricName, (number | null)[]>;
  seconds: number;
}

const effects = { now: () => performance.now(), pause: () => Promise.resolve() };
const providers = [exactProvider(effects.now)];

export async function climb(opened: OpenedTask, plan: FoldPlan): Promise<Rung[]> {
  const share = (foldCount(plan) - 1) / foldCount(plan);
  const candidates = ladderCandidates(factsOf(opened, share));
  const rungs: Rung[] = [];
  for (const candidate of candidates) rungs.push(await climbRung(opened, plan, candidate));
  return rungs;
}

async function climbRung(
  { task, table, target, parts }: OpenedTask,
  plan: FoldPlan,
  candidate: Candidate,
): Promise<Rung> {
  const { signal } = new AbortController();
  const keys = foldKeys(task, table);
  const scores: Rung['scores'] = new Map();
  const started = performance.now();
  for (const fold of dealFolds({ plan, parts, target, keys })) {
    const work = { candidate, task, table, target, keys, fold };
    const { answers } = await trainFold(work, providers, { signal }, effects);
    for (const [name, value] of metricValues(answersOfRows(target, fold.judge, answers))) {
      scores.set(name, [...(scores.get(name) ?? []), value]);
    }
  }
  const seconds = (performance.now() - started) / 1000;
  const { kind, ...model } = candidate.model;
  return { kind: 'input' in model && model.input ? 'cnn' : kind, scores, seconds };
}

export function meanOf(values: readonly (number | null)[]): number {
  const defined = values.filter((value) => value !== null);
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

export interface Winner {
  /** Mean over the folds of the rung that the other folds chose. */
  value: number;
  /** Kinds that were chosen, and by how many folds. */
  chosen: string;
}

export function winnerOf(rungs: readonly Rung[], metric: MetricName): Winner {
  const sign = METRICS[metric].better === 'higher' ? 1 : -1;
  const folds = rungs[0]!.scores.get(metric)!.length;
  const values: (number | null)[] = [];
  const counts = new Map<string, number>();
  for (let fold = 0; fold < folds; fold++) {
    const others = (rung: Rung) =>
      sign * meanOf(rung.scores.get(metric)!.filter((_, i) => i !== fold));
    const best = rungs.reduce((one, other) => (others(other) > others(one) ? other : one));
    values.push(best.scores.get(metric)![fold]!);
    counts.set(best.kind, (counts.get(best.kind) ?? 0) + 1);
  }
  const chosen = [...counts].map(([kind, n]) => `${kind} ${n} of ${folds}`).join(', ');
  return { value: meanOf(values), chosen };
}
