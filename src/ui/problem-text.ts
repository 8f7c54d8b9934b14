/** What was wrong with one input of a prediction, and what was done about it. */
import type { InputProblem } from '../app/seen-types';

export function problemText({ problem, example }: InputProblem): string {
  switch (problem) {
    case 'absent':
    case 'missing':
      return 'missing: the usual value stands in';
    case 'unseen':
      return `${example ?? 'this'} was never seen in training: counted with the rare ones`;
    case 'wrong-type':
      return `${example ?? 'this'} cannot be read: counted as missing`;
    default:
      return problem satisfies never;
  }
}
