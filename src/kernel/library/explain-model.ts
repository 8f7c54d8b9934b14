/** `loam.explain` of a model as a whole: what its answers hang on, on the rows of validation. */
import { METRICS } from '../../core/metrics/names';
import type { Dependence, Importance } from '../../core/understand/types';
import type { DatasetDeps } from './dataset';
import { meant } from './model';
import { filled, options, text } from './refuse';
import type { Subject } from './verbs';

export class ModelExplanation {
  readonly #deps: DatasetDeps;
  readonly #subject: Subject;
  /** The metric on the rows as they are, and its drop where a column is shuffled; the largest first. */
  readonly importance: Readonly<Importance>;
  /** What varies over the intervals. */
  readonly varies: string;

  constructor(deps: DatasetDeps, subject: Subject, importance: Importance) {
    this.#deps = deps;
    this.#subject = subject;
    this.importance = importance;
    this.varies = `drop of ${METRICS[importance.metric].label} on ${importance.rows} rows of validation, mean of ${importance.repeats} shuffles; low to high is a 95 % interval over ${importance.varies ?? 'rows'}.`;
    Object.freeze(this);
  }

  /** Per column the drop with its interval; an Arquero table. Columns that say the same follow together. */
  table(): unknown {
    const drops = [...this.importance.columns, ...this.importance.groups];
    return this.#deps.aq.table({
      columns: drops.map(({ columns }) => columns.join(', ')),
      drop: drops.map(({ drop }) => drop),
      low: drops.map(({ low }) => low),
      high: drops.map(({ high }) => high),
    });
  }

  /** Partial dependence: the mean answer where this column is set to each of its values. */
  async dependence(column: string, o?: { of?: string }): Promise<Dependence> {
    const at = 'explanation.dependence';
    const named = filled(`${at}: column`, column, 'a column that the model reads');
    const { of } = options(`${at}: options`, o, ['of']);
    const question = {
      type: 'dependence',
      column: named,
      of: of === undefined ? null : text(`${at}: of`, of),
    } as const;
    const asked = { of: this.#subject, on: 'validation', question } as const;
    return (await this.#deps.send('understand', asked)) as Dependence;
  }
}

export async function explainModel(deps: DatasetDeps, m: unknown): Promise<ModelExplanation> {
  const { subject } = meant('loam.explain: model', m);
  const question = { type: 'importance' } as const;
  const found = await deps.send('understand', { of: subject, on: 'validation', question });
  return new ModelExplanation(deps, subject, found as Importance);
}
