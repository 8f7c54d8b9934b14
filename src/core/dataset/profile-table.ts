/** The profile of a table in memory; reading a file gives the same for the same rows. */
import { CHUNK_ROWS } from './chunk-layout';
import { spansOfTexts } from './chunk-encode';
import { NumericProfiler } from './profile-numeric';
import { RowHashes } from './profile-rows';
import { countWords, TextProfiler } from './profile-texts';
import { textHash } from './text-hash';
import type { CodedColumn, ColumnProfile, DatasetProfile, Table } from './types';

export function profileTable(table: Table): DatasetProfile {
  const hashes = new RowHashes();
  const columns = table.columns.map((column, index): ColumnProfile => {
    const { name, type } = column.schema;
    if (column.kind === 'coded') return profileCoded(column, index, hashes);
    const profiler = new NumericProfiler();
    for (let at = 0; at < table.rows; at += CHUNK_ROWS) {
      profiler.add(column.values.subarray(at, Math.min(at + CHUNK_ROWS, table.rows)));
    }
    hashes.addNumbers(index, 0, column.values);
    return profiler.finish(name, type);
  });
  return {
    format: 'loam.profile/1',
    rows: table.rows,
    duplicateRows: hashes.duplicates(),
    columns,
  };
}

function profileCoded(column: CodedColumn, index: number, hashes: RowHashes): ColumnProfile {
  const { dictionary, codes } = column;
  const counts = new Float64Array(dictionary.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  const { offsets, bytes } = spansOfTexts(dictionary);
  const low = new Int32Array(dictionary.length);
  const high = new Int32Array(dictionary.length);
  const hash = new Int32Array(2);
  dictionary.forEach((_, entry) => {
    textHash(bytes, offsets[entry]!, offsets[entry + 1]!, hash);
    low[entry] = hash[0]!;
    high[entry] = hash[1]!;
  });
  hashes.addTexts(index, 0, codes, { low, high });
  const used = [...dictionary.keys()].filter((entry) => counts[entry]! > 0);
  const profiler = new TextProfiler();
  if (used.length > 0) {
    profiler.add({
      count: used.length,
      rowsOf: (i) => counts[used[i]!]!,
      wordsOf: (i) => countWords(bytes, offsets[used[i]!]!, offsets[used[i]! + 1]!),
      textOf: (i) => dictionary[used[i]!]!,
      compare: (i, j) => (dictionary[used[i]!]! < dictionary[used[j]!]! ? -1 : 1),
    });
  }
  return profiler.finish(column.schema.name, column.schema.type, codes.length);
}
