/**
 * A notebook as a live document over one Y.Doc: `cells` is a Y.Map of cells by id, `about` holds title, mode,
 * metadata, and each pin of a module under a key of its own, so that two people may pin at once. Results are not in it. What peers wrote is read with tolerance: an entry that is no cell is
 * passed over, a value of the wrong type is as good as absent, and nothing throws.
 */
import * as Y from 'yjs';
import { parseJsonObject } from '../../core/notebook/json-text';
import { withPins, type ModulePins } from '../../core/notebook/module-pins';
import type {
  CellKind,
  Notebook,
  NotebookCell,
  RunMode,
  SmartForm,
} from '../../core/notebook/types';
import { byPlace, keysFor, type Placed } from './cell-order';
import { newCellMap, posOf, readCell, smartText, textOf, type CellMap } from './cell-map';
import { pinsOf, setPins } from './module-pins';
import { BY_HAND, ELSEWHERE, FOLDING, PINNING, REPLACING, type ChangeSource } from './origins';
import { replaceNotebook } from './replace-notebook';
import { editText, wellFormed } from './text-edits';
import { watchDocument, type NotebookChange } from './watch-document';

/** Makes an id for a new cell: see `cellIdOf`. Asked again where it is taken. */
export type NewCellId = () => string;

export class NotebookDocument {
  readonly doc: Y.Doc;
  /**
   * Undoes what this person did here and nothing that came from elsewhere. Each act is a step of its own;
   * typing is joined as it flows. Editors add their own origin to `trackedOrigins` (y-codemirror.next does).
   */
  readonly undo: Y.UndoManager;
  readonly #cells: Y.Map<unknown>;
  readonly #about: Y.Map<unknown>;
  readonly #newId: NewCellId;
  readonly #listeners = new Set<(change: NotebookChange) => void>();
  readonly #stopWatching: () => void;
  /** Null where it may have changed. */
  #order: Placed[] | null = null;

  constructor(doc: Y.Doc, newId: NewCellId) {
    this.doc = doc;
    this.#newId = newId;
    this.#cells = doc.getMap('cells');
    this.#about = doc.getMap('about');
    this.undo = new Y.UndoManager([this.#cells, this.#about], {
      trackedOrigins: new Set([BY_HAND, REPLACING]),
    });
    this.#stopWatching = watchDocument(
      doc,
      { cells: this.#cells, about: this.#about },
      () => this.#texts(),
      (change, transaction) => {
        this.#order = null;
        const whole = { by: this.#sourceOf(transaction), ...change };
        for (const listener of [...this.#listeners]) listener(whole);
      },
    );
  }

  /** As it was stored. Bytes that are no update are left out. */
  static open(updates: Iterable<Uint8Array>, newId: NewCellId): NotebookDocument {
    const document = new NotebookDocument(new Y.Doc(), newId);
    for (const update of updates) document.apply(update);
    return document;
  }

  /** A new document. Cells whose id is taken or is none get a new one. */
  static fromNotebook(notebook: Notebook, newId: NewCellId): NotebookDocument {
    const document = new NotebookDocument(new Y.Doc(), newId);
    document.doc.transact(() => replaceNotebook(document.#roots, document.order, notebook, newId));
    return document;
  }

  get #roots() {
    return { cells: this.#cells, about: this.#about };
  }

  get title(): string {
    const title = this.#about.get('title');
    return typeof title === 'string' ? title : '';
  }

  get mode(): RunMode {
    return this.#about.get('mode') === 'lazy' ? 'lazy' : 'reactive';
  }

  /** Which code the names of modules mean here. */
  get pins(): ModulePins {
    return pinsOf(this.#about);
  }

  /** The cells in their order. */
  get order(): readonly Placed[] {
    this.#order ??= [...this.#texts().keys()]
      .map((id) => ({ id, pos: posOf(this.#cells.get(id) as CellMap) }))
      .sort(byPlace);
    return this.#order;
  }

  ids(): string[] {
    return this.order.map(({ id }) => id);
  }

  /** The live text, to bind an editor to; null where there is no such cell. After undo it may be another. */
  text(id: string): Y.Text | null {
    return textOf(id, this.#cells.get(id));
  }

  cell(id: string): NotebookCell | null {
    return this.text(id) && readCell(id, this.#cells.get(id) as CellMap);
  }

  read(): Notebook {
    return {
      title: this.title,
      mode: this.mode,
      cells: this.order.map(({ id }) => readCell(id, this.#cells.get(id) as CellMap)),
      metadata: withPins(parseJsonObject(this.#about.get('metadata')) ?? {}, this.pins),
    };
  }

  /** After the cell `after`, first where null, last where that is gone. Answers the new cell's id. */
  insert(
    after: string | null,
    kind: CellKind,
    source = '',
    smart: SmartForm | null = null,
  ): string {
    let id = this.#newId();
    while (this.#cells.has(id)) id = this.#newId();
    const cell = { id, kind, source, collapsed: false, smart, metadata: {} };
    this.#act(() => {
      const pos = this.#makeRoom(id, after);
      this.#cells.set(id, newCellMap(cell, pos));
    });
    return id;
  }

  move(id: string, after: string | null): void {
    const map = this.#map(id);
    if (!map || after === id) return;
    this.#act(() => {
      const pos = this.#makeRoom(id, after);
      if (posOf(map) !== pos) map.set('pos', pos);
    });
  }

  remove(id: string): void {
    if (this.#map(id)) this.#act(() => this.#cells.delete(id));
  }

  setKind(id: string, kind: CellKind): void {
    this.#act(() => this.#map(id)?.set('kind', kind));
  }

  /** By hand, but no step of undo. */
  setCollapsed(id: string, collapsed: boolean): void {
    this.doc.transact(() => this.#map(id)?.set('collapsed', collapsed), FOLDING);
  }

  /** @param source what the form writes; default the text as it is */
  setSmart(id: string, smart: SmartForm | null, source?: string): void {
    this.#act(() => {
      this.#map(id)?.set('smart', smartText(smart));
      const text = this.text(id);
      if (text && source !== undefined) editText(text, source);
    });
  }

  /** The whole text, by the smallest edit: what this person pasted or had formatted. */
  setSource(id: string, source: string): void {
    const text = this.text(id);
    if (text) this.#act(() => editText(text, source));
  }

  rename(title: string): void {
    this.#act(() => this.#about.set('title', wellFormed(title)));
  }

  setMode(mode: RunMode): void {
    this.#act(() => this.#about.set('mode', mode));
  }

  /** Because a cell that imports these runs: no step of undo. */
  pinModules(pins: ModulePins): void {
    this.doc.transact(() => setPins(this.#about, pins), PINNING);
  }

  /** What a person chose; null gives the name up, so that it is pinned anew at the next run. */
  choosePin(name: string, link: ModulePins[string] | null): void {
    this.#act(() => setPins(this.#about, { [name]: link }));
  }

  /**
   * Makes it say what `notebook` says (an earlier version, say) by the smallest edits: cells that are the
   * same stay, texts change where they differ. One step of undo.
   */
  replaceWith(notebook: Notebook): void {
    this.#act(() => replaceNotebook(this.#roots, this.order, notebook, this.#newId), REPLACING);
  }

  /** An update of storage or of a peer. False, and nothing thrown, for bytes that are none. */
  apply(update: Uint8Array): boolean {
    try {
      Y.applyUpdate(this.doc, update, ELSEWHERE);
      return true;
    } catch {
      return false;
    }
  }

  /** The whole document as one update. */
  state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }

  /** Called after each transaction that changed something; answers how to stop. */
  observe(listener: (change: NotebookChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called with each update that was made here, to be stored and sent; answers how to stop. */
  onUpdate(listener: (update: Uint8Array) => void): () => void {
    const heard = (update: Uint8Array, origin: unknown) => {
      if (origin !== ELSEWHERE) listener(update);
    };
    this.doc.on('update', heard);
    return () => this.doc.off('update', heard);
  }

  close(): void {
    this.#stopWatching();
    this.#listeners.clear();
    this.undo.destroy();
    this.doc.destroy();
  }

  #map(id: string): CellMap | null {
    return this.text(id) && (this.#cells.get(id) as CellMap);
  }

  #texts(): Map<string, Y.Text> {
    const texts = new Map<string, Y.Text>();
    for (const [id, value] of this.#cells) {
      const text = textOf(id, value);
      if (text) texts.set(id, text);
    }
    return texts;
  }

  #act(work: () => void, origin: symbol = BY_HAND): void {
    this.undo.stopCapturing();
    this.doc.transact(() => {
      work();
      this.#order = null;
    }, origin);
    this.undo.stopCapturing();
  }

  /** Where `id` belongs to stand after `after`; others are moved only where there is no room. */
  #makeRoom(id: string, after: string | null): string {
    const ids = this.ids().filter((each) => each !== id);
    const found = after === null ? -1 : ids.indexOf(after);
    ids.splice(after !== null && found < 0 ? ids.length : found + 1, 0, id);
    const keys = keysFor(this.order, ids);
    for (const [each, pos] of keys) if (each !== id) this.#map(each)?.set('pos', pos);
    return keys.get(id) ?? posOf(this.#cells.get(id) as CellMap);
  }

  #sourceOf({ origin, local }: Y.Transaction): ChangeSource {
    if (!local) return 'elsewhere';
    if (origin === this.undo) return 'undo';
    if (origin === REPLACING) return 'replace';
    const byHand = origin === FOLDING || origin === PINNING;
    return byHand || this.undo.trackedOrigins.has(origin) ? 'hand' : 'elsewhere';
  }
}
