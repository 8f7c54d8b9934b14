/** How high a cell is, about, before it was ever drawn: a line of text, or code in its frame with the line below. */
import type { CellView } from '../../../app/notebook/types';

export function roughHeight({ kind, source }: CellView, app: boolean): number {
  if (app && kind === 'code') return 0;
  return 19 * source.split('\n').length + (kind === 'markdown' ? 18 : 56);
}
