/** The record of the code that made rows: which cells, from which data, and which columns only they can make. */
import { linkTo, digestOf } from '../../../core/hash/digest';
import type { MakingCode } from '../../../core/log/types';
import type { VerbTypes } from '../../../kernel/library/verbs';
import { cellsAsText } from '../../code-recipe/planned-code';
import type { VerbPlace } from './desk';
import { datasetById } from './find';

type Saved = Pick<VerbTypes['save-dataset']['args'], 'columns' | 'from' | 'made'>;

/**
 * What was made of made columns is made, too: a column keeps what its data's own record says of it.
 * Null where the cell is not known, which then nobody could show.
 */
export async function makingCode(
  place: VerbPlace,
  cell: string,
  { columns, from, made }: Saved,
): Promise<{ code: MakingCode; bytes: Uint8Array } | null> {
  const cells = place.desk.cellsOf(cell);
  if (!cells) return null;
  const sources = await Promise.all(from.map((id) => datasetById(place, id)));
  const before = sources.flatMap(({ source }) => source.code?.columns ?? []);
  const known = new Set([...made, ...before]);
  const bytes = cellsAsText(cells.map(({ source }) => source));
  const code = {
    object: linkTo(digestOf(bytes)),
    from: sources.map(({ manifest }) => manifest),
    columns: columns.map(({ name }) => name).filter((name) => known.has(name)),
  };
  return { code, bytes };
}
