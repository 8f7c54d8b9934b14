/**
 * A series of daily numbers, 7 days ahead by rolling origin: the ladder with its defaults beside the seasonal naive
 * forecast. MASE counts errors in the mean change over a season that was seen before each origin.
 */
import { seasonalScale } from '../../../src/core/metrics/forecast';
import { ladderCandidates } from '../../../src/core/study/ladder';
import { maseByFold, naiveReference } from '../../../src/core/study/naive-reference';
import { joinFolds } from '../../../src/core/study/out-of-fold';
import { seriesFacts } from '../../../src/core/study/series';
import { dealFolds } from '../../../src/core/task/deal-folds';
import { foldKeys, foldTimes } from '../../../src/core/task/fold-keys';
import { exactProvider } from '../../../src/ml/engine/fused/provider';
import { trainFold } from '../../../src/ml/train/train-fold';
import type { Row } from '../row';
import { meanOf, winnerOf, type Rung } from './climb';
import { factsOf, openTask, type FileTask } from './file-task';

const PLAN = { by: 'time', count: 20, horizon: 7 * 86_400_000 } as const;
const effects = { now: () => performance.now(), pause: () => Promise.resolve() };
const providers = [exactProvider(effects.now)];

export async function forecastRows(path: string): Promise<Row[]> {
  const file: FileTask = {
    name: 'daily_min_temperatures',
    target: 'celsius',
    time: 'date',
    metric: 'mae',
  };
  const opened = await openTask(path, file);
  const { task, table, target, parts } = opened;
  if (target.type !== 'number') throw new Error('the series is of numbers');
  const { values } = target;
  const times = foldTimes(task, table)!;
  const keys = foldKeys(task, table);
  const folds = dealFolds({ plan: PLAN, parts, target, keys, times });
  const facts = factsOf(opened, 1);
  const reference = naiveReference(times, values, folds)!;
  const { signal } = new AbortController();
  const rungs: Rung[] = [];
  for (const candidate of ladderCandidates(facts, seriesFacts(facts, PLAN))) {
    const started = performance.now();
    const answered = [];
    for (const fold of folds) {
      const work = { candidate, task, table, target, keys, fold };
      const { answers } = await trainFold(work, providers, { signal }, effects);
      answered.push({ fold, answers });
    }
    const answers = joinFolds(answered, 1);
    const { kind } = candidate.model;
    const scores = new Map([['mae' as const, maseByFold(answers, values, reference)]]);
    rungs.push({ kind, scores, seconds: (performance.now() - started) / 1000 });
  }
  const winner = winnerOf(rungs, 'mae');
  const metric = `MASE, season ${reference.season}, mean of 20 origins 7 days apart`;
  const naive = reference.error;
  const rowOf = (task: string, value: number, goal: string | null): Row => ({
    task: `daily_min_temperatures, ${task}`,
    metric: `${metric} / the seasonal naive's`,
    value,
    unit: '',
    peer: naive / meanScale(reference.scales),
    ratio: (value * meanScale(reference.scales)) / naive,
    goal,
    met: goal === null ? null : value < 1,
  });
  // In the change from one day to the next: the unit that is hardest to beat.
  const step = seasonalScale(values, Math.min(...folds.map(({ judge }) => judge[0]!)), 1)!;
  const inSteps = winner.value * (meanScale(reference.scales) / step);
  return [
    rowOf(
      `winner of the ladder, each origin by what the others chose (${winner.chosen})`,
      winner.value,
      '< 1',
    ),
    {
      task: 'daily_min_temperatures, the same',
      metric: 'MASE, season 1: in the mean change from one day to the next',
      value: inSteps,
      unit: '',
      peer: null,
      ratio: null,
      goal: '< 1',
      met: inSteps < 1,
    },
    ...rungs.map(({ kind, scores }) => rowOf(kind, meanOf(scores.get('mae')!), null)),
  ];
}

function meanScale(scales: readonly (number | null)[]): number {
  const defined = scales.filter((scale) => scale !== null);
  return defined.reduce((sum, scale) => sum + scale, 0) / defined.length;
}
