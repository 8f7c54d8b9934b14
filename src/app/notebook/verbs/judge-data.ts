/** `evaluate-data`: a model on labelled data. What it has learnt from, and what is sealed, does not count. */
import { LoamError } from '../../../core/errors';
import { readRecipe } from '../../../core/formats/read-manifest';
import { isLearntByFolds } from '../../../core/recipe/refinements-of';
import type { EvaluationFacts, VerbTypes } from '../../../kernel/library/verbs';
import type { Asking, VerbPlace } from './desk';
import { modelOf } from './evaluate-runs';
import { datasetById, modelById, mustRead, mustReadDataOf, runOf } from './find';

/** A saved model answers as it was saved, with its own threshold. */
export async function judgeOnData(
  place: VerbPlace,
  asking: Asking,
  { of, dataset: id }: VerbTypes['evaluate-data']['args'],
): Promise<EvaluationFacts> {
  const { context } = place;
  const row = await runOf(place, of);
  await mustReadDataOf(place, asking, row);
  const dataset = await datasetById(place, id);
  await mustRead(place, asking, dataset);
  const model = 'model' in of ? (await modelById(place, of.model)).model : modelOf(row);
  const validationToo = isLearntByFolds(await readRecipe(context.store.objects, row.recipe));
  const { evaluation, leftOut, scores } = await context.workers.analyst.call(
    'judgeData',
    {
      ...{ workspace: context.id, model, task: row.task, dataset: dataset.manifest },
      validationToo,
      testOpened: row.test !== null,
    },
    { signal: asking.signal, onProgress: (event) => asking.progress(event) },
  );
  const { name, version } = dataset;
  if (!evaluation) {
    const { learnt, sealed, unlabelled } = leftOut;
    const reason = `“${name}” ${version} has no row to judge on: ${learnt} were learnt from, ${sealed} are of the sealed test part, ${unlabelled} have no known answer`;
    throw new LoamError('argument-invalid', { argument: 'loam.evaluate: on', reason });
  }
  const judged = { ...evaluation, part: null };
  return { run: row.id, evaluation: judged, data: { name, version, leftOut }, scores };
}
