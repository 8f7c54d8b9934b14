import type { Digest } from '../../core/hash/digest';
import type { NotebookGraph } from '../../kernel/analysis';
import { codeDigest } from './approvals';
import type { Resolved } from './modules/resolve';

/**
 * Identity of all code behind a cell: its text, those of the cells that it reads from in dependency order,
 * and the modules that they import.
 */
export function codeOf(
  cell: string,
  graph: Pick<NotebookGraph, 'ancestorsOf' | 'importsOf'>,
  sourceOf: (cell: string) => string,
  modules: (names: readonly string[]) => readonly Resolved[],
): Digest {
  const cells = [...graph.ancestorsOf(cell), cell];
  const names = new Set(cells.flatMap((each) => graph.importsOf(each)));
  const links = modules([...names]).map(({ name, code }) => `${name} ${code}`);
  return codeDigest([...cells.map(sourceOf), ...links].join('\n'));
}
