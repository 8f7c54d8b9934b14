/** One open notebook as the screens see it; `NotebookSession` is the implementation. */
import type { Text, UndoManager } from 'yjs';
import type { CellKind, RunMode, SmartForm } from '../../core/notebook/types';
import type { LoamError } from '../../core/errors';
import type { ModulesOfNotebook } from './modules/types';
import type {
  CellFailure,
  ConsoleLine,
  ControlValue,
  InspectedEntry,
  Output,
  TableCell,
} from '../../kernel/protocol';

export type CellState =
  /** Never ran, or its names went with a restart. */
  | 'idle'
  /** What it depends on, or its own text, changed since it ran. */
  | 'stale'
  | 'queued'
  | 'running'
  | 'done'
  | 'failed'
  /** Asks for a press (opening test, saving, exporting). */
  | 'ready'
  /** Its text did not come from this person and was not approved. */
  | 'unapproved';

/** Something wrong with the text itself, found without running it. */
export interface CellProblem {
  message: string;
  /** Both from 1. */
  line: number;
  column: number;
  /** What to do, where there is something to say. */
  advice: string;
}

export interface CellView {
  id: string;
  kind: CellKind;
  /** The live text, for the editor's binding. */
  text: Text;
  /** The text as it is now. */
  source: string;
  collapsed: boolean;
  smart: SmartForm | null;
  state: CellState;
  /** What keeps an unapproved cell from running: its own text, or modules that it needs, by name. */
  foreign: { text: boolean; modules: readonly string[] };
  problems: readonly CellProblem[];
  declares: readonly string[];
  uses: readonly string[];
  outputs: readonly Output[];
  console: readonly ConsoleLine[];
  /** Lines that were too many to keep. */
  dropped: number;
  failure: CellFailure | null;
  seconds: number | null;
  /** Of a result that is of an earlier session or of a file; null where the state says what it is of. */
  from: ResultAge | null;
}

export interface ResultAge {
  /** Milliseconds since 1970 UTC. */
  at: number;
  /** It came with an `.ipynb`. */
  file: boolean;
  /** The code that it came from is another now. */
  stale: boolean;
  /** False where it was too large to be kept. */
  whole: boolean;
}

export interface VersionView {
  id: string;
  at: number;
  by: string;
  /** A person's name for it; '' for those kept by themselves. */
  name: string;
}

export type KernelState = 'off' | 'starting' | 'ready' | 'busy' | 'lost';

/** A question of a cell to the person, shown at the cell: may it read this dataset? */
export interface GrantRequest {
  cell: string;
  dataset: string;
  answer(allowed: boolean): void;
}

export interface OpenNotebook {
  readonly id: string;
  readonly title: string;
  readonly mode: RunMode;
  readonly cells: readonly CellView[];
  readonly kernel: KernelState;
  readonly grants: readonly GrantRequest[];
  readonly modules: ModulesOfNotebook;
  readonly versions: readonly VersionView[];
  /** What could not be kept, if anything. */
  readonly error: LoamError | null;
  readonly undo: UndoManager;

  rename(title: string): void;
  setMode(mode: RunMode): void;
  /** After the cell `after`, or first where null. Answers the new cell's id. */
  insert(after: string | null, kind: CellKind, source?: string, smart?: SmartForm): string;
  move(cell: string, after: string | null): void;
  remove(cell: string): void;
  setKind(cell: string, kind: CellKind): void;
  setCollapsed(cell: string, collapsed: boolean): void;
  /** New values of a smart cell's form, and the code that they write; null turns it into plain code. */
  setSmart(cell: string, smart: SmartForm | null, source?: string): void;

  /** Runs the cell and, in reactive mode, what depends on it; ran by hand, it asks nobody. */
  run(cell: string): void;
  runAll(): void;
  /** Runs every stale cell. */
  runStale(): void;
  stop(cell?: string): void;
  restart(): void;
  approve(cell: string): void;
  approveAll(): void;
  /** A control moved: its cell runs again with the value, and what depends on it. */
  setControl(cell: string, index: number, value: ControlValue): void;
  press(cell: string, call: number): void;
  look(handle: number, start: number, count: number): Promise<InspectedEntry[]>;
  rows(handle: number, start: number, count: number): Promise<TableCell[][]>;
  /** Names that the cell's code could use, for completion. */
  namesFor(cell: string): string[];

  keepVersion(name: string): Promise<void>;
  /** The percent text of a version; of the notebook as it is now where null. */
  versionText(version: string | null): Promise<string>;
  /** Reversible: what was there is kept as a version before. */
  restoreVersion(version: string): Promise<void>;
  exportText(): string;
  exportIpynb(): string;
  close(): void;
}
