/** A study as a cell sees it. */
import { modelLabel } from '../../../core/recipe/describe';
import type { TrialSoFar } from '../../../core/study/history';
import { dimensionImportance } from '../../../core/study/importance';
import { rankTrials } from '../../../core/study/rank-trials';
import { pickSimplest } from '../../../core/study/simplest';
import type { TrialResult } from '../../../core/study/types';
import { foldCount } from '../../../core/task/folds';
import type { ChosenTrial, StudyFacts, TrialFacts } from '../../../kernel/library/study-verbs';
import type { LoadedStudy } from '../../commands/load-study';

export type Chosen = ChosenTrial;

/** @param runOf the run that a trial becomes */
export async function studyFacts(
  { row, manifest, task, trials }: LoadedStudy,
  known: boolean,
  runOf: (trial: number) => Promise<Chosen>,
): Promise<StudyFacts> {
  const { metric, search, folds } = manifest;
  const results = trials.flatMap(({ result }) => (result ? [result] : []));
  const history = results.map(soFar);
  const best = rankTrials(metric, history).find(isFinished)?.number ?? null;
  const pick =
    search.type === 'ladder'
      ? pickSimplest(
          results
            .filter(({ outcome }) => outcome.type === 'finished')
            .map((result) => ({ ...result, label: modelLabel(result.candidate.model) })),
          { metric, folds, rows: task.counts.train + task.counts.validation },
        )
      : null;
  const chosen = best === null ? null : await runOf(best);
  return {
    id: row.id,
    name: row.name,
    known,
    kind: search.type,
    state: row.state === 'ended' ? 'ended' : 'finished',
    metric,
    folds: foldCount(folds),
    trials: results.map(trialFacts),
    best: chosen,
    simplest: pick && {
      ...(pick.simplest === best ? chosen! : await runOf(pick.simplest)),
      reason: pick.reason,
    },
    importance: search.type === 'search' ? dimensionImportance(search.space, history) : null,
  };
}

function isFinished({ outcome, mean }: TrialSoFar): boolean {
  return outcome === 'finished' && mean !== null;
}

function soFar({ number, parameters, outcome, folds, mean }: TrialResult): TrialSoFar {
  const values = folds.map(({ value }) => value);
  return { number, parameters, outcome: outcome.type, values, mean };
}

function trialFacts(result: TrialResult): TrialFacts {
  const { number, parameters, outcome, mean, sd, score, cheapest, seconds, bytes } = result;
  return {
    ...{ number, parameters, mean, sd, seconds, bytes },
    model: modelLabel(result.candidate.model),
    outcome: outcome.type,
    failure: outcome.type === 'failed' ? outcome.message : null,
    low: score?.low ?? null,
    high: score?.high ?? null,
    cost: cheapest?.cost ?? null,
    folds: result.folds.length,
    engine: result.engine,
  };
}
