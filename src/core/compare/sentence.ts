import { plainNumber } from '../evaluation/plain-number';
import { METRICS } from '../metrics/names';
import type { CompareTest, Judgement } from './types';

export const TEST_NAMES = {
  mcnemar: 'McNemar’s test, mid-p',
  delong: 'DeLong’s test',
  'paired-bootstrap': 'paired bootstrap',
  'corrected-t': 'corrected resampled t test',
  none: 'no test',
} as const satisfies Record<CompareTest, string>;

/** "B is better than A: ROC AUC 0.91 against 0.87 on 400 rows." */
export function comparisonSentence(
  { metric, valueA, valueB, verdict, rows, rowsNeeded, varies, n }: Judgement,
  names: { a: string; b: string },
): string {
  const count = (value: number) => plainNumber(value, 4);
  const on =
    varies === 'rows'
      ? `${count(rows)} ${rows === 1 ? 'row' : 'rows'}`
      : `${count(rows)} rows in ${count(n)} ${varies}`;
  if (valueA === null || valueB === null) {
    return `${METRICS[metric].label} is undefined on ${on}, so ${names.b} and ${names.a} cannot be compared by it.`;
  }
  const values = `${METRICS[metric].label} ${plainNumber(valueB, 4)} against ${plainNumber(valueA, 4)} on ${on}.`;
  if (verdict !== 'not enough evidence')
    return `${names.b} is ${verdict} than ${names.a}: ${values}`;
  const needed =
    rowsNeeded === null
      ? 'No number of rows can be named that would tell.'
      : `About ${count(rowsNeeded)} rows would tell, if the difference is what it looks like.`;
  return `Not enough evidence that ${names.b} is better or worse than ${names.a}: ${values} ${needed}`;
}
