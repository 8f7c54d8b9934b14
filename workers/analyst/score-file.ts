/** Scores a file with a model version: the same text, with the answers at the end of every line. */
import { blobPieces } from '../../src/core/ingest/blob-pieces';
import type { RowTrouble, HeaderMismatch } from '../../src/deploy/scoring/types';
import { scoreCsv } from '../../src/deploy/scoring/score-csv';
import { fileProblem } from '../../src/deploy/templates/page/problem-text';
import { LoamError } from '../../src/core/errors';
import { plainList } from '../../src/core/task/guess/plain-list';
import { plainNumber } from '../../src/core/evaluation/plain-number';
import type { CallContext, Progress } from '../contract';
import type { LoadedModel } from './load-model';
import type { Pause } from './pause';

/** Significant digits in sentences. */
const DIGITS = 4;

function lackingError({ lacking }: HeaderMismatch): LoamError {
  const near = lacking.find((each) => each.near !== null);
  const hint = near ? ` “${near.near}” is nearly “${near.input}”.` : '';
  return new LoamError('columns-differ', {
    column: plainList(lacking.map(({ input }) => input)),
    count: lacking.length,
    reason: `The file lacks ${lacking.length === 1 ? 'a column' : `${lacking.length} columns`} that the model reads.${hint}`,
  });
}

function troubleNote({ count, lines }: RowTrouble, what: string): string[] {
  if (count === 0) return [];
  const rows = count === 1 ? '1 row has' : `${plainNumber(count, DIGITS)} rows have`;
  const where = `${lines.length === 1 ? 'line' : 'lines'} ${lines.map((line) => plainNumber(line, DIGITS)).join(', ')}`;
  return [`${rows} ${what} (${where}${count > lines.length ? ', …' : ''}).`];
}

/** @throws LoamError `columns-differ` where the file lacks inputs, else those of `scoreCsv` */
export async function scoreFile(
  { manifest, preprocessing, predictor, release }: LoadedModel,
  file: Blob,
  name: string,
  { signal, progress }: CallContext<Progress>,
  pause: Pause,
): Promise<{ csv: Blob; rows: number; notes: string[] }> {
  const parts: BlobPart[] = [];
  const outcome = await scoreCsv(
    { name, size: file.size, open: () => blobPieces(file) },
    manifest,
    predictor,
    {
      write: (bytes) => parts.push(bytes as Uint8Array<ArrayBuffer>),
      signal,
      pause,
      onProgress: (done, rows) =>
        progress({ done, label: `${plainNumber(rows, DIGITS)} rows of ${name} scored` }),
    },
  ).finally(release);
  if (outcome.type === 'header-mismatch') throw lackingError(outcome);
  const { rows, long, short, transcodedFrom, problems } = outcome;
  return {
    csv: new Blob(parts, { type: 'text/csv' }),
    rows,
    notes: [
      ...troubleNote(
        long,
        'more cells than the first line; what is beyond its columns was not read',
      ),
      ...troubleNote(short, 'fewer cells than the first line; what they lack counts as missing'),
      ...(transcodedFrom ? [`The file was ${transcodedFrom}; the scored one is UTF-8.`] : []),
      ...problems.map((found) => fileProblem(preprocessing, found)),
    ],
  };
}
