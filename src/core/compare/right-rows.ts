import { decide, type Answers } from '../metrics/answers';
import type { MetricName } from '../metrics/names';

/** Metrics that are a share of rows, each right or wrong by itself. */
export type RightOrWrong = Extract<MetricName, 'accuracy' | 'recall' | 'top2_accuracy'>;

export function isRightOrWrong(metric: MetricName): metric is RightOrWrong {
  return metric === 'accuracy' || metric === 'recall' || metric === 'top2_accuracy';
}

/** 1 right, 0 wrong, -1 not asked about (recall: a row that is not positive). */
export function rightRows(metric: RightOrWrong, answers: Answers): Int8Array {
  if (answers.kind === 'regression') throw new RangeError(`${metric} of a regression`);
  const { truth, probabilities } = answers;
  if (metric === 'top2_accuracy') {
    // As the metric itself: the truth is among the two, ties by the lower index.
    return Int8Array.from({ length: truth.length }, (_, i) => {
      const own = probabilities[truth[i]!]![i]!;
      let above = 0;
      probabilities.forEach((column, c) => {
        if (column[i]! > own || (column[i] === own && c < truth[i]!)) above++;
      });
      return above < 2 ? 1 : 0;
    });
  }
  const decided = decide(answers);
  return Int8Array.from(decided, (answer, i) =>
    metric === 'recall' && truth[i] !== 1 ? -1 : answer === truth[i] ? 1 : 0,
  );
}
