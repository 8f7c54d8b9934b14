/** The notebook document's door. */
export { mergeUpdates } from './merge-updates';
export { NotebookDocument, type NewCellId } from './notebook-document';
export { BY_HAND, ELSEWHERE, type ChangeSource } from './origins';
export type { NotebookChange } from './watch-document';
