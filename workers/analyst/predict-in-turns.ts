/** Answers to the rows of a table, some at a time, so that it can be cancelled between them. */
import type { Table } from '../../src/core/dataset/types';
import { breathe, pickRows } from '../../src/core/understand/judged-rows';
import type { Watch } from '../../src/core/metrics/intervals/resample';
import type { TablePrediction } from '../../src/ml/predict/predictor';
import type { InputProblem } from '../../src/ml/predict/problems';
import type { LoadedModel } from './load-model';

/** Rows between two turns. */
const TURN = 8192;

export interface TurnAnswers extends Pick<TablePrediction, 'probabilities' | 'values'> {
  /** Of all rows together. */
  problems: InputProblem[];
}

/** @throws LoamError `cancelled`, and what the predictor throws */
export async function predictInTurns(
  { predictor, manifest }: Pick<LoadedModel, 'predictor' | 'manifest'>,
  table: Table,
  watch: Watch,
): Promise<TurnAnswers> {
  const numeric = manifest.kind === 'regression';
  const width = manifest.classes?.length ?? 1;
  const given = new Float64Array(table.rows * width);
  const problems = new Map<string, InputProblem>();
  for (let start = 0; start < table.rows; start += TURN) {
    await breathe(watch, start / table.rows);
    const count = Math.min(TURN, table.rows - start);
    const rows = Uint32Array.from({ length: count }, (_, i) => start + i);
    const some = await predictor.predictTable(pickRows(table, rows));
    given.set((numeric ? some.values : some.probabilities)!, start * width);
    for (const found of some.problems) {
      const key = JSON.stringify([found.input, found.problem]);
      const known = problems.get(key);
      problems.set(key, known ? { ...known, count: known.count + found.count } : found);
    }
  }
  return {
    probabilities: numeric ? null : given,
    values: numeric ? given : null,
    problems: [...problems.values()],
  };
}
