/** `explain`: why a model gives its answer to one row, by the method of `ml/explain` that fits it. */
import { METHOD_WORDS, UNIT_WORDS } from '../../../core/understand/words';
import { LoamError } from '../../../core/errors';
import type { Cell } from '../../../core/dataset/types';
import { explainModel } from '../../../ml/explain';
import type { RowExplanation, VerbTypes } from '../../../kernel/library/verbs';
import { askedModel } from './asked-model';
import type { Asking, VerbPlace } from './desk';

export async function explainRow(
  place: VerbPlace,
  { signal }: Asking,
  { with: subject, columns, of }: VerbTypes['explain']['args'],
): Promise<RowExplanation> {
  const model = await askedModel(place, subject);
  const { manifest, predictor } = model;
  const row: Record<string, Cell> = Object.fromEntries(
    columns.map(({ name, values }) => [name, values[0] ?? null]),
  );
  const { classes } = manifest;
  const { answer: answered } = await predictor.predictCells(row);
  const label = classes ? (of ?? String(answered)) : null;
  if (classes ? !classes.includes(label!) : of !== null) {
    const reason = classes
      ? `is “${of}”, which is no class of the model; there are ${classes.join(', ')}`
      : 'names a class, but the model answers with a number';
    throw new LoamError('argument-invalid', { argument: 'loam.explain: of', reason });
  }
  const found = await explainModel(model, row, {
    output: classes ? classes.indexOf(label!) : 0,
    signal,
    pause: () => place.effects.wait(0, signal),
  });
  return {
    of: label,
    answer: found.answer,
    typical: found.typical,
    units: found.units,
    method: found.method,
    exact: found.isExact,
    says: `${METHOD_WORDS[found.method]} ${UNIT_WORDS[found.units]}`,
    parts: found.columns.map(({ name, value, from }, i) => ({
      input: name,
      value,
      by: found.contributions[i]!,
      error: found.errors?.[i] ?? null,
      from,
    })),
  };
}
