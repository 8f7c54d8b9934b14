/**
 * Runs the function of a code recipe in a cage that is opened for it alone: its cells first, then the function on
 * the prepared rows. Only code that is approved on this device runs; the cage is gone when this settles.
 */
import { LoamError } from '../../core/errors';
import { linkDigest, type Link } from '../../core/hash/digest';
import { fromPercentText } from '../../core/notebook/percent-text';
import type { RecipeCode } from '../../core/recipe/types';
import { NotebookGraph } from '../../kernel/analysis';
import type { RunningKernel } from '../../kernel/host/kernel-options';
import type { Verbs } from '../../kernel/host/types';
import type { CompiledCell } from '../../kernel/protocol';
import type { Fit, Fitted } from '../../ml/train/train-by-code';
import type { StartKernel } from '../notebook/cell-runner';
import { ModuleTexts } from '../notebook/modules/give-modules';
import { resolve, type Resolved } from '../notebook/modules/resolve';
import type { WorkspaceContext } from '../workspace-context';
import { isApproved } from './code-approvals';
import { fitVerbs } from './fit-verbs';

const SILENT = {
  outputs: () => undefined,
  console: () => undefined,
  changed: () => undefined,
};

export function fitInCage(
  { store }: Pick<WorkspaceContext, 'store'>,
  startKernel: StartKernel,
): Fit {
  return async (job, { signal, report }) => {
    const { code } = job;
    if (!(await isApproved(store.local, code))) throw new LoamError('code-not-approved');
    const textOf = async (link: RecipeCode['object']) =>
      new TextDecoder().decode(await store.objects.get(linkDigest(link)));
    const cells = compiledCells(await textOf(code.object), code);
    const texts = new ModuleTexts(store.objects);
    let fitted: Fitted | null = null;
    const verbs = fitVerbs(job, report, (done) => (fitted = done));
    const kernel = await opened(startKernel, verbs);
    try {
      const modules = await texts.give(kernel, await inOrder(code, texts));
      for (const cell of [...cells, entryCell(code)])
        await ran(kernel, { ...cell, modules }, signal);
    } finally {
      kernel.close();
    }
    if (!fitted) throw failed('the function ended without handing its weights over');
    return fitted;
  };
}

async function opened(startKernel: StartKernel, verbs: Verbs): Promise<RunningKernel> {
  try {
    return await startKernel(verbs, () => undefined);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LoamError('engine-unavailable', { backend: 'cage', reason });
  }
}

/** Those that others need first. */
async function inOrder({ modules }: RecipeCode, texts: ModuleTexts): Promise<Resolved[]> {
  const imports = new Map<Link, string[]>();
  for (const { object } of modules) {
    const { needs } = await texts.get(object);
    imports.set(
      object,
      needs.map(({ name }) => name),
    );
  }
  const pins = Object.fromEntries(modules.map(({ name, object }) => [name, object]));
  const names = modules.map(({ name }) => name);
  return resolve({ pins, newest: new Map(), imports }, names);
}

function compiledCells(text: string, { entry }: RecipeCode): CompiledCell[] {
  const { cells } = fromPercentText(text).notebook;
  const graph = new NotebookGraph();
  for (const { id, source } of cells) graph.set(id, source);
  if (graph.definerOf(entry) === null) throw failed(`no cell of it declares ${entry}`);
  return graph.order().map((cell) => {
    const compiled = graph.compiled(cell);
    if (compiled) return compiled;
    const [problem] = graph.problemsOf(cell);
    throw failed(problem ? `${problem.message}, line ${problem.line}` : 'it cannot be read');
  });
}

/** Hands the function to the cage's own driver, which asks for the work by the verbs that only this kernel has. */
function entryCell({ entry }: RecipeCode): CompiledCell {
  return { cell: 'entry', body: `await $fit(${entry});`, uses: [entry], declares: [], modules: {} };
}

async function ran(kernel: RunningKernel, cell: CompiledCell, signal: AbortSignal): Promise<void> {
  const end = await kernel.run(cell, {}, SILENT, signal);
  switch (end.type) {
    case 'done':
      return;
    case 'stopped':
      throw new LoamError('cancelled');
    case 'lost':
      throw signal.aborted ? new LoamError('cancelled') : failed(`its cage was lost: ${end.why}`);
    case 'failed': {
      const { name, message, line, stack } = end.failure;
      const place = line !== null && cell.cell !== 'entry' ? `line ${line}` : stack[0];
      throw failed(`${name}: ${message}${place ? `, ${place}` : ''}`);
    }
    default:
      throw end satisfies never;
  }
}

function failed(reason: string): LoamError {
  return new LoamError('code-failed', { reason });
}
