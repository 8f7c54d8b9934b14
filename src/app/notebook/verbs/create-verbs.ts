/**
 * The verbs of the `loam` library, as the app performs them: each calls the command that the forms call. What a
 * cell passed is checked for its shape first; a verb with consequences waits for a press.
 */
import { LoamError, toLoamError } from '../../../core/errors';
import type { VerbCall, Verbs } from '../../../kernel/host/types';
import type { VerbName, VerbTypes } from '../../../kernel/library/verbs';
import { compareAsked, understandAsked } from './ask-models';
import { keepBrief, readBrief } from './briefs';
import {
  defaultVerbEffects,
  type Asking,
  type VerbDesk,
  type VerbEffects,
  type VerbPlace,
} from './desk';
import { evaluateOn, openTestOf } from './evaluate-runs';
import { judgeOnData } from './judge-data';
import { explainRow } from './explain-row';
import { predictRows } from './predict-rows';
import { describeData, readPage } from './read-data';
import { saveData } from './save-data';
import { saveRun } from './save-run';
import { exportSaved, findModel, listModels, reproduceSaved } from './saved-models';
import { isVerb, VERB_SHAPES } from './shapes';
import { ladderOf, studyTask } from './study-task';
import { starter, trainRuns } from './train-runs';

type Performed = {
  [V in VerbName]: (asking: Asking, args: VerbTypes[V]['args']) => Promise<VerbTypes[V]['answer']>;
};

export function createVerbs(
  context: VerbPlace['context'],
  desk: VerbDesk,
  effects: VerbEffects = defaultVerbEffects,
): Verbs {
  const place: VerbPlace = { context, desk, effects };
  const start = starter(place);
  const performed: Performed = {
    data: (asking, args) => describeData(place, asking, args),
    rows: (asking, args) => readPage(place, asking, args),
    train: (asking, args) => trainRuns(place, asking, args, start),
    study: (asking, args) => studyTask(place, asking, args),
    ladder: (asking, args) => ladderOf(place, asking, args),
    compare: (asking, args) => compareAsked(place, asking, args),
    understand: (asking, args) => understandAsked(place, asking, args),
    evaluate: (asking, args) => evaluateOn(place, asking, args),
    'evaluate-data': (asking, args) => judgeOnData(place, asking, args),
    'open-test': (asking, args) => openTestOf(place, asking, args),
    predict: (asking, args) => predictRows(place, asking, args),
    explain: (asking, args) => explainRow(place, asking, args),
    brief: (asking, args) => readBrief(place, asking, args),
    'save-brief': (asking, args) => keepBrief(place, asking, args),
    models: () => listModels(place),
    model: (_, args) => findModel(place, args),
    reproduce: (asking, args) => reproduceSaved(place, asking, args),
    'save-model': (asking, args) => saveRun(place, asking, args),
    'save-dataset': (asking, args) => saveData(place, asking, args),
    export: (asking, args) => exportSaved(place, asking, args),
  };
  return async ({ cell, verb, args, signal, progress }: VerbCall) => {
    try {
      if (!isVerb(verb)) {
        throw new LoamError('argument-invalid', {
          argument: String(verb).slice(0, 60),
          reason: 'the library has no such verb',
        });
      }
      return await perform(performed, verb, args, { cell, signal, progress });
    } catch (error) {
      if (signal.aborted) throw new LoamError('cancelled');
      throw toLoamError(error);
    }
  };
}

function perform<V extends VerbName>(
  performed: Performed,
  verb: V,
  args: unknown,
  asking: Asking,
): Promise<unknown> {
  if (!VERB_SHAPES[verb](args)) {
    const reason = 'what was passed has another shape than the library sends, or is too large';
    throw new LoamError('argument-invalid', { argument: verb, reason });
  }
  if (asking.signal.aborted) throw new LoamError('cancelled');
  return performed[verb](asking, args);
}
