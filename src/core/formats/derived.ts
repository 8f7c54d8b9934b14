import type { DerivedColumn, DerivedExpression, DerivedLag } from '../recipe/refinements';
import { count, either, listOf, record, text } from '../shape/check';

export const derivedLag = record<DerivedLag>({
  name: text,
  lag: record<DerivedLag['lag']>({ column: text, rows: count, mean: count }),
});

export const derive = listOf<DerivedColumn>(
  either(record<DerivedExpression>({ name: text, expression: text }), derivedLag),
);
