import type { InputProblem } from '../../ml/predict/problems';

/** Problems of one batch added to those of the batches before it; the first example stays. */
export function mergeProblems(into: InputProblem[], found: readonly InputProblem[]): void {
  for (const each of found) {
    const known = into.find((one) => one.input === each.input && one.problem === each.problem);
    if (known) known.count += each.count;
    else into.push({ ...each });
  }
}
