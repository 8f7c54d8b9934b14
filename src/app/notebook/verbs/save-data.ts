/** `save-dataset`: rows that a cell made become a dataset version, through the worker that imports files. */
import type { ColumnType } from '../../../core/dataset/types';
import type { DataFacts, PlainColumn, VerbTypes } from '../../../kernel/library/verbs';
import { datasetSaved } from '../../commands/dataset-saved';
import type { Asking, VerbPlace } from './desk';
import { datasetById, mustPress } from './find';
import { makingCode } from './making-code';
import { dataFacts } from './read-data';

/** Rows per piece of text, so that the text never exists twice. */
const PIECE = 4096;

/** What is saved already under that name, and equal to the bit, is answered without a new version. */
export async function saveData(
  place: VerbPlace,
  asking: Asking,
  { name, note, columns, rows, from, made }: VerbTypes['save-dataset']['args'],
): Promise<DataFacts> {
  const { context } = place;
  const named = name.trim();
  const file = new Blob(jsonLines(columns, rows), { type: 'application/jsonl' });
  const types = Object.fromEntries(
    columns.map((each): [string, ColumnType] => [each.name, each.type]),
  );
  const saved = await context.underLease<string>(async (lease) => {
    const result = await context.workers.ingest.call(
      'read',
      {
        workspace: context.id,
        lease: lease.id,
        file,
        name: `${named}.jsonl`,
        options: { format: 'jsonl', encoding: 'utf-8', types },
      },
      { signal: asking.signal, onProgress: (event) => asking.progress(event) },
    );
    const [newest] = await context.store.find('datasets', 'name', named);
    if (newest?.manifest === result.manifestLink) return { ops: [], value: newest.id };
    const version = newest ? ` as version ${newest.version + 1}` : '';
    await mustPress(
      place,
      asking,
      `Save ${rows} row${rows === 1 ? '' : 's'} as “${named}”${version}`,
    );
    const making = await makingCode(place, asking.cell, { columns, from, made });
    if (making) await context.store.writer(lease.id).put(making.bytes);
    const code = making?.code;
    const op = datasetSaved(result, {
      name: named,
      parent: newest?.manifest ?? null,
      note,
      source: { ...result.source, name: 'a notebook cell', ...(code && { code }) },
    });
    const [entry] = await context.store.commit([op], lease);
    return { ops: [], value: entry!.id };
  });
  context.storage.keep();
  return dataFacts(place, await datasetById(place, saved));
}

function jsonLines(columns: readonly PlainColumn[], rows: number): string[] {
  const pieces: string[] = [];
  const keys = columns.map(({ name }) => JSON.stringify(name));
  for (let start = 0; start < rows; start += PIECE) {
    const lines: string[] = [];
    for (let row = start; row < Math.min(rows, start + PIECE); row++) {
      const members = columns.map(({ values }, i) => `${keys[i]}:${JSON.stringify(values[row])}`);
      lines.push(`{${members.join(',')}}\n`);
    }
    pieces.push(lines.join(''));
  }
  return pieces;
}
