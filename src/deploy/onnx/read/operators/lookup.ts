/** A vector for each whole number: embeddings. */
import { after, MOST_WEIGHTS, type Signal } from '../signal';
import type { Constant } from '../read-tensor';
import type { Call } from './call';
import { ofColumns } from './same-values';

/**
 * Rows of a table by number. Loam has one vector more than the file, for what is no number of a row: zeros. (Numbers below 0, which ONNX
 * counts from the end, are such.)
 *
 * @param table [vocabulary, size]
 */
export function lookedUp(call: Call, table: Constant, index: Signal): Signal {
  const [vocabulary, size] = table.shape;
  const { values } = table;
  if (table.shape.length !== 2 || !vocabulary || !size || !(values instanceof Float64Array)) {
    throw call.refused('in what is no table of vectors');
  }
  if (call.int('axis', 0) !== 0) throw call.refused('of columns by computed values');
  const length = index.place.length;
  if ((vocabulary + 1) * size > MOST_WEIGHTS || length * size > MOST_WEIGHTS / 16) {
    throw call.refused('with too many vectors');
  }
  const columns = ofColumns(index);
  // Exporters write a number below 0 as one from the end; whatever they write has to leave the others as they are.
  for (let row = 0; row < vocabulary; row++) {
    const below = columns?.f(row - vocabulary);
    const counted = below === row || below === row - vocabulary;
    if (columns?.f(row) !== row || !counted) throw call.refused('by computed values');
  }
  const rows = new Float64Array((vocabulary + 1) * size);
  rows.set(values);
  return after(
    { ...index, lanes: columns!.lanes, chain: null },
    { op: 'embedding', length, vocabulary, size, rows },
    length * size,
    [...index.shape, size],
  );
}
