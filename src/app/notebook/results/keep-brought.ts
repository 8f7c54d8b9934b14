/** The outputs that came with an `.ipynb`, kept as the results of its cells. */
import { linkTo, type Link } from '../../../core/hash/digest';
import { isOurLanguage, cellLanguage } from '../../../core/notebook/cell-language';
import type { NbOutput } from '../../../core/notebook/ipynb-outputs';
import { pinsIn } from '../../../core/notebook/module-pins';
import type { ResultListed } from '../../../core/notebook/results-manifest';
import type { Notebook } from '../../../core/notebook/types';
import { NotebookGraph } from '../../../kernel/analysis';
import type { WorkspaceContext } from '../../workspace-context';
import { CodeIdentity } from '../code-identity';
import { fromNbOutputs } from './from-ipynb';
import { toStored } from './store-result';

/** @param outputs by cell id */
export async function keepBrought(
  context: WorkspaceContext,
  id: string,
  notebook: Notebook,
  outputs: ReadonlyMap<string, readonly NbOutput[]>,
): Promise<void> {
  const cells = notebook.cells.filter((cell) => outputs.has(cell.id));
  if (cells.length === 0) return;
  const codeOfCell = codesOf(notebook);
  const at = Math.floor(context.effects.now());
  await context.underLease(async (lease) => {
    const writer = context.store.writer(lease.id);
    const listed: ResultListed[] = [];
    for (const { id: cell } of cells) {
      const result = fromNbOutputs(outputs.get(cell)!);
      const code = codeOfCell(cell);
      const made = toStored({ result, controls: {}, code, from: 'file', rows: new Map() });
      const images: Link[] = [];
      for (const image of made.images) images.push(linkTo(await writer.put(image)));
      const stored = { ...made.stored, images };
      listed.push({ cell, at, result: await context.store.putJson(lease.id, stored) });
    }
    listed.sort((a, b) => (a.cell < b.cell ? -1 : 1));
    const manifest = { format: 'loam.results/1', cells: listed };
    const results = await context.store.putJson(lease.id, manifest);
    return { ops: [{ type: 'results-kept' as const, notebook: id, results }], value: null };
  });
}

/** As the open notebook will say it. */
function codesOf(notebook: Notebook): (cell: string) => string {
  const sources = new Map(notebook.cells.map(({ id, source }) => [id, source]));
  const graph = new NotebookGraph();
  for (const cell of notebook.cells) {
    if (cell.kind === 'code' && isOurLanguage(cellLanguage(cell))) graph.set(cell.id, cell.source);
  }
  graph.arrange(notebook.cells.map(({ id }) => id));
  const sourceOf = (cell: string) => sources.get(cell) ?? '';
  const pins = pinsIn(notebook.metadata);
  const pinned = (names: readonly string[]) =>
    names.flatMap((name) => (Object.hasOwn(pins, name) ? [{ name, code: pins[name]! }] : []));
  const identity = new CodeIdentity({ graph, sourceOf, modules: pinned });
  return (cell) => identity.of(cell);
}
