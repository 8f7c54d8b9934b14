/** A notebook as plain data: what its live document, its text file and its `.ipynb` all say. */

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export type CellKind = 'code' | 'markdown';

/** A form that writes the cell's code; `source` is always what it wrote last. */
export interface SmartForm {
  form: string;
  values: JsonObject;
}

export interface NotebookCell {
  /** Stable; letters, digits, `-` and `_`, at most 64. */
  id: string;
  kind: CellKind;
  source: string;
  collapsed: boolean;
  /** Null for a cell that is written by hand. */
  smart: SmartForm | null;
  /** What other programs keep there; of it, ours reads `ipynb` only (cell-language.ts). */
  metadata: JsonObject;
}

/** `reactive`: what depends on a cell runs after it. `lazy`: it is only marked stale. */
export type RunMode = 'reactive' | 'lazy';

export interface Notebook {
  title: string;
  mode: RunMode;
  /** In the order of the page. */
  cells: NotebookCell[];
  metadata: JsonObject;
}
