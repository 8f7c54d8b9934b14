import type { DataEvaluation, LeftOut } from '../evaluation/data-evaluation';
import type { SharedRows } from '../evidence/shared-rows';
import {
  count,
  distinct,
  link,
  listOf,
  number,
  only,
  orNull,
  record,
  text,
  where,
} from '../shape/check';
import { fitsKind, judgedFields } from './evaluation';
import { slices } from './understanding';

/** Slices are each by another column; scores are there for two classes, and for these alone. */
export const dataEvaluation = where(
  record<DataEvaluation>({
    format: only('loam.evaluation/2'),
    dataset: link,
    leftOut: record<LeftOut>({ learnt: count, sealed: count, unlabelled: count }),
    shared: record<SharedRows>({ count, different: number }),
    slices: where(listOf(slices), (all) => distinct(all.map(({ column }) => column))),
    notes: listOf(text),
    scores: orNull(link),
    ...judgedFields,
  }),
  (value) =>
    fitsKind(value) &&
    (value.scores !== null) === (value.kind === 'binary') &&
    value.shared.count <= value.rows,
);
