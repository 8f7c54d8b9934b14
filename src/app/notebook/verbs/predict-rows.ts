/** `predict`: rows that a cell hands over, through the predictor that app, worker and pages share. */
import { LoamError } from '../../../core/errors';
import type { Predictions, VerbTypes } from '../../../kernel/library/verbs';
import { askedModel } from './asked-model';
import type { Asking, VerbPlace } from './desk';
import { RowAnswers } from './row-answers';

/** Rows between two turns of the event loop. */
const BLOCK = 2048;

export async function predictRows(
  place: VerbPlace,
  { signal }: Asking,
  { with: subject, columns, rows }: VerbTypes['predict']['args'],
): Promise<Predictions> {
  const { predictor } = await askedModel(place, subject);
  const answers = new RowAnswers(predictor, columns);
  for (let start = 0; start < rows; start += BLOCK) {
    await place.effects.wait(0, signal);
    if (signal.aborted) throw new LoamError('cancelled');
    await answers.add(start, Math.min(rows, start + BLOCK));
  }
  return answers.finish();
}
