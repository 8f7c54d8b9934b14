/** What every part of an open notebook may ask for, handed down by NotebookView once. */
import { getContext, setContext } from 'svelte';
import type { NameDoc, SmartForms } from '../../app/notebook/shelf-types';
import type { OpenNotebook } from '../../app/notebook/types';
import type { CellActions } from './keys/cell-actions';
import type { CellCursor } from './keys/cell-cursor.svelte';
import type { Nearness } from './cells/nearness';

export interface NotebookContext {
  notebook: OpenNotebook;
  docs: readonly NameDoc[];
  smart: SmartForms | null;
  cursor: CellCursor;
  actions: CellActions;
  nearness: Nearness;
}

const KEY = Symbol('notebook');

export function provideNotebook(context: NotebookContext): void {
  setContext(KEY, context);
}

export function useNotebook(): NotebookContext {
  return getContext(KEY);
}
