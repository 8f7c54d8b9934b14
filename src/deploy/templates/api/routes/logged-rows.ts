/** What a request was answered, as the prediction log takes it. */
import type { TablePrediction } from '../../../../ml/predict/predictor';
import type { BatchColumns } from '../predict/batch-columns';
import type { LoggedRow } from '../prediction-log';
import type { Service } from '../service';
import type { ServedModel } from '../start/served-model';

export function logRows(
  { predictionLog, effects }: Service,
  { version, classes }: ServedModel,
  request: string,
  prediction: TablePrediction,
  columns: BatchColumns,
  from: number,
  to: number,
): void {
  if (!predictionLog?.takesNext()) return;
  const rows: LoggedRow[] = [];
  for (let row = from; row < to; row++) {
    const { probabilities, values, labels, interval, set } = prediction;
    const width = classes?.length ?? 0;
    rows.push({
      row: columns.row(row),
      answer: classes && labels ? classes[labels[row]!]! : values![row]!,
      probabilities: probabilities && [...probabilities.subarray(row * width, (row + 1) * width)],
      ...(interval && { low: interval.low[row]!, high: interval.high[row]! }),
      ...(set && { set: classes!.filter((_, c) => set[row * width + c] === 1) }),
    });
  }
  predictionLog.write({ time: effects.date(), request, version, rows });
}
