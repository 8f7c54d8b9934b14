/** All code that a cell stands for: its text, and the modules that it imports; what it ran with, and may run. */
import type { Digest } from '../../core/hash/digest';
import type { NotebookGraph } from '../../kernel/analysis';
import type { Approvals } from './approvals';
import { CodeIdentity } from './code-identity';
import type { NotebookModules } from './modules/notebook-modules.svelte';
import type { CellView } from './types';

export class CellCode {
  readonly identity: CodeIdentity;
  /** Of the last run of each cell: all its code, and what its imports meant. */
  readonly #ran = new Map<string, { code: Digest; imports: string }>();

  constructor(
    private readonly graph: NotebookGraph,
    private readonly sourceOf: (cell: string) => string,
    private readonly approvals: Approvals,
    private readonly modules: NotebookModules,
  ) {
    this.identity = new CodeIdentity({
      graph,
      sourceOf,
      modules: (names) => modules.behind(names),
    });
  }

  isApproved(cell: string): boolean {
    const { text, modules } = this.foreign(cell);
    return !text && modules.length === 0;
  }

  /** What of it came from elsewhere and was not approved here. */
  foreign(cell: string): CellView['foreign'] {
    return {
      text: !this.approvals.has(this.sourceOf(cell)),
      modules: this.modules.unapproved(this.graph.importsOf(cell)),
    };
  }

  /** The cell runs now: from here on its imports mean in this notebook what they mean now. */
  begin(cell: string): void {
    const names = this.graph.importsOf(cell);
    this.#ran.set(cell, { code: this.identity.of(cell), imports: this.#meaning(cell) });
    if (names.length > 0) this.modules.pin(names);
  }

  /** What it ran last, if it did. */
  ran(cell: string): Digest | null {
    return this.#ran.get(cell)?.code ?? null;
  }

  /** Whether its imports mean other code than it ran with. */
  isOther(cell: string): boolean {
    const ran = this.#ran.get(cell);
    return ran !== undefined && ran.imports !== this.#meaning(cell);
  }

  forget(cell: string): void {
    this.#ran.delete(cell);
  }

  /** Tells which modules are used. */
  tell(cells: readonly string[]): void {
    this.modules.use(cells.flatMap((cell) => this.graph.importsOf(cell)));
  }

  #meaning(cell: string): string {
    const behind = this.modules.behind(this.graph.importsOf(cell));
    return behind.map(({ name, code }) => `${name} ${code}`).join('\n');
  }
}
