/**
 * The cells of one open notebook: the analysis of their texts, the schedule of their runs, the cage, and what they
 * show, kept in step with the live document. Opening runs nothing; a cell runs when this person asks for it, and
 * others after it only if their text is approved.
 */
import { cellLanguage, isOurLanguage } from '../../core/notebook/cell-language';
import type { RunMode } from '../../core/notebook/types';
import { knownNames, NotebookGraph } from '../../kernel/analysis';
import type { Verbs } from '../../kernel/host/types';
import type { ControlValue, InspectedEntry, TableCell } from '../../kernel/protocol';
import { applyEvent, newSchedule } from '../../kernel/schedule';
import type { Schedule, ScheduleEffect, ScheduleEvent } from '../../kernel/schedule/types';
import type { NotebookChange, NotebookDocument } from '../../sync/notebook';
import type { Approvals } from './approvals';
import { CellResults } from './cell-results';
import { CellRunner, type StartKernel } from './cell-runner';
import { CellViews } from './cell-views.svelte';
import { codeOf } from './code-of';
import type { NotebookModules } from './modules/notebook-modules.svelte';
import type { CellView, KernelState } from './types';
import type { NeededCell, VerbDesk } from './verbs';

/** What the library's verbs ask of the cells. */
export type CellDesk = Pick<VerbDesk, 'press' | 'showRun' | 'codeOf' | 'cellsBehind' | 'cellsOf'>;

export interface LiveCellsParts {
  approvals: Approvals;
  modules: NotebookModules;
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
  /** What the imports of each cell meant when it last ran. */
  readonly #ranWith = new Map<string, string>();

  constructor(
    private readonly document: NotebookDocument,
    private readonly parts: LiveCellsParts,
  ) {
    const { modules } = parts;
    this.#graph = new NotebookGraph(knownNames, (name) => modules.trouble(name));
    this.#views = new CellViews(
      () => document.ids(),
      (cell) => this.#view(cell),
    );
    this.#results = new CellResults((cell) => this.#views.touch(cell));
    this.#schedule = newSchedule(document.mode);
    const verbs = parts.verbs({
      press: (cell, label) => Promise.resolve(this.#runner.press(cell, label)),
      showRun: (cell, run) => this.#results.add(cell, { type: 'run', run }),
      codeOf: (cell) => this.#codeOf(cell),
      cellsBehind: (name) => this.#cellsOf(this.#graph.definerOf(name)),
      cellsOf: (cell) => this.#cellsOf(cell),
    });
    this.#runner = new CellRunner(
      parts.startKernel,
      verbs,
      this.#results,
      {
        ended: (cell, run, outcome) => this.#apply({ type: 'ended', cell, run, outcome }),
        generated: (cell, names) => this.#apply({ type: 'generator-changed', cell, names }),
        kernel: (state) => this.#onKernel(state),
      },
      (kernel, cell) => modules.give(kernel, this.#graph.importsOf(cell)),
    );
    modules.onChange(() => this.#modulesChanged());
    this.#open();
    this.#views.publish();
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
    if (this.#isApproved(cell)) this.#apply({ type: 'approved', cell });
  }
  approveAll(): void {
    for (const { id, state, foreign } of this.list) {
      if (state === 'unapproved' && foreign.text) this.approve(id);
    }
  }
  setControl(cell: string, index: number, value: ControlValue): void {
    this.#results.setControl(cell, index, value);
    this.#apply({ type: 'control-changed', cell });
  }
  press(cell: string): void {
    this.#runner.allow(cell);
    this.run(cell);
  }
  look(handle: number, start: number, count: number): Promise<InspectedEntry[]> {
    return this.#runner.look(handle, start, count);
  }
  rows(handle: number, start: number, count: number): Promise<TableCell[][]> {
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
    this.#runner.close();
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

  /** Its text, and the modules that it imports. */
  #isApproved(cell: string): boolean {
    const { approvals, modules } = this.parts;
    if (!approvals.has(this.#source(cell))) return false;
    return modules.unapproved(this.#graph.importsOf(cell)).length === 0;
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
    const cells = code.map((cell) => ({ cell, approved: this.#isApproved(cell) }));
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
    this.#apply({ type: 'cell-added', cell, approved: this.#isApproved(cell), affected });
  }

  #remove(cell: string): void {
    this.#views.remove(cell);
    this.#leaveGraph(cell);
  }

  #leaveGraph(cell: string): void {
    if (!this.#schedule.cells.has(cell)) return;
    const { affected, reported } = this.#graph.remove(cell);
    reported.forEach((each) => this.#views.touch(each));
    this.#ranWith.delete(cell);
    this.#tellModules();
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
    this.#apply({ type: 'text-changed', cell, approved: this.#isApproved(cell), affected });
  }

  #other(cell: string): void {
    this.#views.touch(cell);
    const known = this.#schedule.cells.has(cell);
    if (this.#isCode(cell) && !known) this.#add(cell);
    else if (!this.#isCode(cell) && known) this.#leaveGraph(cell);
  }

  // ---- modules ----

  #tellModules(): void {
    this.parts.modules.use(this.#importing().flatMap((cell) => this.#graph.importsOf(cell)));
  }

  #importing(): string[] {
    return this.document.ids().filter((cell) => this.#graph.importsOf(cell).length > 0);
  }

  #meaning(cell: string): string {
    const behind = this.parts.modules.behind(this.#graph.importsOf(cell));
    return behind.map(({ name, code }) => `${name} ${code}`).join('\n');
  }

  /** A cell whose imports mean other code than it ran with is as if its text had changed. */
  #modulesChanged(): void {
    for (const cell of this.#graph.modulesChanged()) {
      this.#views.touch(cell);
      const approved = this.#isApproved(cell);
      const known = this.#schedule.cells.get(cell)?.state;
      const ran = this.#ranWith.get(cell);
      const other = ran !== undefined && ran !== this.#meaning(cell);
      if (other) this.#ranWith.delete(cell);
      if (other || (!approved && known !== 'unapproved')) {
        this.#apply({ type: 'text-changed', cell, approved, affected: [] });
      } else if (approved && known === 'unapproved') this.#apply({ type: 'approved', cell });
    }
  }

  #pinFor(cell: string): void {
    const names = this.#graph.importsOf(cell);
    if (names.length === 0) return;
    this.#ranWith.set(cell, this.#meaning(cell));
    this.parts.modules.pin(names);
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

  #perform(effect: ScheduleEffect): void {
    switch (effect.type) {
      case 'run': {
        const compiled = this.#graph.compiled(effect.cell);
        this.#pinFor(effect.cell);
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

  #codeOf(cell: string): string | null {
    if (!this.#schedule.cells.has(cell)) return null;
    const behind = (names: readonly string[]) => this.parts.modules.behind(names);
    return codeOf(cell, this.#graph, (each) => this.#source(each), behind);
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

  #view(id: string): CellView | null {
    const cell = this.document.cell(id);
    const text = this.document.text(id);
    if (!cell || !text) return null;
    const { kind, source, collapsed, smart } = cell;
    const { outputs, added, ...result } = this.#results.get(id);
    return {
      id,
      kind,
      text,
      source,
      collapsed,
      smart,
      state: this.#schedule.cells.get(id)?.state ?? 'idle',
      foreign: {
        text: !this.parts.approvals.has(source),
        modules: this.parts.modules.unapproved(this.#graph.importsOf(id)),
      },
      problems: this.#graph.problemsOf(id),
      declares: this.#graph.declaresOf(id),
      uses: this.#graph.usesOf(id),
      outputs: added.length > 0 ? [...added, ...outputs] : outputs,
      ...result,
    };
  }
}
