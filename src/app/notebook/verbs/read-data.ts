/** `data` and `rows`: what a dataset version holds, and its rows page by page as typed columns. */
import { readRows } from '../../../core/dataset/read-table';
import type { ColumnProfile, ColumnSchema, Table } from '../../../core/dataset/types';
import { LoamError } from '../../../core/errors';
import type { DatasetRow } from '../../../core/log/rows';
import type { DataColumn, DataFacts, VerbTypes } from '../../../kernel/library/verbs';
import type { Asking, VerbPlace } from './desk';
import { datasetById, datasetByRef, mustRead } from './find';

export async function describeData(
  place: VerbPlace,
  asking: Asking,
  { ref }: VerbTypes['data']['args'],
): Promise<DataFacts> {
  const row = await datasetByRef(place, ref);
  await mustRead(place, asking, row);
  return dataFacts(place, row);
}

export async function dataFacts({ context }: VerbPlace, row: DatasetRow): Promise<DataFacts> {
  const manifest = await context.json(row.manifest, 'loam.dataset/1');
  const profile = await context.json(row.profile, 'loam.profile/1');
  const profiles = new Map(profile.columns.map((each) => [each.name, each]));
  const { id, name, version, rows } = row;
  const columns = manifest.columns.map(({ schema }): DataColumn => ({
    name: schema.name,
    type: schema.type,
    labels: labelsOf(schema, profiles.get(schema.name)),
  }));
  return { id, name, version, rows, columns };
}

/** All values, where the profile knows them all: as a task would name its classes. */
function labelsOf(schema: ColumnSchema, profile: ColumnProfile | undefined): string[] | null {
  if (schema.type === 'boolean') return [...schema.labels];
  if (!profile) return null;
  const { coded, numeric, distinct, distinctExact } = profile;
  if (coded && coded.rest === 0) return coded.top.map(({ value }) => value).sort();
  if (schema.type === 'datetime' || !numeric || !distinctExact || numeric.infinite > 0) return null;
  return distinct === 2 ? [String(numeric.min), String(numeric.max)] : null;
}

export async function readPage(
  place: VerbPlace,
  asking: Asking,
  { dataset, columns, start, count }: VerbTypes['rows']['args'],
): Promise<Table> {
  const row = await datasetById(place, dataset);
  await mustRead(place, asking, row);
  const manifest = await place.context.json(row.manifest, 'loam.dataset/1');
  const known = new Set(manifest.columns.map(({ schema }) => schema.name));
  const stranger = columns.find((name) => !known.has(name));
  if (stranger !== undefined) throw new LoamError('columns-differ', { column: stranger });
  const end = Math.min(manifest.rows, start + count);
  const selection = { start: Math.min(start, end), count: Math.max(0, end - start) };
  return readRows(manifest, place.context.store.objects, selection, {
    columns,
    signal: asking.signal,
  });
}
