/** What about a single row is unlike anything that training saw. Missing and unreadable values are the predictor's to name. */
import type { Cell } from '../../core/dataset/types';
import type { InputSignature } from '../../core/model/types';
import { isNumericInput, readNumber, readText } from '../../ml/predict/read-cell';
import { fenceOf } from './far-outside';

export interface RowWarning {
  input: string;
  warning: 'far-below' | 'far-above' | 'unseen';
  /** What most of training lay between: the 0.1 and 0.9 quantiles; null for categories. */
  usual: { low: number; high: number } | null;
}

function warningOf(input: InputSignature, cell: Cell | undefined): RowWarning | null {
  const { name, categories, quantiles } = input;
  if (!isNumericInput(input)) {
    const { value } = readText(input, cell);
    const isUnseen = value !== null && categories !== null && !categories.includes(value);
    return isUnseen ? { input: name, warning: 'unseen', usual: null } : null;
  }
  const fence = fenceOf(input);
  if (!fence) return null;
  const { value } = readNumber(input, cell);
  if (!Number.isFinite(value) || (value >= fence.low && value <= fence.high)) return null;
  return {
    input: name,
    warning: value < fence.low ? 'far-below' : 'far-above',
    usual: { low: quantiles![0]!, high: quantiles!.at(-1)! },
  };
}

/** In the order of the inputs, at most one for each. */
export function rowWarnings(
  inputs: readonly InputSignature[],
  row: Readonly<Record<string, Cell>>,
): RowWarning[] {
  return inputs.flatMap((input) => {
    const cell = Object.hasOwn(row, input.name) ? row[input.name] : undefined;
    return warningOf(input, cell) ?? [];
  });
}
