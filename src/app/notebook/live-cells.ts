/**
 * The cells of one open notebook: the analysis of their texts, the schedule of their runs, the cage, and what they
 * show, kept in step with the live document. Opening runs nothing; a cell runs when this person asks for it, and
 * others after it only if their text is approved.
 */
import { cellLanguage, isOurLanguage } from '../../core/notebook/cell-language';
import type { Digest } from '../../core/hash/digest';
import type { RunMode } from '../../core/notebook/types';
import type { Clock } from '../../core/ports';
import { knownNames, NotebookGraph } from '../../kernel/analysis';
import type { Verbs } from '../../kernel/host/types';
import type { ControlValue, InspectedEntry, TableCell } from '../../kernel/protocol';
import { applyEvent, newSchedule } from '../../kernel/schedule';
import type {
  RunOutcome,
  Schedule,
  ScheduleEffect,
  ScheduleEvent,
} from '../../kernel/schedule/types';
import type { NotebookChange, NotebookDocument } from '../../sync/notebook';
import type { Approvals } from './approvals';
import { CellCode } from './cell-code';
import { CellResults } from './cell-results';
import { CellRunner, type StartKernel } from './cell-runner';
import { ResultAges } from './result-ages';
import { CellViews } from './cell-views.svelte';
import type { NotebookModules } from './modules/notebook-modules.svelte';
import type { KeptResults, KeptResultsParts } from './results/kept-results';
import type { CellState, CellView, KernelState } from './types';
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
  #schedule: Schedule;
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
      state: (cell) => this.#stateOf(cell),
      age: (cell) => this.#views.get(cell)?.from ?? null,
      touch: (cell) => this.#views.touch(cell),
    });
    this.#schedule = newSchedule(document.mode);
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
        generated: (cell, names) => this.#apply({ type: 'generator-changed', cell, names }),
        kernel: (state) => this.#onKernel(state),
      },
      (kernel, cell) => modules.give(kernel, this.#graph.importsOf(cell)),
    );
    modules.onChange(() => this.#modulesChanged());
    this.#kept = parts.keepResults({
      results: this.#results,
      rows: (handle, start, count) => this.#runner.rows(handle, start, count),
    });
    this.#open();
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
    this.#apply({ type: 'run-requested', cell });
  }
  runAll(): void {
    this.#apply({ type: 'run-all' });
  }
  runStale(): void {
    this.#apply({ type: 'run-stale' });
    // Of an earlier session, and of a text that is another now.
    for (const { id, from, state } of this.list) {
      if (from?.stale && from.whole && state === 'idle') this.run(id);
    }
  }
  stop(cell?: string): void {
    this.#apply({ type: 'stop-requested', cell: cell ?? null });
  }
  restart(): void {
    void this.#runner.restart();
    this.#apply({ type: 'kernel-lost' });
  }
  approve(cell: string): void {
    this.parts.approvals.add(this.#source(cell));
    this.keepApprovals();
    this.#views.touch(cell);
    if (this.#code.isApproved(cell)) this.#apply({ type: 'approved', cell });
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
    else this.#apply({ type: 'control-changed', cell });
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
    this.#apply({ type: 'mode-changed', mode });
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

  // ---- from the document ----

  #source(cell: string): string {
    return this.document.text(cell)?.toString() ?? '';
  }

  /** Of another language (an imported Python notebook's cells, say) it is shown, and never run. */
  #isCode(cell: string): boolean {
    const found = this.document.cell(cell);
    return found?.kind === 'code' && isOurLanguage(cellLanguage(found));
  }

  changed(change: NotebookChange): void {
    const byHand = change.by === 'hand';
    for (const cell of change.removed) this.#remove(cell);
    for (const cell of change.added) {
      if (byHand) this.parts.approvals.add(this.#source(cell));
      this.#add(cell);
    }
    for (const cell of change.texts) this.#edit(cell, byHand);
    for (const cell of change.other) this.#other(cell);
    if (change.moved.length + change.added.length + change.removed.length > 0) {
      this.#graph.arrange(this.document.ids());
      this.#views.reorder();
    }
  }

  #open(): void {
    const ids = this.document.ids();
    const code = ids.filter((cell) => this.#isCode(cell));
    for (const cell of code) this.#graph.set(cell, this.#source(cell));
    const cells = code.map((cell) => ({ cell, approved: this.#code.isApproved(cell) }));
    this.#tellModules();
    this.#graph.arrange(ids);
    ids.forEach((cell) => this.#views.touch(cell));
    this.#apply({ type: 'opened', cells });
  }

  #add(cell: string): void {
    this.#views.touch(cell);
    this.#views.reorder();
    if (!this.#isCode(cell)) return;
    const source = this.#source(cell);
    const { affected, reported } = this.#graph.set(cell, source);
    reported.forEach((each) => this.#views.touch(each));
    this.#tellModules();
    this.#codeChanged([cell, ...affected]);
    this.#apply({ type: 'cell-added', cell, approved: this.#code.isApproved(cell), affected });
  }

  #remove(cell: string): void {
    this.#views.remove(cell);
    this.#leaveGraph(cell);
  }

  #leaveGraph(cell: string): void {
    if (!this.#schedule.cells.has(cell)) return;
    const { affected, reported } = this.#graph.remove(cell);
    reported.forEach((each) => this.#views.touch(each));
    this.#code.forget(cell);
    this.#tellModules();
    this.#codeChanged([cell, ...affected]);
    this.#apply({ type: 'cell-removed', cell, affected });
  }

  /** What is typed into an approved text is approved; into another it is not, until that one was read. */
  #edit(cell: string, byHand: boolean): void {
    this.#views.touch(cell);
    if (!this.#schedule.cells.has(cell)) return;
    const source = this.#source(cell);
    const { approvals } = this.parts;
    if (byHand && approvals.has(this.#views.get(cell)?.source ?? '')) approvals.add(source);
    const { affected, reported } = this.#graph.set(cell, source);
    reported.forEach((each) => this.#views.touch(each));
    this.#tellModules();
    this.#codeChanged([cell, ...affected]);
    this.#apply({ type: 'text-changed', cell, approved: this.#code.isApproved(cell), affected });
  }

  #other(cell: string): void {
    this.#views.touch(cell);
    const known = this.#schedule.cells.has(cell);
    if (this.#isCode(cell) && !known) this.#add(cell);
    else if (!this.#isCode(cell) && known) this.#leaveGraph(cell);
  }

  // ---- modules ----

  #tellModules(): void {
    this.#code.tell(this.document.ids());
  }

  /** A cell whose imports mean other code than it ran with is as if its text had changed. */
  #modulesChanged(): void {
    this.#code.identity.forget();
    const changed = this.#graph.modulesChanged();
    this.#codeChanged(changed);
    for (const cell of changed) {
      this.#views.touch(cell);
      const approved = this.#code.isApproved(cell);
      const known = this.#schedule.cells.get(cell)?.state;
      const other = this.#code.isOther(cell);
      if (other) this.#code.forget(cell);
      if (other || (!approved && known !== 'unapproved')) {
        this.#apply({ type: 'text-changed', cell, approved, affected: [] });
      } else if (approved && known === 'unapproved') this.#apply({ type: 'approved', cell });
    }
  }

  // ---- to the kernel ----

  #onKernel(state: KernelState): void {
    if (state === 'lost') this.#apply({ type: 'kernel-lost' });
    this.parts.onKernel(state);
  }

  #apply(event: ScheduleEvent): void {
    const before = this.#schedule;
    const { state, effects } = applyEvent(before, event, this.#graph);
    this.#schedule = state;
    for (const [cell, { state: now }] of state.cells) {
      if (before.cells.get(cell)?.state !== now) this.#views.touch(cell);
    }
    for (const effect of effects) this.#perform(effect);
  }

  #onEnded(cell: string, run: number, outcome: RunOutcome): void {
    const code = this.#code.ran(cell);
    if (code !== null && ['done', 'failed', 'ready'].includes(outcome)) {
      const origin = { at: this.parts.now(), code, from: 'run' as const, whole: true };
      this.#results.set(cell, { origin });
      this.#kept.touched(cell);
    }
    this.#apply({ type: 'ended', cell, run, outcome });
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
    return this.#schedule.cells.has(cell) ? this.#code.identity.of(cell) : null;
  }

  #codeChanged(cells: readonly string[]): void {
    this.#ages.changed(this.#code.identity.changed(cells));
  }

  #cellsOf(last: string | null): NeededCell[] | null {
    if (last === null || !this.#schedule.cells.has(last)) return null;
    const cells = [...this.#graph.ancestorsOf(last), last];
    return cells.map((cell) => ({
      cell,
      source: this.#source(cell),
      modules: this.parts.modules.behind(this.#graph.importsOf(cell)),
    }));
  }

  #stateOf(cell: string): CellState {
    return this.#schedule.cells.get(cell)?.state ?? 'idle';
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
      state: this.#stateOf(id),
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
