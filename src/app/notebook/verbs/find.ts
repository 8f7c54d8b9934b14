/** What a cell names, by name or by id, and whether it may read it. */
import { LoamError } from '../../../core/errors';
import type { DatasetRow, ModelRow, RunRow } from '../../../core/log/rows';
import type { WorkspaceStore } from '../../../storage';
import { nearestNames } from '../../../kernel/library/nearest-names';
import type { Subject } from '../../../kernel/library/verbs';
import type { Asking, VerbPlace } from './desk';

/** `churn` (the newest) or `churn@2`; a name may itself hold an @. */
function refOf(ref: string): { name: string; version: number | null }[] {
  const match = /^(.*)@(\d{1,9})$/s.exec(ref);
  const whole = { name: ref, version: null };
  return match ? [{ name: match[1]!, version: Number(match[2]) }, whole] : [whole];
}

async function byRef<T extends 'datasets' | 'models'>(
  store: WorkspaceStore,
  table: T,
  ref: string,
  kind: string,
): Promise<T extends 'datasets' ? DatasetRow : ModelRow> {
  const candidates = refOf(ref.trim());
  for (const { name, version } of candidates) {
    const rows = await store.find(table, 'name', name);
    const found = version === null ? rows[0] : rows.find((row) => row.version === version);
    if (found) return found as never;
  }
  const [{ name, version }] = candidates as [(typeof candidates)[number]];
  const versions = version === null ? [] : await store.find(table, 'name', name);
  const known = [...new Set((await store.list(table, { limit: 500 })).map((row) => row.name))];
  const near = nearestNames(name, known);
  const reason =
    versions.length > 0
      ? `“${name}” has the versions ${versions
          .map((row) => row.version)
          .reverse()
          .join(', ')}`
      : near.length > 0
        ? `near to it: ${near.join(', ')}`
        : known.length > 0
          ? `there are ${known.slice(0, 12).join(', ')}`
          : 'there is none yet';
  throw new LoamError('not-found', { kind, name: ref, reason });
}

export function datasetByRef({ context }: VerbPlace, ref: string): Promise<DatasetRow> {
  return byRef(context.store, 'datasets', ref, 'dataset');
}

export function modelByRef(
  { context }: { context: Pick<VerbPlace['context'], 'store'> },
  ref: string,
): Promise<ModelRow> {
  return byRef(context.store, 'models', ref, 'model');
}

export async function datasetById({ context }: VerbPlace, id: string): Promise<DatasetRow> {
  const row = await context.store.get('datasets', id);
  if (!row) throw new LoamError('not-found', { kind: 'dataset', name: id });
  return row;
}

export async function modelById({ context }: VerbPlace, id: string): Promise<ModelRow> {
  const row = await context.store.get('models', id);
  if (!row) throw new LoamError('not-found', { kind: 'model', name: id });
  return row;
}

/** The run that is meant, or that made the model. @throws LoamError `not-found` where it is not here */
export async function runOf(place: VerbPlace, of: Subject): Promise<RunRow> {
  const model = 'model' in of ? await modelById(place, of.model) : null;
  const id = 'run' in of ? of.run : (model?.run ?? null);
  const row = id === null ? undefined : await place.context.store.get('runs', id);
  if (row) return row;
  if (!model) throw new LoamError('not-found', { kind: 'run', name: id ?? '' });
  const reason = `the run that made “${model.name}” ${model.version} stayed where it was trained, and so did its data`;
  throw new LoamError('not-found', { kind: 'run', reason });
}

/** @throws LoamError `not-allowed` where the person did not allow it */
export async function mustRead(
  { desk }: VerbPlace,
  asking: Asking,
  dataset: DatasetRow,
): Promise<void> {
  const allowed = await desk.mayRead(asking.cell, dataset.name, asking.signal);
  if (asking.signal.aborted) throw new LoamError('cancelled');
  if (!allowed) throw new LoamError('not-allowed', { name: dataset.name });
}

/** The data that a run learnt from. @throws LoamError `not-found`, `not-allowed` */
export async function mustReadDataOf(place: VerbPlace, asking: Asking, run: RunRow): Promise<void> {
  const { store, json } = place.context;
  const task = await json(run.task, 'loam.task/1');
  const [dataset] = await store.find('datasets', 'manifest', task.dataset);
  if (!dataset) {
    const reason = `the data of ${run.name} is not in this workspace`;
    throw new LoamError('not-found', { kind: 'dataset', reason });
  }
  await mustRead(place, asking, dataset);
}

/** @throws LoamError `cancelled` where the person does not press */
export async function mustPress({ desk }: VerbPlace, asking: Asking, label: string): Promise<void> {
  const pressed = await desk.press(asking.cell, label, asking.signal);
  if (!pressed || asking.signal.aborted) throw new LoamError('cancelled', { what: label });
}
