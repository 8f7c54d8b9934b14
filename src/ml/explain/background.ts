/** Typical rows, made from a signature alone; see EXPLAIN.md. */
import type { ColumnSchema, Table } from '../../core/dataset/types';
import type { InputSignature } from '../../core/model/types';
import { stream } from '../../core/random/philox';

/** Rows, where predictions of them can be paid for. */
export const MOST_BACKGROUND = 64;
/** What of the rows a quantile at 0.1, 0.25, 0.5, 0.75, 0.9 stands for ends here. */
const ENDS = [0.175, 0.375, 0.625, 0.825, 1];

export function schemaOf({ name, type, labels }: InputSignature): ColumnSchema {
  if (type === 'boolean') return { name, type, labels: labels ?? ['false', 'true'] };
  if (type === 'datetime') return { name, type, precision: 'millisecond' };
  return { name, type };
}

function quantileAt(quantiles: readonly number[], share: number): number {
  return quantiles[ENDS.findIndex((end) => share < end)] ?? NaN;
}

/** `rows` rows, the same for the same signature; what the signature says nothing of is missing. */
export function backgroundRows(inputs: readonly InputSignature[], rows: number): Table {
  const columns = inputs.map((input, position) => {
    const schema = schemaOf(input);
    const strata = stream(0, `explain/${position}`).permutation(rows);
    const shares = Array.from(strata, (stratum) => (stratum + 0.5) / rows);
    const { type, quantiles } = input;
    if (type === 'number' || type === 'integer' || type === 'datetime') {
      const values = Float64Array.from(shares, (share) => quantileAt(quantiles ?? [], share));
      return { kind: 'numeric' as const, schema, values };
    }
    const dictionary = input.labels ?? input.categories ?? [];
    const codes = Int32Array.from(shares, (share) =>
      dictionary.length === 0 ? -1 : Math.floor(share * dictionary.length),
    );
    return { kind: 'coded' as const, schema, codes, dictionary: [...dictionary] };
  });
  return { rows, columns };
}
