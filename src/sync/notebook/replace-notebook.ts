import type * as Y from 'yjs';
import { isCellId } from '../../core/notebook/cell-id';
import { pinsIn, withoutPins } from '../../core/notebook/module-pins';
import type { Notebook, NotebookCell } from '../../core/notebook/types';
import { metadataText, newCellMap, smartText, textOf, type CellMap } from './cell-map';
import { keysFor, type Placed } from './cell-order';
import { replacePins } from './module-pins';
import { editText, wellFormed } from './text-edits';

function setWhereNew(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (map.get(key) !== value) map.set(key, value);
}

/** Ids that are none, or that stand twice, become new ones. */
function withIds(cells: readonly NotebookCell[], newId: () => string): NotebookCell[] {
  const taken = new Set<string>();
  const given = new Set(cells.map(({ id }) => id));
  return cells.map((cell) => {
    let { id } = cell;
    while (!isCellId(id) || taken.has(id) || (id !== cell.id && given.has(id))) id = newId();
    taken.add(id);
    return { ...cell, id };
  });
}

/** The smallest edits that make a document say what `notebook` says. Within a transaction. */
export function replaceNotebook(
  { cells, about }: { cells: Y.Map<unknown>; about: Y.Map<unknown> },
  current: readonly Placed[],
  notebook: Notebook,
  newId: () => string,
): void {
  setWhereNew(about, 'title', wellFormed(notebook.title));
  setWhereNew(about, 'mode', notebook.mode);
  setWhereNew(about, 'metadata', metadataText(withoutPins(notebook.metadata)));
  replacePins(about, pinsIn(notebook.metadata));
  const wanted = withIds(notebook.cells, newId);
  const ids = new Set(wanted.map(({ id }) => id));
  for (const { id } of current) if (!ids.has(id)) cells.delete(id);
  const keys = keysFor(
    current,
    wanted.map(({ id }) => id),
  );
  for (const cell of wanted) {
    const pos = keys.get(cell.id);
    const value = cells.get(cell.id);
    const text = textOf(cell.id, value);
    if (!text) {
      cells.set(cell.id, newCellMap(cell, pos!));
      continue;
    }
    const map = value as CellMap;
    editText(text, cell.source);
    if (pos !== undefined) map.set('pos', pos);
    setWhereNew(map, 'kind', cell.kind);
    setWhereNew(map, 'collapsed', cell.collapsed);
    setWhereNew(map, 'smart', smartText(cell.smart));
    setWhereNew(map, 'metadata', metadataText(cell.metadata));
  }
}
