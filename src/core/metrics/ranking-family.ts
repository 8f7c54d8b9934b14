import type { BinaryAnswers, MulticlassAnswers } from './answers';
import type { Family } from './family';
import { areas, rank } from './ranking';

export function binaryRankingFamily({ truth, probabilities }: BinaryAnswers): Family {
  const ranking = rank(probabilities[1]!, (row) => truth[row] === 1);
  return {
    names: ['roc_auc', 'average_precision'],
    passes: 3,
    measure(counts, into, at) {
      const { rocAuc, averagePrecision } = areas(ranking, counts);
      into[at] = rocAuc;
      into[at + 1] = averagePrecision;
    },
  };
}

/** Each class against the rest; undefined where a class has no rows, as in scikit-learn. */
export function multiclassRankingFamily({ truth, probabilities }: MulticlassAnswers): Family {
  const rankings = probabilities.map((scores, c) => rank(scores, (row) => truth[row] === c));
  return {
    names: ['roc_auc_ovr_macro'],
    passes: 3 * rankings.length,
    measure(counts, into, at) {
      let sum = 0;
      for (const ranking of rankings) sum += areas(ranking, counts).rocAuc;
      into[at] = sum / rankings.length;
    },
  };
}
