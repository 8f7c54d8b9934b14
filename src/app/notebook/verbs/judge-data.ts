/** `evaluate-data`: a model on labelled data. What it has learnt from, and what is sealed, does not count. */
import { decodeScores } from '../../../core/evaluation/score-bytes';
import { sharedSentence } from '../../../core/evidence/shared-rows';
import { linkDigest } from '../../../core/hash/digest';
import type { EvaluationFacts, VerbTypes } from '../../../kernel/library/verbs';
import { evaluateOnData } from '../../commands/evaluate-on-data';
import type { Asking, VerbPlace } from './desk';
import { modelOf } from './evaluate-runs';
import { datasetById, modelById, mustRead, mustReadDataOf, runOf } from './find';

/** A saved model answers as it was saved, with its own threshold where none is given. */
export async function judgeOnData(
  place: VerbPlace,
  asking: Asking,
  { of, dataset: id, threshold, by }: VerbTypes['evaluate-data']['args'],
): Promise<EvaluationFacts> {
  const { context } = place;
  const run = await runOf(place, of);
  await mustReadDataOf(place, asking, run);
  const dataset = await datasetById(place, id);
  await mustRead(place, asking, dataset);
  const model = 'model' in of ? (await modelById(place, of.model)).model : modelOf(run);
  const found = await evaluateOnData(
    context,
    { model, run, dataset: dataset.manifest, threshold, by },
    { signal: asking.signal, onProgress: (event) => asking.progress(event) },
  );
  const { leftOut, shared, slices, notes, scores, ...worth } = found;
  const { name, version } = dataset;
  const says = sharedSentence(shared, found.rows);
  return {
    run: run.id,
    evaluation: { ...worth, part: null },
    data: { name, version, leftOut, shared: { rows: shared.count, says }, notes },
    slices: by.map((column) => slices.find((each) => each.column === column)!),
    scores: scores && decodeScores(await context.store.objects.get(linkDigest(scores))),
  };
}
