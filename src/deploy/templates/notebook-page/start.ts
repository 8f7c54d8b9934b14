/** What happens before anything is shown: the seal over the data is checked. */
import { isLoamError } from '../../../core/errors';
import { NOTEBOOK_ID, NOTEBOOK_SEAL_ID } from '../../notebook-page/marks';
import { openNotebookPage } from '../../notebook-page/open-notebook-page';
import type { NotebookEnvelope } from '../../notebook-page/types';

export type Start =
  { type: 'ready'; envelope: NotebookEnvelope } | { type: 'refused'; reason: string };

export function reasonOf(error: unknown): string {
  if (isLoamError(error, 'newer-data')) return 'its format is newer than its code';
  if (isLoamError(error) && error.facts.reason) return String(error.facts.reason);
  return 'its data cannot be read';
}

export function start(page: Document): Start {
  const textOf = (id: string) => page.getElementById(id)?.textContent ?? '';
  try {
    const envelope = openNotebookPage(textOf(NOTEBOOK_ID), textOf(NOTEBOOK_SEAL_ID));
    return { type: 'ready', envelope };
  } catch (error) {
    return { type: 'refused', reason: reasonOf(error) };
  }
}
