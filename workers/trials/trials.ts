/**
 * Works for studies: a candidate on a fold at a time, and the end of a trial as objects. The data of the last study
 * stays in memory between its units.
 */
import * as Comlink from 'comlink';
import { LoamError } from '../../src/core/errors';
import { linkTo, type Link } from '../../src/core/hash/digest';
import { canonicalBytes } from '../../src/core/json/canonical';
import type { EngineChoice } from '../../src/core/log/types';
import type { ObjectReader, ObjectWriter } from '../../src/core/ports';
import { unitsOf, type Units } from '../../src/core/metrics/intervals/units';
import { encodeOutOfFold, firstRepeat, joinFolds } from '../../src/core/study/out-of-fold';
import {
  foldValue,
  meanAndSd,
  trialScore,
  type TrialScore,
} from '../../src/core/study/trial-score';
import type { OutOfFold, TrialResult } from '../../src/core/study/types';
import type { Fold } from '../../src/core/task/folds';
import { lackingClass } from '../../src/core/task/lacking-class';
import type { EngineProvider } from '../../src/ml/engine/engine';
import { trainFold } from '../../src/ml/train/train-fold';
import type { TrainEffects } from '../../src/ml/train/train-session';
import type { SharedData, TrialEnd, TrialsApi, Unit, UnitDone } from './contract';
import { prepareStudy, type PreparedStudy } from './prepared-study';
import { shareData } from './share-data';

export interface TrialsStore {
  objects: ObjectReader;
  writer(leaseId: string): ObjectWriter;
  close(): void;
}

export interface TrialsEffects extends TrainEffects {
  openStore(workspace: string): Promise<TrialsStore>;
  providers: EngineProvider[];
  /** Whether other workers may look at this one's rows. */
  canShare: boolean;
}

/** Milliseconds between two words about a fold: epochs come by the hundred, and each word takes the page's time. */
const TELL_MS = 100;

interface Scored extends TrialScore {
  all: OutOfFold | null;
  /** In the order of their numbers. */
  folds: UnitDone[];
}

const NOT_SCORED: Scored = { all: null, folds: [], score: null, cheapest: null };

interface Kept {
  workspace: string;
  link: Link;
  prepared: PreparedStudy;
}

export class Trials implements TrialsApi {
  readonly #choices = new Map<string, EngineChoice>();
  #kept: Kept | null = null;

  constructor(private readonly effects: TrialsEffects) {}

  prepareStudy: TrialsApi['prepareStudy'] = async ({ workspace, study, shared }, { signal }) => {
    this.#kept = null;
    const read = await this.#within(workspace, ({ objects }) =>
      prepareStudy(objects, study, shared, signal),
    );
    const own = shared ? null : this.#share(read);
    const prepared = own
      ? {
          ...read,
          table: { rows: own.rows, columns: own.columns },
          parts: own.parts,
          keys: own.keys,
        }
      : read;
    this.#kept = { workspace, link: study, prepared };
    const judged = read.folds.map(({ judge }) => judge.length);
    return { folds: judged.length, judged, shared: own };
  };

  #share({ table, parts, keys }: PreparedStudy): SharedData | null {
    return this.effects.canShare ? shareData({ ...table, parts, keys }) : null;
  }

  runFold: TrialsApi['runFold'] = async (unit, { signal, progress }) => {
    const prepared = await this.#prepared(unit, signal);
    const { candidate } = unit;
    const { study, target } = prepared;
    const fold = foldOf(prepared, unit.fold);
    const lacks = lackingClass(target, fold.learn);
    if (lacks !== null) return undefinedFold(fold.number, lacks);
    const { now, pause, providers } = this.effects;
    let told = now();
    const { answers, bestEpoch, seconds, bytes, engine } = await trainFold(
      { ...prepared, candidate, fold },
      providers,
      {
        signal,
        progress(event) {
          if (event.type !== 'epoch' || now() - told < TELL_MS) return;
          told = now();
          progress({ done: event.report.epoch / event.report.epochs });
        },
      },
      { now, pause, choices: this.#choices },
    );
    const value = foldValue(study.metric, target, fold.judge, answers);
    const result = { fold: fold.number, value, rows: fold.judge.length, seconds, bestEpoch };
    return Comlink.transfer({ result, answers, bytes, engine }, [answers.buffer]);
  };

  endTrial: TrialsApi['endTrial'] = async (end, { signal }) => {
    const scored = end.folds.length > 0 ? await this.#score(end, signal) : NOT_SCORED;
    return this.#within(end.workspace, async ({ writer }) => {
      const objects = writer(end.lease);
      const { all, folds, ...scores } = scored;
      const answers = all && linkTo(await objects.put(encodeOutOfFold(all)));
      const result = resultOf(end, { folds, ...scores, answers });
      return { link: linkTo(await objects.put(canonicalBytes(result))), result };
    });
  };

  async #score(end: TrialEnd, signal: AbortSignal): Promise<Scored> {
    const prepared = await this.#prepared(end, signal);
    const { study, target } = prepared;
    const folds = end.folds.toSorted((a, b) => a.result.fold - b.result.fold);
    const width = target.type === 'classes' ? target.classes.length : 1;
    const answered = folds
      .filter(({ result }) => result.lacks === undefined)
      .map(({ result, answers }) => ({ fold: foldOf(prepared, result.fold), answers }));
    if (answered.length === 0) return { ...NOT_SCORED, folds };
    const all = joinFolds(answered, width);
    const once = firstRepeat(all, study.folds.count);
    const watch = { signal, pause: this.effects.pause };
    const units = groupsOf(prepared, once.rows);
    return { all, folds, ...(await trialScore(once, target, study, watch, units)) };
  }

  async #prepared({ workspace, study }: Pick<Unit, 'workspace' | 'study'>, signal: AbortSignal) {
    const kept = this.#kept;
    if (kept?.workspace === workspace && kept.link === study) return kept.prepared;
    const prepared = await this.#within(workspace, ({ objects }) =>
      prepareStudy(objects, study, null, signal),
    );
    this.#kept = { workspace, link: study, prepared };
    return prepared;
  }

  async #within<T>(workspace: string, work: (store: TrialsStore) => Promise<T>): Promise<T> {
    const store = await this.effects.openStore(workspace);
    try {
      return await work(store);
    } finally {
      store.close();
    }
  }
}

/** Rows of one group are drawn as one; null where the task has no groups. */
function groupsOf({ task, keys }: PreparedStudy, rows: Uint32Array): Units | null {
  if (task.rule.by === 'time' || task.rule.key !== 'group') return null;
  return unitsOf(Array.from(rows, (row) => `${keys.high[row]!}/${keys.low[row]!}`));
}

/** Nobody is trained; FOLDS.md section 3. */
function undefinedFold(fold: number, lacks: string): UnitDone {
  const result = { fold, value: null, rows: 0, seconds: 0, bestEpoch: 0, lacks };
  return { result, answers: new Float64Array(0), bytes: 0, engine: 'none' };
}

function foldOf({ folds }: PreparedStudy, number: number): Fold {
  const fold = folds[number];
  if (!fold) throw new LoamError('internal', { message: `no fold ${number}` });
  return fold;
}

function resultOf(
  { study, number, parameters, candidate, outcome }: TrialEnd,
  {
    folds,
    ...scored
  }: Pick<TrialResult, 'score' | 'cheapest' | 'answers'> & { folds: TrialEnd['folds'] },
): TrialResult {
  const results = folds.map(({ result }) => result);
  const trained = folds.find(({ result }) => result.lacks === undefined);
  return {
    format: 'loam.trial/1',
    study,
    number,
    parameters,
    candidate,
    outcome,
    folds: results,
    ...meanAndSd(results.map(({ value }) => value)),
    ...scored,
    seconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
    bytes: trained?.bytes ?? 0,
    engine: trained?.engine ?? 'none',
  };
}
