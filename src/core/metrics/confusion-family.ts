import { decide, type ClassAnswers } from './answers';
import {
  accuracy,
  balancedAccuracy,
  cohenKappa,
  emptyConfusion,
  f1,
  f1Weighted,
  macro,
  matthews,
  precision,
  recall,
  sumMargins,
  type Confusion,
} from './confusion';
import type { Family } from './family';
import type { MetricName } from './names';

type Rule = [MetricName, (m: Confusion) => number];

const BINARY: Rule[] = [
  ['accuracy', accuracy],
  ['balanced_accuracy', balancedAccuracy],
  ['precision', (m) => precision(m, 1)],
  ['recall', (m) => recall(m, 1)],
  ['f1', (m) => f1(m, 1)],
  ['mcc', matthews],
];

const MULTICLASS: Rule[] = [
  ['accuracy', accuracy],
  ['f1_macro', (m) => macro(m, f1)],
  ['f1_weighted', f1Weighted],
  ['precision_macro', (m) => macro(m, precision)],
  ['recall_macro', (m) => macro(m, recall)],
  ['cohen_kappa', cohenKappa],
  ['mcc', matthews],
];

/** What the confusion matrix of such answers decides, by name. */
export function confusionRules(kind: ClassAnswers['kind']): readonly Rule[] {
  return kind === 'binary' ? BINARY : MULTICLASS;
}

/** Everything that the confusion matrix alone decides. */
export function confusionFamily(answers: ClassAnswers): Family {
  const rules = confusionRules(answers.kind);
  const size = answers.probabilities.length;
  const decided = decide(answers);
  const cell = Int32Array.from(decided, (answer, i) => answers.truth[i]! * size + answer);
  const m = emptyConfusion(size);
  return {
    names: rules.map(([name]) => name),
    passes: 1,
    measure(counts, into, at) {
      m.cells.fill(0);
      for (let i = 0; i < cell.length; i++) m.cells[cell[i]!]! += counts[i]!;
      sumMargins(m);
      rules.forEach(([, rule], k) => (into[at + k] = rule(m)));
    },
  };
}
