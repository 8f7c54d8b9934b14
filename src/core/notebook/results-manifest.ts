/** `loam.results/1`: the last result of each cell of a notebook, each an object of its own (`loam.cell-result/1`). */
import type { Link } from '../hash/digest';
import { count, link, listOf, only, record, text, where } from '../shape/check';
import { isCellId } from './cell-id';

export interface ResultListed {
  cell: string;
  /** When its run ended, or when it was brought, in milliseconds since 1970 UTC. */
  at: number;
  result: Link;
}

export interface ResultsManifest {
  format: 'loam.results/1';
  /** In code unit order of the cells' ids, each once. */
  cells: ResultListed[];
}

export const resultsManifest = where(
  record<ResultsManifest>({
    format: only('loam.results/1'),
    cells: listOf(record<ResultListed>({ cell: where(text, isCellId), at: count, result: link })),
  }),
  ({ cells }) => cells.every(({ cell }, i) => i === 0 || cells[i - 1]!.cell < cell),
);
