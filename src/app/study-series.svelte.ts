/** The seasonal naive forecast beside a study over windows of time, asked for anew whenever a trial has ended. */
import type { SeriesReference } from '../../workers/analyst/compare-contract';
import type { LoadedStudy } from './commands/load-study';
import type { WorkspaceContext } from './workspace-context';

export type { SeriesReference };

export class StudySeries {
  #reference = $state.raw<SeriesReference | null>(null);
  /** What was asked about last; supersedes answers under way. */
  #asked = '';

  constructor(private readonly context: Pick<WorkspaceContext, 'id' | 'workers'>) {}

  /** Null where the study is of no series, or nobody has answered yet. */
  get reference(): SeriesReference | null {
    return this.#reference;
  }

  /** Asks again only where other trials have ended. Never rejects: a study can be read without it. */
  async follow({ row, manifest, task, trials }: LoadedStudy): Promise<void> {
    if (manifest.folds.by !== 'time' || task.kind !== 'regression') return;
    const ended = trials.flatMap(({ row: { result } }) => (result ? [result] : []));
    const asked = [row.spec, ...ended].join(' ');
    if (asked === this.#asked) return;
    this.#asked = asked;
    const { id: workspace, workers } = this.context;
    try {
      const request = { workspace, study: row.spec, trials: ended };
      const reference = await workers.analyst.call('seriesReference', request);
      if (asked === this.#asked) this.#reference = reference;
    } catch {
      if (asked === this.#asked) this.#asked = '';
    }
  }
}
