/**
 * Who reads what of whom among the code cells of a notebook, kept up to date cell by cell. Where cells
 * stand on the page decides only ties. A text that cannot be read keeps the names it had when it could,
 * so that half a word typed in one cell does not report unknown names in all others.
 */
import { analyseCell } from '../analyse-cell';
import { knownNames } from '../known-names';
import type { CompiledCell } from '../../protocol';
import type { CellAnalysis, Dependencies, GraphChange, TextProblem } from '../types';
import { problemsAmongCells, type ModuleTrouble } from './cell-problems';
import { CellOrder } from './cell-order';
import { circleOf, circles, type Need } from './cycles';
import { NameIndex } from './name-index';

interface Node {
  analysis: CellAnalysis;
  /** Of the last text that could be read. */
  declares: readonly string[];
  free: readonly string[];
  problems: TextProblem[] | null;
}

const CACHED_TEXTS = 4000;

export class NotebookGraph implements Dependencies {
  readonly #nodes = new Map<string, Node>();
  readonly #declarers = new NameIndex();
  readonly #users = new NameIndex();
  readonly #cache = new Map<string, CellAnalysis>();
  readonly #order = new CellOrder({
    cells: () => this.#nodes.keys(),
    inputsOf: (cell) => this.inputsOf(cell),
  });
  /** Cells on a circle, with the names of the way around. */
  #circles = new Map<string, string[]>();

  /**
   * @param known names that no cell needs to declare
   * @param modules what keeps a module from being imported by a name; null for nothing
   */
  constructor(
    readonly known: ReadonlySet<string> = knownNames,
    private readonly modules: (name: string) => ModuleTrouble | null = () => null,
  ) {}

  /** Adds a cell (last on the page until `arrange`) or gives it another text. */
  set(cell: string, source: string): GraphChange {
    const before = this.#nodes.get(cell);
    if (before?.analysis.source === source) return { affected: [], reported: [] };
    const analysis = this.#analyse(source);
    const readable = analysis.body !== null || analysis.declares.length + analysis.free.length > 0;
    const kept = !readable && before ? before : null;
    const node: Node = {
      analysis,
      declares: kept?.declares ?? analysis.declares.map(({ name }) => name),
      free: kept?.free ?? analysis.free.map(({ name }) => name),
      problems: null,
    };
    this.#order.add(cell);
    return this.#replace(cell, before, node);
  }

  remove(cell: string): GraphChange {
    const before = this.#nodes.get(cell);
    if (!before) return { affected: [], reported: [] };
    const change = this.#replace(cell, before, null);
    const others = (cells: readonly string[]) => cells.filter((each) => each !== cell);
    return { affected: others(change.affected), reported: others(change.reported) };
  }

  /** @param cells the page from top to bottom; cells that are not code may be among them */
  arrange(cells: readonly string[]): void {
    this.#order.arrange(cells);
    for (const node of this.#nodes.values()) node.problems = null;
  }

  /** Names of modules that it imports, each once. */
  importsOf(cell: string): readonly string[] {
    const imports = this.#nodes.get(cell)?.analysis.imports ?? [];
    return [...new Set(imports.map(({ specifier }) => specifier))];
  }

  /** What `modules` answers may be another now. @returns cells whose problems may read differently */
  modulesChanged(): readonly string[] {
    const reported: string[] = [];
    for (const [cell, node] of this.#nodes) {
      if (node.analysis.imports.length === 0) continue;
      node.problems = null;
      reported.push(cell);
    }
    return reported;
  }

  analysisOf(cell: string): CellAnalysis | null {
    return this.#nodes.get(cell)?.analysis ?? null;
  }

  problemsOf(cell: string): readonly TextProblem[] {
    const node = this.#nodes.get(cell);
    if (!node) return [];
    node.problems ??= [
      ...node.analysis.problems,
      ...problemsAmongCells(node.analysis, {
        others: (name) => this.#others(this.#declarers.cells(name), cell),
        isKnown: (name) => this.known.has(name),
        label: (each) => this.#order.label(each),
        circle: this.#circles.get(cell) ?? [],
        names: () => [...this.#declarers.names(), ...this.known],
        module: this.modules,
      }),
    ];
    return node.problems;
  }

  hasProblems(cell: string): boolean {
    return this.problemsOf(cell).length > 0;
  }

  declaresOf(cell: string): readonly string[] {
    return this.#nodes.get(cell)?.declares ?? [];
  }

  /** Names that it reads of other cells. */
  usesOf(cell: string): readonly string[] {
    const free = this.#nodes.get(cell)?.free ?? [];
    return free.filter((name) => this.#others(this.#declarers.cells(name), cell).length > 0);
  }

  /** The only cell that declares a name; null for none, or several. */
  definerOf(name: string): string | null {
    const [first, second] = this.#declarers.cells(name);
    return first !== undefined && second === undefined ? first : null;
  }

  /** Null for a cell with problems. Its `modules` are empty: links belong to whoever holds the objects. */
  compiled(cell: string): CompiledCell | null {
    const node = this.#nodes.get(cell);
    if (!node || node.analysis.body === null || this.hasProblems(cell)) return null;
    return {
      cell,
      body: node.analysis.body,
      uses: [...this.usesOf(cell)],
      declares: [...node.declares],
      modules: {},
    };
  }

  inputsOf(cell: string): readonly string[] {
    return [...new Set(this.#needs(cell).map((need) => need.cell))];
  }

  readersOf(cell: string, names: readonly string[] = this.declaresOf(cell)): readonly string[] {
    const readers = new Set<string>();
    for (const name of names) {
      if (!this.#declarers.cells(name).has(cell)) continue;
      for (const user of this.#users.cells(name)) if (user !== cell) readers.add(user);
    }
    return [...readers];
  }

  ancestorsOf(cell: string): readonly string[] {
    const ancestors = reach(this.inputsOf(cell), (each) => this.inputsOf(each));
    ancestors.delete(cell);
    return this.#order.byRank(ancestors);
  }

  dependentsOf(cell: string, names?: readonly string[]): readonly string[] {
    const dependents = reach(this.readersOf(cell, names), (each) => this.readersOf(each));
    dependents.delete(cell);
    return this.#order.byRank(dependents);
  }

  /** All cells, each after those it reads from, else as on the page. */
  order(): readonly string[] {
    return [...this.#order.ranks().keys()];
  }

  rankOf(cell: string): number {
    return this.#order.ranks().get(cell) ?? Infinity;
  }

  #analyse(source: string): CellAnalysis {
    const known = this.#cache.get(source);
    if (known) return known;
    const analysis = analyseCell(source);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size >= CACHED_TEXTS && oldest !== undefined) this.#cache.delete(oldest);
    this.#cache.set(source, analysis);
    return analysis;
  }

  #replace(cell: string, before: Node | undefined, after: Node | null): GraphChange {
    const declared = differences(before?.declares ?? [], after?.declares ?? []);
    const used = differences(before?.free ?? [], after?.free ?? []);
    for (const name of declared.gone) this.#declarers.delete(name, cell);
    for (const name of used.gone) this.#users.delete(name, cell);
    for (const name of declared.come) this.#declarers.add(name, cell);
    for (const name of used.come) this.#users.add(name, cell);
    if (after) this.#nodes.set(cell, after);
    else this.#nodes.delete(cell);

    const affected = new Set([cell]);
    for (const name of [...declared.gone, ...declared.come]) {
      for (const each of this.#users.cells(name)) affected.add(each);
      for (const each of this.#declarers.cells(name)) affected.add(each);
    }
    const reported = new Set(affected);
    if (declared.changed || used.changed || !before || !after) {
      this.#order.readingChanged();
      for (const each of this.#renewCircles(cell)) reported.add(each);
    }
    for (const each of reported) {
      const node = this.#nodes.get(each);
      if (node) node.problems = null;
    }
    return { affected: [...affected], reported: [...reported] };
  }

  /** Only a circle through the changed cell can be new. @returns cells whose circle is another now */
  #renewCircles(cell: string): string[] {
    const before = this.#circles;
    if (before.size === 0 && !this.#reachesItself(cell)) return [];
    this.#circles = new Map();
    for (const members of circles(this.#nodes.keys(), (each) => this.inputsOf(each))) {
      const among = new Set(members);
      for (const each of members) {
        this.#circles.set(
          each,
          circleOf(each, among, (at) => this.#needs(at)),
        );
      }
    }
    return [...new Set([...before.keys(), ...this.#circles.keys()])].filter(
      (each) => before.get(each)?.join() !== this.#circles.get(each)?.join(),
    );
  }

  #reachesItself(cell: string): boolean {
    return reach(this.readersOf(cell), (each) => this.readersOf(each)).has(cell);
  }

  #needs(cell: string): Need[] {
    const needs: Need[] = [];
    for (const name of this.#nodes.get(cell)?.free ?? []) {
      for (const each of this.#declarers.cells(name)) {
        if (each !== cell) needs.push({ cell: each, name });
      }
    }
    return needs;
  }

  #others(cells: ReadonlySet<string>, cell: string): string[] {
    if (cells.size === 0 || (cells.size === 1 && cells.has(cell))) return [];
    return this.#order.byPlace([...cells].filter((each) => each !== cell));
  }
}

function reach(start: Iterable<string>, next: (cell: string) => readonly string[]): Set<string> {
  const found = new Set(start);
  for (const cell of found) for (const each of next(cell)) found.add(each);
  return found;
}

function differences(before: readonly string[], after: readonly string[]) {
  const gone = before.filter((name) => !after.includes(name));
  const come = after.filter((name) => !before.includes(name));
  return { gone, come, changed: gone.length + come.length > 0 };
}
