/** `save-model`: a run's model under a name, calibrated and deciding as the cell asks. */
import { LoamError } from '../../../core/errors';
import { chooseThreshold, type ThresholdWish } from '../../../core/evaluation/choose-threshold';
import { plainNumber } from '../../../core/evaluation/plain-number';
import { BY_HAND, thresholdClause } from '../../../core/evaluation/threshold-clause';
import { digestOf, linkTo } from '../../../core/hash/digest';
import type { RunRow } from '../../../core/log/rows';
import type { ModelFacts, VerbTypes } from '../../../kernel/library/verbs';
import { recalibrateRun } from '../../commands/recalibrate-run';
import { decidedBytes, saveModel } from '../../commands/save-model';
import { unseenAnswers } from '../../commands/unseen-answers';
import { loadBrief } from '../../commands/save-brief';
import { calibrationsOf } from '../../draft-refinements';
import type { Asking, VerbPlace } from './desk';
import { modelOf } from './evaluate-runs';
import { modelById, mustPress, mustReadDataOf, runOf } from './find';
import { followRun } from './follow-run';
import { factsOf } from './saved-models';

/** What is saved already under that name, by the same run and deciding so, is answered without a new version. */
export async function saveRun(
  place: VerbPlace,
  asking: Asking,
  { run, name, note, threshold, calibrate }: VerbTypes['save-model']['args'],
): Promise<ModelFacts> {
  const { context } = place;
  const row = await calibratedRun(place, asking, await runOf(place, { run }), calibrate);
  const model = modelOf(row);
  const decides = threshold === null ? null : await decisionOf(place, asking, row, threshold);
  const kept = decides
    ? linkTo(digestOf(decidedBytes(await context.json(model, 'loam.model'), decides.threshold)))
    : model;
  const named = name.trim();
  const [newest] = await context.store.find('models', 'name', named);
  if (newest?.model === kept && newest.run === row.id) return factsOf(place, newest);
  const version = newest ? ` as version ${newest.version + 1}` : '';
  const deciding = decides
    ? `, deciding from ${plainNumber(decides.threshold, 4)} on: ${decides.says}`
    : '';
  await mustPress(
    place,
    asking,
    `Save the model of ${row.name} under “${named}”${version}${deciding}`,
  );
  return factsOf(
    place,
    await modelById(place, await saveModel(context, row, named, note, decides ?? {})),
  );
}

/** The run itself, or the same recipe learnt again with that calibration. */
async function calibratedRun(
  place: VerbPlace,
  asking: Asking,
  row: RunRow,
  calibrate: VerbTypes['save-model']['args']['calibrate'],
): Promise<RunRow> {
  if (calibrate === null) return row;
  const { context } = place;
  const { kind } = await context.json(row.task, 'loam.task/1');
  if (!calibrationsOf(kind).includes(calibrate)) {
    bad('calibrate', `for ${kind} there is ${calibrationsOf(kind).join(', ')}`);
  }
  const started = await recalibrateRun(context, row, calibrate);
  if (!started) return row;
  const { run } = started;
  await followRun(place, asking, run);
  return runOf(place, { run });
}

interface Decides {
  threshold: number;
  /** How it was chosen, as a clause. */
  chosen: string;
  /** What comes of it. */
  says: string;
}

async function decisionOf(
  place: VerbPlace,
  asking: Asking,
  row: RunRow,
  wish: number | ThresholdWish,
): Promise<Decides> {
  const { context } = place;
  const { kind, classes, target, dataset } = await context.json(row.task, 'loam.task/1');
  if (kind !== 'binary') bad('threshold', `is for two classes; this model answers ${kind}`);
  const positive = classes![1]!;
  if (typeof wish === 'number') {
    return { threshold: wish, chosen: BY_HAND, says: BY_HAND };
  }
  await mustReadDataOf(place, asking, row);
  const part = 'validation' as const;
  const unseen = await unseenAnswers(context, row, part);
  const scores = await context.workers.analyst.call(
    'decisionScores',
    {
      ...{ workspace: context.id, model: modelOf(row), task: row.task, part },
      unseen,
    },
    { signal: asking.signal },
  );
  const [data] = await context.store.find('datasets', 'manifest', dataset);
  const brief = data ? await loadBrief(context, data.name, target) : null;
  const cost = wish.by === 'cost' ? wish.cost : (brief?.cost ?? null);
  const found = chooseThreshold(scores, wish, positive, cost);
  if (found.type === 'impossible') bad('threshold', found.sentence);
  const { decision, sentence } = found;
  if (decision.found + decision.falseAlarms === 0) {
    bad('threshold', 'at these costs calling nobody is cheapest, so there is none to keep');
  }
  const unit =
    wish.by === 'cost' && brief?.cost && identical(brief.cost, wish.cost) ? brief.unit : '';
  const on = unseen?.type === 'out-of-fold' ? 'over the folds' : 'on validation';
  return {
    threshold: decision.threshold,
    chosen: thresholdClause(wish, positive, on, unit),
    says: sentence,
  };
}

function identical(
  a: { miss: number; falseAlarm: number },
  b: { miss: number; falseAlarm: number },
): boolean {
  return a.miss === b.miss && a.falseAlarm === b.falseAlarm;
}

function bad(option: string, reason: string): never {
  throw new LoamError('argument-invalid', { argument: `loam.save: ${option}`, reason });
}
