/** What a person can do to a cell, by key, by button or from its menu: one place for all three. */
import type { SmartForms } from '../../../app/notebook/shelf-types';
import type { CellView, OpenNotebook } from '../../../app/notebook/types';
import type { CellKind } from '../../../core/notebook/types';
import type { CellCursor } from './cell-cursor.svelte';
import type { CellCommand } from './key-map';

export interface ActionEvents {
  /** What was done, for those who do not see it. */
  say(text: string): void;
  /** A cell went away; `undo` brings it back. */
  removed(undo: () => void): void;
  help(): void;
}

export class CellActions {
  constructor(
    private readonly notebook: OpenNotebook,
    private readonly cursor: CellCursor,
    private readonly events: ActionEvents,
    private readonly smart: SmartForms | null,
  ) {}

  do(command: CellCommand, id: string): void {
    const { notebook, cursor, events } = this;
    const { cells } = notebook;
    const at = cells.findIndex((cell) => cell.id === id);
    const cell = cells[at];
    if (!cell) return;
    switch (command) {
      case 'run':
        return this.run(cell);
      case 'run-next': {
        this.run(cell);
        const next = cells[at + 1]?.id;
        return next ? this.#choose(next) : this.insert(id, 'code');
      }
      case 'run-insert':
        this.run(cell);
        return this.insert(id, 'code');
      case 'edit':
        return void cursor.write(id);
      case 'leave':
        return this.#choose(id);
      case 'previous':
        return this.#choose(cells[Math.max(0, at - 1)]!.id);
      case 'next':
        return this.#choose(cells[Math.min(cells.length - 1, at + 1)]!.id);
      case 'first':
        return this.#choose(cells[0]!.id);
      case 'last':
        return this.#choose(cells[cells.length - 1]!.id);
      case 'insert-above':
        return this.insert(cells[at - 1]?.id ?? null, 'code');
      case 'insert-below':
        return this.insert(id, 'code');
      case 'duplicate': {
        const made = notebook.insert(id, cell.kind, cell.source, cell.smart ?? undefined);
        events.say('Cell duplicated');
        return this.#choose(made);
      }
      case 'remove':
        return this.remove(cell, at);
      case 'to-markdown':
        return this.setKind(cell, 'markdown');
      case 'to-code':
        return this.setKind(cell, 'code');
      case 'undo':
        notebook.undo.undo();
        return events.say('Undone');
      case 'redo':
        notebook.undo.redo();
        return events.say('Done again');
      case 'collapse':
        notebook.setCollapsed(id, !cell.collapsed);
        return events.say(cell.collapsed ? 'Cell opened' : 'Cell collapsed');
      case 'move-up':
        return this.moveTo(id, at - 1);
      case 'move-down':
        return this.moveTo(id, at + 1);
      case 'stop':
        notebook.stop();
        return events.say('Stopped');
      case 'help':
        return events.help();
      default:
        throw command satisfies never;
    }
  }

  /** A text cell has nothing to run: it shows its text. Unapproved code is never run by a key. */
  run(cell: CellView): void {
    if (cell.kind === 'markdown') {
      if (this.cursor.writing && this.cursor.chosen === cell.id) this.#choose(cell.id);
      return;
    }
    if (cell.state === 'unapproved') return this.events.say('Read this code and approve it first');
    this.notebook.run(cell.id);
  }

  insert(after: string | null, kind: CellKind): void {
    void this.cursor.write(this.notebook.insert(after, kind));
    this.events.say(kind === 'code' ? 'New code cell' : 'New text cell');
  }

  insertSmart(after: string | null, form: string): void {
    if (!this.smart) return;
    const smart = { form, values: this.smart.start(form) };
    this.#choose(this.notebook.insert(after, 'code', this.smart.code(smart), smart));
  }

  /** @param place from 0, among the cells as they are without it */
  moveTo(id: string, place: number): void {
    const others = this.notebook.cells.filter((cell) => cell.id !== id);
    if (place < 0 || place > others.length) return;
    this.notebook.move(id, others[place - 1]?.id ?? null);
    this.events.say(`Now cell ${place + 1} of ${others.length + 1}`);
    this.#choose(id);
  }

  private setKind(cell: CellView, kind: CellKind): void {
    if (cell.kind === kind) return;
    this.notebook.setKind(cell.id, kind);
    this.events.say(kind === 'code' ? 'Now code' : 'Now text');
    this.#choose(cell.id);
  }

  private remove(cell: CellView, at: number): void {
    const { notebook } = this;
    const next = notebook.cells[at + 1] ?? notebook.cells[at - 1];
    // Of its own in the history, so that one undo brings back the cell and nothing else.
    notebook.undo.stopCapturing();
    notebook.remove(cell.id);
    notebook.undo.stopCapturing();
    this.events.say(`Cell ${at + 1} deleted`);
    this.events.removed(() => notebook.undo.undo());
    if (next) this.#choose(next.id);
  }

  #choose(id: string): void {
    void this.cursor.choose(id);
  }
}
