/** A version that answers beside the one that is asked: compared, counted, never returned. */
import type { Table } from '../../../../core/dataset/types';
import type { TablePrediction } from '../../../../ml/predict/predictor';
import { familyText } from '../metrics/metrics';
import type { ServedModel } from '../start/served-model';

/** Tables that may wait; under load the rest is left out, and counted. */
const MOST_WAITING = 16;

/** Sum over rows of the largest difference of a probability, or of the answers. */
function distance(
  one: TablePrediction,
  other: TablePrediction,
): { differing: number; sum: number } {
  const [a, b] = [one.probabilities ?? one.values!, other.probabilities ?? other.values!];
  const width = one.rows === 0 ? 0 : a.length / one.rows;
  let differing = 0;
  let sum = 0;
  for (let row = 0; row < one.rows; row++) {
    let most = 0;
    for (let i = row * width; i < (row + 1) * width; i++)
      most = Math.max(most, Math.abs(a[i]! - b[i]!));
    if (Number.isFinite(most)) sum += most;
    const differ = one.labels ? one.labels[row] !== other.labels![row] : most > 0;
    if (differ) differing++;
  }
  return { differing, sum };
}

export class Shadow {
  #waiting: { shadow: ServedModel; table: Table; prediction: TablePrediction }[] = [];
  #counts = { rows: 0, differing: 0, distance: 0, skipped: 0, failed: 0 };

  compare(shadow: ServedModel, table: Table, prediction: TablePrediction): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#counts.skipped += table.rows;
      return;
    }
    this.#waiting.push({ shadow, table, prediction });
    if (this.#waiting.length === 1) setImmediate(() => void this.#run());
  }

  async #run(): Promise<void> {
    const { shadow, table, prediction } = this.#waiting[0]!;
    try {
      const { differing, sum } = distance(prediction, await shadow.predictor.predictTable(table));
      this.#counts.rows += table.rows;
      this.#counts.differing += differing;
      this.#counts.distance += sum;
    } catch {
      // What a shadow cannot answer is no one's answer: it is counted.
      this.#counts.failed += table.rows;
    }
    this.#waiting.shift();
    if (this.#waiting.length > 0) setImmediate(() => void this.#run());
  }

  text(): string {
    const counter = (name: string, help: string, value: number) =>
      familyText({ name, type: 'counter', help, samples: [{ labels: {}, value }] });
    const { rows, differing, distance: sum, skipped, failed } = this.#counts;
    return [
      counter('loam_shadow_rows_total', 'Rows that the shadow answered too.', rows),
      counter('loam_shadow_differing_total', 'Rows with another answer of the shadow.', differing),
      counter(
        'loam_shadow_distance_total',
        'Sum over rows of the largest difference of a probability, or of the number.',
        sum,
      ),
      counter('loam_shadow_skipped_total', 'Rows that the shadow had no time for.', skipped),
      counter('loam_shadow_failed_total', 'Rows that the shadow could not answer.', failed),
    ].join('');
  }
}
