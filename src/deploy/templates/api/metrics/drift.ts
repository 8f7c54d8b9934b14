/** How what comes in differs from what the model was trained on. Counts only, and of a sample under load. */
import type { Table } from '../../../../core/dataset/types';
import { DriftCounter, type InputDrift } from '../../../drift';
import type { ServedModel } from '../start/served-model';
import { familyText, type Family } from './metrics';

const LEVELS = { same: 0, watch: 1, shifted: 2 } as const;

/** Counted per second: a pass costs about the same for one row as for a hundred. */
const MOST_PASSES = 50;

export class DriftWatch {
  readonly #counters = new Map<string, DriftCounter>();
  #second = -1;
  #left = 0;
  #passes = 0;

  /** @param rowsPerSecond counted at most; the first of each second */
  constructor(
    readonly rowsPerSecond: number,
    readonly elapsed: () => number,
  ) {}

  add({ versionText, inputs }: ServedModel, table: Table): void {
    const second = Math.floor(this.elapsed() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#left = this.rowsPerSecond;
      this.#passes = MOST_PASSES;
    }
    if (this.#left <= 0 || this.#passes <= 0) return;
    this.#left -= table.rows;
    this.#passes--;
    let counter = this.#counters.get(versionText);
    if (!counter) this.#counters.set(versionText, (counter = new DriftCounter(inputs)));
    counter.addTable(table);
  }

  text(): string {
    const reports = [...this.#counters].map(([version, counter]) => ({
      version,
      ...counter.report(),
    }));
    const samples = (value: (drift: InputDrift) => number | null): Family['samples'] =>
      reports.flatMap(({ version, inputs }) =>
        inputs.flatMap((drift) => {
          const found = value(drift);
          return found === null ? [] : [{ labels: { version, input: drift.input }, value: found }];
        }),
      );
    const gauge = (name: string, help: string, value: (drift: InputDrift) => number | null) =>
      familyText({ name, type: 'gauge', help, samples: samples(value) });
    return [
      familyText({
        name: 'loam_drift_rows_total',
        type: 'counter',
        help: 'Rows that the drift numbers below are made of.',
        samples: reports.map(({ version, rows }) => ({ labels: { version }, value: rows })),
      }),
      gauge(
        'loam_drift_psi',
        'Population stability index against the quantiles of training: 0.1 watch, 0.25 shifted.',
        ({ psi }) => psi,
      ),
      gauge('loam_drift_missing_share', 'Share of rows without a value.', ({ missing }) => missing),
      gauge(
        'loam_drift_unseen_share',
        'Share of rows with a category that training did not name.',
        ({ unseen }) => unseen,
      ),
      gauge(
        'loam_drift_outside_share',
        'Share of rows with a number far outside of training.',
        ({ outside }) => outside,
      ),
      gauge('loam_drift_level', '0 same, 1 watch, 2 shifted.', ({ level }) => LEVELS[level]),
    ].join('');
  }
}
