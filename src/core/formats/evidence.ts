import type { Comparison, CompareTest, Judgement, Verdict } from '../compare/types';
import type { Evidence, EvidenceFinding, EvidenceKind, ShownRow } from '../evidence/types';
import { count, link, listOf, number, oneOf, only, orNull, record, text } from '../shape/check';
import { metricName, part } from './vocabulary';

export const evidence = record<Evidence>({
  format: only('loam.evidence/1'),
  dataset: link,
  task: orNull(link),
  target: text,
  rows: count,
  findings: listOf(
    record<EvidenceFinding>({
      kind: oneOf<EvidenceKind>({
        'equal-rows': 1,
        'near-rows': 1,
        groups: 1,
        'earlier-rows': 1,
        'later-column': 1,
        leak: 1,
      }),
      severity: oneOf({ warn: 1, note: 1 }),
      column: orNull(text),
      count,
      of: count,
      text,
      advice: text,
      columns: listOf(text),
      rows: listOf(
        record<ShownRow>({ row: count, part: orNull(part), values: listOf(orNull(text)) }),
      ),
    }),
  ),
});

export const comparison = record<Comparison>({
  format: only('loam.comparison/1'),
  task: link,
  of: oneOf({ models: 1, trials: 1 }),
  a: link,
  b: link,
  part: orNull(part),
  leftOut: count,
  judgement: record<Judgement>({
    metric: metricName,
    valueA: orNull(number),
    valueB: orNull(number),
    difference: orNull(number),
    low: orNull(number),
    high: orNull(number),
    p: orNull(number),
    corrected: orNull(number),
    tried: count,
    test: oneOf<CompareTest>({
      mcnemar: 1,
      delong: 1,
      'paired-bootstrap': 1,
      'corrected-t': 1,
      none: 1,
    }),
    why: text,
    varies: oneOf({ rows: 1, groups: 1, folds: 1 }),
    n: count,
    rows: count,
    verdict: oneOf<Verdict>({ better: 1, worse: 1, 'not enough evidence': 1 }),
    rowsNeeded: orNull(count),
  }),
});
