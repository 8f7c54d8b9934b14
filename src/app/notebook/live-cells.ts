/**
 * The cells of one open notebook: joins the analysis of their texts, the schedule of their runs, the cage, and what
 * they show, and does with them what the person asks. Opening runs nothing; a cell runs when this person asks for it, and
 * others after it only if their text is approved.
 */
import type { Digest } from '../../core/hash/digest';
import type { RunMode } from '../../core/notebook/types';
import type { Clock } from '../../core/ports';
import { knownNames, NotebookGraph } from '../../kernel/analysis';
import type { Verbs } from '../../kernel/host/types';
import type { ControlValue, InspectedEntry, TableCell } from '../../kernel/protocol';
import type { RunOutcome, ScheduleEffect } from '../../kernel/schedule/types';
import type { NotebookChange, NotebookDocument } from '../../sync/notebook';
import type { Approvals } from './approvals';
import { CellChanges } from './cell-changes';
import { CellCode } from './cell-code';
import { CellResults } from './cell-results';
import { CellRunner, type StartKernel } from './cell-runner';
import { CellSchedule } from './cell-schedule';
import { ResultAges } from './result-ages';
import { CellViews } from './cell-views.svelte';
import type { NotebookModules } from './modules/notebook-modules.svelte';
import type { KeptResults, KeptResultsParts } from './results/kept-results';
import type { CellView, KernelState } from './types';
import type { NeededCell, VerbDesk } from './verbs';

/** What the library's verbs ask of the cells. */
export type CellDesk = Pick<
  VerbDesk,
  'press' | 'showRun' | 'showStudy' | 'codeOf' | 'cellsBehind' | 'cellsOf'
>;

export interface LiveCellsParts {
  approvals: Approvals;
  modules: NotebookModules;
  now: Clock;
  /** What keeps results beyond this session. */
  keepResults(parts: Pick<KeptResultsParts, 'results' | 'rows'>): KeptResults;
  startKernel: StartKernel;
  verbs(desk: CellDesk): Verbs;
  /** The kernel's state has changed. */
  onKernel(state: KernelState): void;
}

export class LiveCells {
  readonly #graph: NotebookGraph;
  readonly #schedule: CellSchedule;
  readonly #changes: CellChanges;
  readonly #views: CellViews;
  readonly #results: CellResults;
  readonly #runner: CellRunner;
  readonly #kept: KeptResults;
  readonly #code: CellCode;
  readonly #ages: ResultAges;

  constructor(
    private readonly document: NotebookDocument,
    private readonly parts: LiveCellsParts,
  ) {
    const { modules } = parts;
    this.#graph = new NotebookGraph(knownNames, (name) => modules.trouble(name));
    const sourceOf = (cell: string) => this.#source(cell);
    this.#code = new CellCode(this.#graph, sourceOf, parts.approvals, modules);
    this.#views = new CellViews(
      () => document.ids(),
      (cell) => this.#view(cell),
    );
    this.#results = new CellResults((cell) => this.#views.touch(cell));
    this.#ages = new ResultAges(this.#results, this.#code.identity, {
      state: (cell) => this.#schedule.stateOf(cell) ?? 'idle',
      age: (cell) => this.#views.get(cell)?.from ?? null,
      touch: (cell) => this.#views.touch(cell),
    });
    this.#schedule = new CellSchedule(document.mode, this.#graph, {
      perform: (effect) => this.#perform(effect),
      changed: (cell) => this.#views.touch(cell),
    });
    this.#changes = new CellChanges(document, {
      ...{ graph: this.#graph, code: this.#code, ages: this.#ages, views: this.#views },
      ...{ schedule: this.#schedule, approvals: parts.approvals, sourceOf },
    });
    const verbs = parts.verbs({
      press: (cell, label) => Promise.resolve(this.#runner.press(cell, label)),
      showRun: (cell, run) => this.#results.add(cell, { type: 'run', run }),
      showStudy: (cell, study) => this.#results.add(cell, { type: 'study', study }),
      codeOf: (cell) => this.#codeOf(cell),
      cellsBehind: (name) => this.#cellsOf(this.#graph.definerOf(name)),
      cellsOf: (cell) => this.#cellsOf(cell),
    });
    this.#runner = new CellRunner(
      parts.startKernel,
      verbs,
      this.#results,
      {
        ended: (cell, run, outcome) => this.#onEnded(cell, run, outcome),
        generated: (cell, names) =>
          this.#schedule.apply({ type: 'generator-changed', cell, names }),
        kernel: (state) => this.#onKernel(state),
      },
      (kernel, cell) => modules.give(kernel, this.#graph.importsOf(cell)),
    );
    modules.onChange(() => this.#changes.modulesChanged());
    this.#kept = parts.keepResults({
      results: this.#results,
      rows: (handle, start, count) => this.#runner.rows(handle, start, count),
    });
    this.#changes.opened();
    this.#views.publish();
    void this.#kept.load();
  }

  get list(): readonly CellView[] {
    return this.#views.list;
  }

  namesFor(cell: string): string[] {
    const own = new Set(this.#graph.declaresOf(cell));
    const others = this.document.ids().flatMap((each) => this.#graph.declaresOf(each));
    return [...new Set(others)].filter((name) => !own.has(name));
  }

  run(cell: string): void {
    this.#schedule.apply({ type: 'run-requested', cell });
  }
  runAll(): void {
    this.#schedule.apply({ type: 'run-all' });
  }
  runStale(): void {
    this.#schedule.apply({ type: 'run-stale' });
    // Of an earlier session, and of a text that is another now.
    for (const { id, from, state } of this.list) {
      if (from?.stale && from.whole && state === 'idle') this.run(id);
    }
  }
  stop(cell?: string): void {
    this.#schedule.apply({ type: 'stop-requested', cell: cell ?? null });
  }
  restart(): void {
    void this.#runner.restart();
    this.#schedule.apply({ type: 'kernel-lost' });
  }
  approve(cell: string): void {
    this.parts.approvals.add(this.#source(cell));
    this.keepApprovals();
    this.#views.touch(cell);
    if (this.#code.isApproved(cell)) this.#schedule.apply({ type: 'approved', cell });
  }
  approveAll(): void {
    for (const { id, state, foreign } of this.list) {
      if (state === 'unapproved' && foreign.text) this.approve(id);
    }
  }
  setControl(cell: string, index: number, value: ControlValue): void {
    this.#results.setControl(cell, index, value);
    const age = this.#ages.of(cell);
    // An input that is kept of an earlier session: moving it is asking for a run.
    if (age && !age.stale) this.run(cell);
    else this.#schedule.apply({ type: 'control-changed', cell });
  }
  press(cell: string): void {
    this.#runner.allow(cell);
    this.run(cell);
  }
  look(handle: number, start: number, count: number): Promise<InspectedEntry[]> {
    return this.#runner.look(handle, start, count);
  }
  rows(handle: number, start: number, count: number): Promise<TableCell[][]> {
    const kept = this.#kept.rowsOf(handle, start, count);
    if (kept && kept.length > 0) return Promise.resolve(kept);
    if (this.#kept.isKept(handle))
      return Promise.reject(new Error('These rows were not kept. Run the cell to see them.'));
    return this.#runner.rows(handle, start, count);
  }

  setMode(mode: RunMode): void {
    this.#schedule.apply({ type: 'mode-changed', mode });
  }

  /** Writes down which of the present texts are approved. */
  keepApprovals(): void {
    void this.parts.approvals.keep(this.document.ids().map((cell) => this.#source(cell)));
  }

  close(): void {
    // What waits to be kept may need rows of the kernel.
    void this.#kept.close().then(() => this.#runner.close());
    this.#runner.stop();
  }

  changed(change: NotebookChange): void {
    this.#changes.take(change);
  }

  #source(cell: string): string {
    return this.document.text(cell)?.toString() ?? '';
  }

  #onKernel(state: KernelState): void {
    if (state === 'lost') this.#schedule.apply({ type: 'kernel-lost' });
    this.parts.onKernel(state);
  }

  #onEnded(cell: string, run: number, outcome: RunOutcome): void {
    const code = this.#code.ran(cell);
    if (code !== null && ['done', 'failed', 'ready'].includes(outcome)) {
      const origin = { at: this.parts.now(), code, from: 'run' as const, whole: true };
      this.#results.set(cell, { origin });
      this.#kept.touched(cell);
    }
    this.#schedule.apply({ type: 'ended', cell, run, outcome });
  }

  #perform(effect: ScheduleEffect): void {
    switch (effect.type) {
      case 'run': {
        const compiled = this.#graph.compiled(effect.cell);
        this.#code.begin(effect.cell);
        if (compiled) this.#runner.run(compiled, effect.run);
        break;
      }
      case 'abort':
        this.#runner.abort(effect.cell, effect.run);
        break;
      case 'forget':
        this.#runner.forget(effect.cell);
        break;
      default:
        throw effect satisfies never;
    }
  }

  #codeOf(cell: string): Digest | null {
    return this.#schedule.has(cell) ? this.#code.identity.of(cell) : null;
  }

  #cellsOf(last: string | null): NeededCell[] | null {
    if (last === null || !this.#schedule.has(last)) return null;
    const cells = [...this.#graph.ancestorsOf(last), last];
    return cells.map((cell) => ({
      cell,
      source: this.#source(cell),
      modules: this.parts.modules.behind(this.#graph.importsOf(cell)),
    }));
  }

  #view(id: string): CellView | null {
    const cell = this.document.cell(id);
    const text = this.document.text(id);
    if (!cell || !text) return null;
    const { kind, source, collapsed, smart } = cell;
    const { outputs, added, origin: _, ...result } = this.#results.get(id);
    return {
      id,
      kind,
      text,
      source,
      collapsed,
      smart,
      state: this.#schedule.stateOf(id) ?? 'idle',
      foreign: this.#code.foreign(id),
      problems: this.#graph.problemsOf(id),
      declares: this.#graph.declaresOf(id),
      uses: this.#graph.usesOf(id),
      outputs: added.length > 0 ? [...added, ...outputs] : outputs,
      ...result,
      from: this.#ages.of(id),
    };
  }
}
