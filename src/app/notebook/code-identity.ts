import type { Digest } from '../../core/hash/digest';
import type { NotebookGraph } from '../../kernel/analysis';
import { codeDigest } from './approvals';
import type { Resolved } from './modules/resolve';

export interface CodeSource {
  graph: Pick<NotebookGraph, 'inputsOf' | 'readersOf' | 'importsOf'>;
  sourceOf(cell: string): string;
  /** All code behind these names of modules. */
  modules(names: readonly string[]): readonly Resolved[];
}

/**
 * Identity of all code behind a cell: its text, the modules that it imports, and the identities of the cells
 * that it reads from, in code unit order. So one hash per cell tells of a notebook what would else be one of
 * all ancestors' texts for each; they are remembered until a text they stand on is another.
 */
export class CodeIdentity {
  readonly #known = new Map<string, Digest>();

  constructor(private readonly from: CodeSource) {}

  of(cell: string): Digest {
    const { graph } = this.from;
    // By hand, not by calls: a chain of cells may be longer than the stack.
    const open = [cell];
    const entered = new Set<string>();
    while (open.length > 0) {
      const at = open[open.length - 1]!;
      const waits = entered.has(at)
        ? []
        : graph.inputsOf(at).filter((each) => !this.#known.has(each) && !entered.has(each));
      entered.add(at);
      if (waits.length > 0) open.push(...waits);
      else {
        open.pop();
        if (!this.#known.has(at)) this.#known.set(at, this.#make(at));
      }
    }
    return this.#known.get(cell)!;
  }

  /** The texts of these cells, or what they read from, may be others. @returns they, and all that stands on them */
  changed(cells: Iterable<string>): ReadonlySet<string> {
    const reached = new Set(cells);
    for (const cell of reached) {
      this.#known.delete(cell);
      for (const reader of this.from.graph.readersOf(cell)) reached.add(reader);
    }
    return reached;
  }

  /** What modules mean may be another now. */
  forget(): void {
    this.#known.clear();
  }

  /** Of a circle, which never runs, what is not known yet is left out. */
  #make(cell: string): Digest {
    const { graph, sourceOf, modules } = this.from;
    const links = modules(graph.importsOf(cell)).map(({ name, code }) => `${name} ${code}`);
    const inputs = graph.inputsOf(cell).flatMap((each) => this.#known.get(each) ?? []);
    return codeDigest([...inputs.sort(), ...links, sourceOf(cell)].join('\n'));
  }
}
