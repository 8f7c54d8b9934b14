/** What reading a code cell's text tells, without running it. Everything here is plain data. */

/** Something wrong with the text, to be shown at the cell. */
export interface TextProblem {
  message: string;
  /** In the cell's source as it was written, from 1. */
  line: number;
  column: number;
  /** What to do, in one sentence; '' where there is nothing to say. */
  advice: string;
}

export interface Place {
  /** From 1. */
  line: number;
  column: number;
}

/** A name that the cell uses and does not declare. */
export interface FreeName extends Place {
  name: string;
  /** Where it is first assigned, if it is: only the cell that declares a name may change it. */
  assigned: Place | null;
  /** Only asked for by `typeof name`, which does not fail where nobody declares it. */
  guarded: boolean;
}

export interface ModuleImport extends Place {
  /** As written. */
  specifier: string;
  /** Exported names that are taken; `*` for the whole, `default` for the default. */
  names: string[];
  /** `import('name')` in an expression. */
  dynamic: boolean;
}

export interface DeclaredName extends Place {
  name: string;
}

export interface CellAnalysis {
  source: string;
  /** Names of the top level, in the order of the text, each once; other cells see them. */
  declares: DeclaredName[];
  /**
   * Free names, those of JavaScript and of the cage included: a cell may declare `name` or `status`
   * although browsers know them, so only the graph can say which are other cells' names.
   */
  free: FreeName[];
  imports: ModuleImport[];
  /** The last statement is an expression, whose value is shown. */
  shows: boolean;
  /** Of this text alone; the graph adds those that other cells cause. */
  problems: TextProblem[];
  /**
   * What runs (see evaluable.ts); null where the text has problems. Line n of the source is line n of
   * the body; columns differ only behind what stands between two marks (see `columnInSource`).
   */
  body: string | null;
}

export interface GraphChange {
  /**
   * Cells whose text, or whose inputs, are no longer what they ran with: the changed cell, those that
   * use a name that came or went with the change, and other cells that declare such a name. Their
   * dependents are not listed.
   */
  affected: readonly string[];
  /** Cells whose problems or uses may read differently now. */
  reported: readonly string[];
}

/** What the schedule asks of the graph. Ids of cells; unknown ids answer as cells without edges. */
export interface Dependencies {
  /** Cells that this one reads from directly. */
  inputsOf(cell: string): readonly string[];
  /**
   * Cells that read from it directly, in no promised order.
   * @param names only those that read one of these of its names; default all of them
   */
  readersOf(cell: string, names?: readonly string[]): readonly string[];
  /** All cells that it reads from, in dependency order. */
  ancestorsOf(cell: string): readonly string[];
  /**
   * All cells that read from it, in dependency order, ties by the order of the page.
   * @param names only those that read one of these of its names; default all of them
   */
  dependentsOf(cell: string, names?: readonly string[]): readonly string[];
  /** Place in the order of running everything; Infinity for an unknown cell. */
  rankOf(cell: string): number;
  /** A cell with problems is not run. */
  hasProblems(cell: string): boolean;
}
