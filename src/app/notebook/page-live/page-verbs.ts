/** The verbs that a page can answer: which model is meant, and what it predicts. It has nothing else. */
import { LoamError } from '../../../core/errors';
import { openModel, type OpenedModel } from '../../../deploy/notebook-page/open-notebook-page';
import type { NotebookEnvelope } from '../../../deploy/notebook-page/types';
import type { Verbs } from '../../../kernel/host/types';
import type { Predictions, VerbTypes } from '../../../kernel/library/verbs';
import { modelFacts } from '../verbs/model-facts';
import { RowAnswers } from '../verbs/row-answers';
import { modelArgs, predictArgs } from '../verbs/asking-shapes';

function refused(argument: string, reason: string): LoamError {
  return new LoamError('argument-invalid', { argument, reason });
}

export function pageVerbs(envelope: Pick<NotebookEnvelope, 'models' | 'objects'>): Verbs {
  const opened = new Map<string, OpenedModel>();

  /** Its hashes and golden examples are checked when it is first asked for. */
  function modelOf(isMeant: (refs: readonly string[], id: string) => boolean): OpenedModel {
    const entry = envelope.models.find(({ refs, id }) => isMeant(refs, id));
    if (!entry) throw refused('loam.model', 'this page does not carry that model');
    const known = opened.get(entry.id);
    if (known) return known;
    const model = openModel(envelope, entry);
    opened.set(entry.id, model);
    return model;
  }

  async function predict({
    with: subject,
    columns,
    rows,
  }: VerbTypes['predict']['args']): Promise<Predictions> {
    if (!('model' in subject)) throw refused('loam.predict', 'this page carries saved models only');
    const { predictor } = modelOf((_, id) => id === subject.model);
    const answers = new RowAnswers(predictor, columns);
    await answers.add(0, rows);
    return answers.finish();
  }

  return ({ verb, args }) =>
    // A failure is an answer too.
    new Promise((resolve) => {
      if (verb === 'model' && modelArgs(args)) {
        const ref = args.ref.trim();
        const { entry, manifest } = modelOf((refs) => refs.includes(ref));
        resolve(modelFacts(entry, manifest));
      } else if (verb === 'predict' && predictArgs(args)) {
        resolve(predict(args));
      } else {
        throw refused(`loam.${verb.slice(0, 60)}`, 'a saved page has no data and trains nothing');
      }
    });
}
