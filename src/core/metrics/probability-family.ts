import type { BinaryAnswers, ClassAnswers, MulticlassAnswers } from './answers';
import type { Family } from './family';
import type { MetricName } from './names';
import { log } from '../math';
import { weightedMean } from './weighted-mean';

/** Probabilities are kept this far from 0 and 1 in a log loss, as scikit-learn does for doubles. */
const EPSILON = 2.220446049250313e-16;

function meanFamily(columns: [MetricName, Float64Array][]): Family {
  return {
    names: columns.map(([name]) => name),
    passes: columns.length,
    measure(counts, into, at) {
      columns.forEach(([, perRow], k) => (into[at + k] = weightedMean(perRow, counts)));
    },
  };
}

/** -log of the probability given to the truth, after the row's probabilities are brought to sum 1. */
export function logLossPerRow({ truth, probabilities }: ClassAnswers): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: truth.length }, (_, i) => {
    let sum = 0;
    for (const column of probabilities) sum += column[i]!;
    const p = probabilities[truth[i]!]![i]!;
    return -log(Math.min(Math.max(p, EPSILON), 1 - EPSILON) / (sum > 0 ? sum : 1));
  });
}

/** The square of what the positive class is given less than it is true, 0 or 1. */
export function brierPerRow({ truth, probabilities }: BinaryAnswers): Float64Array {
  return probabilities[1]!.map((p, i) => {
    const miss = p - (truth[i] === 1 ? 1 : 0);
    return miss * miss;
  });
}

/** 1 where fewer than two classes stand before the truth; the lower index stands first in a tie. */
function inTopTwo({ truth, probabilities }: MulticlassAnswers): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: truth.length }, (_, i) => {
    const t = truth[i]!;
    const p = probabilities[t]![i]!;
    let before = 0;
    for (let c = 0; c < probabilities.length; c++) {
      const other = probabilities[c]![i]!;
      if (other > p || (other === p && c < t)) before++;
    }
    return before < 2 ? 1 : 0;
  });
}

export function probabilityFamily(answers: ClassAnswers): Family {
  const loss: [MetricName, Float64Array] = ['log_loss', logLossPerRow(answers)];
  if (answers.kind === 'multiclass')
    return meanFamily([loss, ['top2_accuracy', inTopTwo(answers)]]);
  return meanFamily([loss, ['brier', brierPerRow(answers)]]);
}
