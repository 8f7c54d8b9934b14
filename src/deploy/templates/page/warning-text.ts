/** What is strange about a value that can be read, in one clause. */
import type { InputSignature } from '../../../core/model/types';
import type { RowWarning } from '../../drift';
import { isoDay } from './date-text';
import { readable } from './number-text';

/** "far above the usual 4 to 7: training saw nothing like it" */
export function warningText({ type }: InputSignature, { warning, usual }: RowWarning): string {
  if (usual === null) return 'was never seen in training';
  const write = type === 'datetime' ? isoDay : readable;
  const side = warning === 'far-above' ? 'above' : 'below';
  return `is far ${side} the usual ${write(usual.low)} to ${write(usual.high)}: training saw next to nothing like it`;
}
