/** `models`, `model`, `reproduce` and `export`: what the registry knows, and what leaves it. */
import { EXPORT_NOUNS } from '../../../core/log/export-kinds';
import { LoamError } from '../../../core/errors';
import type { ModelRow } from '../../../core/log/rows';
import { LEVELS } from '../../../core/reproduce/level';
import type {
  ExportFacts,
  ModelFacts,
  Reproduction,
  VerbTypes,
} from '../../../kernel/library/verbs';
import { handOver, prepareExport } from '../../commands/export-model';
import { loadModel, type LoadedModel } from '../../commands/load-model';
import { madeInputs } from '../../commands/made-inputs';
import { reproduceModel } from '../../commands/reproduce-model';
import { madeBy } from '../../commands/run-making';
import type { Asking, VerbPlace } from './desk';
import { modelFacts } from './model-facts';
import { modelByRef, mustPress } from './find';

/** Newer ones are asked for by name. */
const MOST_LISTED = 500;

export async function factsOf({ context }: VerbPlace, row: ModelRow): Promise<ModelFacts> {
  return modelFacts(row, await context.json(row.model, 'loam.model'));
}

export async function listModels(place: VerbPlace): Promise<ModelFacts[]> {
  const rows = await place.context.store.list('models', { limit: MOST_LISTED });
  return Promise.all(rows.map((row) => factsOf(place, row)));
}

export async function findModel(
  place: VerbPlace,
  { ref }: VerbTypes['model']['args'],
): Promise<ModelFacts> {
  return factsOf(place, await modelByRef(place, ref));
}

async function loaded(place: VerbPlace, id: string): Promise<LoadedModel> {
  const model = await loadModel(place.context, id);
  if (!model) throw new LoamError('not-found', { kind: 'model', name: id });
  return model;
}

export async function reproduceSaved(
  place: VerbPlace,
  { signal, progress }: Asking,
  { model: id }: VerbTypes['reproduce']['args'],
): Promise<Reproduction> {
  const model = await loaded(place, id);
  const made = madeBy(model);
  if ('obstacle' in made) {
    throw new LoamError('not-found', { kind: 'run', reason: made.obstacle });
  }
  const { trainer } = place.effects;
  const remade = await reproduceModel(place.context, model, made, {
    signal,
    onProgress: progress,
    ...(trainer && { trainer }),
  });
  switch (remade.type) {
    case 'cancelled':
      throw new LoamError('cancelled', { what: `Making ${model.row.name} again` });
    case 'failed':
      throw new LoamError(remade.code, { reason: remade.what });
    case 'checked': {
      const { level, numbers } = remade.proof;
      return {
        level,
        says: level === 0 ? 'Made again, it gave other numbers.' : LEVELS[level].meaning,
        same: numbers.filter(({ same }) => same),
        differs: numbers.filter(({ same }) => !same),
      };
    }
    default:
      throw remade satisfies never;
  }
}

/** The person reads how much leaves before the press; the cell is answered with all of it. */
export async function exportSaved(
  place: VerbPlace,
  asking: Asking,
  { model: id, kind }: VerbTypes['export']['args'],
): Promise<ExportFacts> {
  const model = await loaded(place, id);
  const page = await prepareExport(place.context, kind, [model]);
  const { row } = model;
  const size = `${Math.max(1, Math.round(page.bytes.length / 1024))} KB`;
  const leaving = `${page.leaving.length} value${page.leaving.length === 1 ? '' : 's'} of the data`;
  const mustBring = madeInputs(model);
  const lacks = mustBring.length > 0 ? `, and code that made ${mustBring.join(', ')} does not` : '';
  await mustPress(
    place,
    asking,
    `Export “${row.name}” ${row.version} as ${EXPORT_NOUNS[kind]} (${size}); ${leaving} leave with it${lacks}`,
  );
  await handOver(place.context, page);
  const { sha256, bytes, leaving: leaves } = page;
  return { kind, sha256, bytes: bytes.length, leaves, mustBring };
}
