/** Which inputs moved one answer away from the typical one, and by how much; the method is in EXPLAIN.md. */
import type { Cell, Table } from '../../core/dataset/types';
import { LoamError } from '../../core/errors';
import type { InputSignature } from '../../core/model/types';
import { alignRow } from '../predict/align';
import type { AnyPredictor } from '../predict/later-predictor';
import { backgroundRows, MOST_BACKGROUND } from './background';
import { exactShapley } from './exact';
import { mixedRows } from './mixed-rows';
import { sampledShapley } from './sampled';
import type { Ask, ExplainOptions, Explanation } from './types';

/** All subsets are looked at up to so many inputs. */
const EXACT_INPUTS = 7;
const LEAST_BACKGROUND = 4;
/** Rows that an explanation by samples may predict, about. */
const ROWS = 8192;

/** Few enough that predictions pay for them. */
function backgroundSize(inputs: number): number {
  if (inputs <= EXACT_INPUTS) return MOST_BACKGROUND;
  const affordable = Math.floor(ROWS / (2 * inputs));
  return Math.min(MOST_BACKGROUND, Math.max(LEAST_BACKGROUND, affordable));
}

function askOf(
  predictor: AnyPredictor,
  own: Table,
  background: Table,
  { output, rowsAtOnce = 256, signal, pause }: ExplainOptions,
): Ask {
  const width = predictor.classes?.length ?? 1;
  return async (rows) => {
    const answers = new Float64Array(rows.length);
    for (let start = 0; start < rows.length;) {
      const most = typeof rowsAtOnce === 'number' ? rowsAtOnce : rowsAtOnce();
      const some = rows.slice(start, start + most);
      const mixed = mixedRows(own, background, some);
      const { probabilities, values } = await predictor.predictTable(mixed);
      const given = (values ?? probabilities)!;
      for (let row = 0; row < some.length; row++)
        answers[start + row] = given[row * width + output]!;
      start += some.length;
      await pause?.();
      if (signal?.aborted) throw new LoamError('cancelled');
    }
    return answers;
  };
}

/**
 * The same for the same model and row, everywhere.
 * @throws LoamError `cancelled`
 */
export async function explain(
  predictor: AnyPredictor,
  inputs: InputSignature[],
  row: Record<string, Cell>,
  options: ExplainOptions,
): Promise<Explanation> {
  const background = backgroundRows(inputs, backgroundSize(inputs.length));
  const ask = askOf(predictor, alignRow(inputs, row).table, background, options);
  const isExact = inputs.length <= EXACT_INPUTS;
  const found = isExact
    ? await exactShapley(inputs.length, background.rows, ask)
    : await sampledShapley(inputs.length, background.rows, ask);
  const units = predictor.classes ? 'probability' : 'target';
  const columns = inputs.map(({ name }) => ({ name, from: null, value: row[name] ?? null }));
  return { ...found, columns, isExact, method: isExact ? 'subsets' : 'orders', units };
}
