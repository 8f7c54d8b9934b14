/** `predict`: rows that a cell hands over, through the predictor that app, worker and pages share. */
import { LoamError } from '../../../core/errors';
import { linkDigest, type Link } from '../../../core/hash/digest';
import { fusedPredictor } from '../../../ml/engine/fused/predict/fused-predictor';
import type { Predictions, VerbTypes } from '../../../kernel/library/verbs';
import type { Asking, VerbPlace } from './desk';
import { modelOf } from './evaluate-runs';
import { modelById, runOf } from './find';
import { RowAnswers } from './row-answers';

/** Rows between two turns of the event loop. */
const BLOCK = 2048;

export async function predictRows(
  place: VerbPlace,
  { signal }: Asking,
  { with: subject, columns, rows }: VerbTypes['predict']['args'],
): Promise<Predictions> {
  const link: Link =
    'model' in subject
      ? (await modelById(place, subject.model)).model
      : modelOf(await runOf(place, subject));
  const { json, store } = place.context;
  const manifest = await json(link, 'loam.model/1');
  const preprocessing = await json(manifest.preprocessing, 'loam.preprocessing/1');
  const weights = manifest.weights ? await store.objects.get(linkDigest(manifest.weights)) : null;
  const predictor = await fusedPredictor(manifest, preprocessing, weights);

  const answers = new RowAnswers(predictor, columns);
  for (let start = 0; start < rows; start += BLOCK) {
    await place.effects.wait(0, signal);
    if (signal.aborted) throw new LoamError('cancelled');
    answers.add(start, Math.min(rows, start + BLOCK));
  }
  return answers.finish();
}
