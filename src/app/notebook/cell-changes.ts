/**
 * Changes of the document, and of what modules mean: taken into the graph of the cells, and then told to their
 * schedule. What changes by this person's hand is approved.
 */
import { cellLanguage, isOurLanguage } from '../../core/notebook/cell-language';
import type { NotebookGraph } from '../../kernel/analysis';
import type { GraphChange } from '../../kernel/analysis/types';
import type { NotebookChange, NotebookDocument } from '../../sync/notebook';
import type { Approvals } from './approvals';
import type { CellCode } from './cell-code';
import type { CellSchedule } from './cell-schedule';
import type { CellViews } from './cell-views.svelte';
import type { ResultAges } from './result-ages';

interface OfCells {
  graph: NotebookGraph;
  code: CellCode;
  ages: ResultAges;
  views: CellViews;
  schedule: CellSchedule;
  approvals: Approvals;
  sourceOf(cell: string): string;
}

export class CellChanges {
  constructor(
    private readonly document: NotebookDocument,
    private readonly cells: OfCells,
  ) {}

  take(change: NotebookChange): void {
    const { graph, views, approvals } = this.cells;
    const byHand = change.by === 'hand';
    for (const cell of change.removed) this.#remove(cell);
    for (const cell of change.added) {
      if (byHand) approvals.add(this.cells.sourceOf(cell));
      this.#add(cell);
    }
    for (const cell of change.texts) this.#edit(cell, byHand);
    for (const cell of change.other) this.#other(cell);
    if (change.moved.length + change.added.length + change.removed.length > 0) {
      graph.arrange(this.document.ids());
      views.reorder();
    }
  }

  opened(): void {
    const { graph, code, views, schedule } = this.cells;
    const ids = this.document.ids();
    const runnable = ids.filter((cell) => this.#isCode(cell));
    for (const cell of runnable) graph.set(cell, this.cells.sourceOf(cell));
    const cells = runnable.map((cell) => ({ cell, approved: code.isApproved(cell) }));
    code.tell(ids);
    graph.arrange(ids);
    ids.forEach((cell) => views.touch(cell));
    schedule.apply({ type: 'opened', cells });
  }

  /** A cell whose imports mean other code than it ran with is as if its text had changed. */
  modulesChanged(): void {
    const { graph, code, views, schedule } = this.cells;
    code.identity.forget();
    const changed = graph.modulesChanged();
    this.#codeChanged(changed);
    for (const cell of changed) {
      views.touch(cell);
      const approved = code.isApproved(cell);
      const known = schedule.stateOf(cell);
      const other = code.isOther(cell);
      if (other) code.forget(cell);
      if (other || (!approved && known !== 'unapproved')) {
        schedule.apply({ type: 'text-changed', cell, approved, affected: [] });
      } else if (approved && known === 'unapproved') schedule.apply({ type: 'approved', cell });
    }
  }

  /** Of another language (an imported Python notebook's cells, say) it is shown, and never run. */
  #isCode(cell: string): boolean {
    const found = this.document.cell(cell);
    return found?.kind === 'code' && isOurLanguage(cellLanguage(found));
  }

  #add(cell: string): void {
    const { graph, code, views, schedule } = this.cells;
    views.touch(cell);
    views.reorder();
    if (!this.#isCode(cell)) return;
    const source = this.cells.sourceOf(cell);
    const affected = this.#regraphed(cell, graph.set(cell, source));
    schedule.apply({
      type: 'cell-added',
      cell,
      approved: code.isApproved(cell),
      affected,
    });
  }

  #remove(cell: string): void {
    const { views } = this.cells;
    views.remove(cell);
    this.#leaveGraph(cell);
  }

  #leaveGraph(cell: string): void {
    const { graph, code, schedule } = this.cells;
    if (!schedule.has(cell)) return;
    code.forget(cell);
    const affected = this.#regraphed(cell, graph.remove(cell));
    schedule.apply({ type: 'cell-removed', cell, affected });
  }

  /** What is typed into an approved text is approved; into another it is not, until that one was read. */
  #edit(cell: string, byHand: boolean): void {
    const { graph, code, views, schedule, approvals } = this.cells;
    views.touch(cell);
    if (!schedule.has(cell)) return;
    const source = this.cells.sourceOf(cell);
    if (byHand && approvals.has(views.get(cell)?.source ?? '')) approvals.add(source);
    const affected = this.#regraphed(cell, graph.set(cell, source));
    schedule.apply({
      type: 'text-changed',
      cell,
      approved: code.isApproved(cell),
      affected,
    });
  }

  #other(cell: string): void {
    const { views, schedule } = this.cells;
    views.touch(cell);
    const known = schedule.has(cell);
    if (this.#isCode(cell) && !known) this.#add(cell);
    else if (!this.#isCode(cell) && known) this.#leaveGraph(cell);
  }

  /** What the graph has taken in is told to all but the schedule. @returns cells that it affects */
  #regraphed(cell: string, { affected, reported }: GraphChange): readonly string[] {
    const { code, views } = this.cells;
    reported.forEach((each) => views.touch(each));
    code.tell(this.document.ids());
    this.#codeChanged([cell, ...affected]);
    return affected;
  }

  #codeChanged(cells: readonly string[]): void {
    const { code, ages } = this.cells;
    ages.changed(code.identity.changed(cells));
  }
}
