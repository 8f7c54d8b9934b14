/** A model version as the builders of exports take it. */
import { laterExamples } from '../../deploy/model/golden-examples';
import type { CardDataset, ExportInput } from '../../deploy/model/types';
import type { LoadedModel } from './load-model';

export function exportInputOf(model: LoadedModel): ExportInput {
  const { row, manifest, preprocessing, weights, recipe, task } = model;
  return {
    model: { link: row.model, manifest, preprocessing, weights },
    recipe,
    task,
    dataset: learntFrom(model),
    evaluation: judgedAs(model),
    name: row.name,
    version: row.version,
    note: row.note,
    brief: model.brief,
    chosen: row.chosen ?? model.card?.chosen ?? null,
  };
}

/** The data by name and size: from this workspace, or from the card that the model came with. */
function learntFrom({ dataset, card, task }: LoadedModel): CardDataset {
  const known = dataset ?? card?.dataset;
  return {
    name: known?.name ?? '',
    version: known?.version ?? 0,
    manifest: task.dataset,
    rows: known?.rows ?? 0,
  };
}

function judgedAs({ evaluation, card }: LoadedModel): ExportInput['evaluation'] {
  if (evaluation || !card?.evaluation) return evaluation;
  return { ...card.evaluation, model: card.model, task: card.task };
}

/** With golden examples, where ONNX Runtime has to be asked for them. */
export async function askedInputOf(model: LoadedModel): Promise<ExportInput> {
  const input = exportInputOf(model);
  const { manifest, predictor } = model;
  if (manifest.network.type !== 'onnx') return input;
  return { ...input, examples: await laterExamples(manifest, predictor) };
}
