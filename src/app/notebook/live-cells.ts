/**
 * The cells of one open notebook: the analysis of their texts, the schedule of their runs, the cage, and what they
 * show, kept in step with the live document. Opening runs nothing; a cell runs when this person asks for it, and
 * others after it only if their text is approved.
 */
import { cellLanguage, isOurLanguage } from '../../core/notebook/cell-language';
import type { RunMode } from '../../core/notebook/types';
import { NotebookGraph } from '../../kernel/analysis';
import type { Verbs } from '../../kernel/host/types';
import type { ControlValue, InspectedEntry, TableCell } from '../../kernel/protocol';
import { applyEvent, newSchedule } from '../../kernel/schedule';
import type { Schedule, ScheduleEffect, ScheduleEvent } from '../../kernel/schedule/types';
import type { NotebookChange, NotebookDocument } from '../../sync/notebook';
import { codeDigest, type Approvals } from './approvals';
import { CellResults } from './cell-results';
import { CellRunner, type StartKernel } from './cell-runner';
import { CellViews } from './cell-views.svelte';
import type { CellView, KernelState } from './types';
import type { NeededCell, VerbDesk } from './verbs';

/** What the library's verbs ask of the cells. */
export type CellDesk = Pick<VerbDesk, 'press' | 'showRun' | 'codeOf' | 'cellsBehind'>;

export interface LiveCellsParts {
  approvals: Approvals;
  startKernel: StartKernel;
  verbs(desk: CellDesk): Verbs;
  /** The kernel's state has changed. */
  onKernel(state: KernelState): void;
}

export class LiveCells {
  readonly #graph = new NotebookGraph();
  #schedule: Schedule;
  readonly #views: CellViews;
  readonly #results: CellResults;
  readonly #runner: CellRunner;

  constructor(
    private readonly document: NotebookDocument,
    private readonly parts: LiveCellsParts,
  ) {
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
      cellsBehind: (name) => this.#cellsBehind(name),
    });
    this.#runner = new CellRunner(parts.startKernel, verbs, this.#results, {
      ended: (cell, run, outcome) => this.#apply({ type: 'ended', cell, run, outcome }),
      generated: (cell, names) => this.#apply({ type: 'generator-changed', cell, names }),
      kernel: (state) => this.#onKernel(state),
    });
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
    this.#apply({ type: 'approved', cell });
  }
  approveAll(): void {
    for (const { id, state } of this.list) if (state === 'unapproved') this.approve(id);
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
    const cells = code.map((cell) => {
      const source = this.#source(cell);
      this.#graph.set(cell, source);
      return { cell, approved: this.parts.approvals.has(source) };
    });
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
    const approved = this.parts.approvals.has(source);
    this.#apply({ type: 'cell-added', cell, approved, affected });
  }

  #remove(cell: string): void {
    this.#views.remove(cell);
    this.#leaveGraph(cell);
  }

  #leaveGraph(cell: string): void {
    if (!this.#schedule.cells.has(cell)) return;
    const { affected, reported } = this.#graph.remove(cell);
    reported.forEach((each) => this.#views.touch(each));
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
    this.#apply({ type: 'text-changed', cell, approved: approvals.has(source), affected });
  }

  #other(cell: string): void {
    this.#views.touch(cell);
    const known = this.#schedule.cells.has(cell);
    if (this.#isCode(cell) && !known) this.#add(cell);
    else if (!this.#isCode(cell) && known) this.#leaveGraph(cell);
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

  /** The code of the cell and of all that it reads from, in dependency order. */
  #codeOf(cell: string): string | null {
    if (!this.#schedule.cells.has(cell)) return null;
    const cells = [...this.#graph.ancestorsOf(cell), cell];
    return codeDigest(cells.map((each) => this.#source(each)).join('\n'));
  }

  #cellsBehind(name: string): NeededCell[] | null {
    const last = this.#graph.definerOf(name);
    if (last === null) return null;
    const cells = [...this.#graph.ancestorsOf(last), last];
    return cells.map((cell) => ({ cell, source: this.#source(cell) }));
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
      problems: this.#graph.problemsOf(id),
      declares: this.#graph.declaresOf(id),
      uses: this.#graph.usesOf(id),
      outputs: added.length > 0 ? [...added, ...outputs] : outputs,
      ...result,
    };
  }
}
