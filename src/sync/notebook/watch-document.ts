/** What each transaction has changed, in the words of a notebook. */
import type * as Y from 'yjs';
import type { ChangeSource } from './origins';

/** Ids are of cells. A cell may stand in several lists. */
export interface NotebookChange {
  by: ChangeSource;
  /** Whose text was edited. */
  texts: string[];
  /** Also those that came back or were replaced: whoever holds their text gets it anew. */
  added: string[];
  removed: string[];
  moved: string[];
  /** Whose kind, folding, form or metadata has changed. */
  other: string[];
  /** Title, mode or metadata of the notebook. */
  notebook: boolean;
}

type CellsMap = Y.Map<unknown>;

/**
 * Calls `changed` once for each transaction that changed something, after it.
 * @param texts the texts of the cells as they are now
 * @returns how to stop
 */
export function watchDocument(
  doc: Y.Doc,
  roots: { cells: CellsMap; about: CellsMap },
  texts: () => Map<string, Y.Text>,
  changed: (change: Omit<NotebookChange, 'by'>, transaction: Y.Transaction) => void,
): () => void {
  const { cells, about } = roots;
  let known = texts();
  let edited = new Set<string>();
  let moved = new Set<string>();
  let other = new Set<string>();
  let structure = false;
  let notebook = false;

  const onCells = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
    for (const event of events) {
      const id = String(event.path[0]);
      if (event.path.length === 0) structure = true;
      else if (event.path.length > 1) edited.add(id);
      else {
        for (const key of event.changes.keys.keys()) {
          if (key === 'source') structure = true;
          else if (key === 'pos') moved.add(id);
          else other.add(id);
        }
      }
    }
  };
  const onAbout = () => {
    notebook = true;
  };
  const after = (transaction: Y.Transaction) => {
    const touched = structure || notebook || edited.size + moved.size + other.size > 0;
    if (!touched) return;
    const before = known;
    if (structure) known = texts();
    const stays = (id: string) => known.has(id) && known.get(id) === before.get(id);
    const kept = (ids: Set<string>) => [...ids].filter(stays);
    const change = {
      texts: kept(edited),
      added: [...known.keys()].filter((id) => known.get(id) !== before.get(id)),
      removed: [...before.keys()].filter((id) => known.get(id) !== before.get(id)),
      moved: kept(moved),
      other: kept(other),
      notebook,
    };
    edited = new Set();
    moved = new Set();
    other = new Set();
    structure = false;
    notebook = false;
    const lists = [change.texts, change.added, change.removed, change.moved, change.other];
    if (change.notebook || lists.some(({ length }) => length > 0)) changed(change, transaction);
  };

  cells.observeDeep(onCells);
  about.observeDeep(onAbout);
  doc.on('afterTransaction', after);
  return () => {
    cells.unobserveDeep(onCells);
    about.unobserveDeep(onAbout);
    doc.off('afterTransaction', after);
  };
}
