/**
 * The notebooks of a workspace as the screens see them, and the types of lower layers that cells show:
 * screens import from app and core only.
 */
import type { JsonObject, SmartForm } from '../../core/notebook/types';
import type { AddedModule } from './modules/types';
import type { OpenNotebook } from './types';

export type {
  CellFailure,
  ConsoleLine,
  ControlSpec,
  ControlValue,
  Inspected,
  InspectedEntry,
  Output,
  ShownColumn,
  ShownTable,
  TableCell,
} from '../../kernel/protocol';

export interface NotebookListed {
  id: string;
  title: string;
  /** When it last changed. */
  at: number;
  by: string;
}

/** What completion shows of one name that cells may use. */
export interface NameDoc {
  /** As it is written in a cell: `loam.train`, `input.slider`, `md`. */
  name: string;
  signature: string;
  text: string;
  example: string;
}

export interface SmartOption {
  value: string;
  label: string;
}

/** One field of a smart cell's form, its options already looked up; `hint` is '' for none. */
export type SmartField = { name: string; label: string; hint: string } & (
  | { kind: 'text'; placeholder: string }
  | { kind: 'number'; min: number; max: number; step: number }
  | { kind: 'checkbox' }
  /** `optional`: none may be chosen, which is ''. */
  | { kind: 'select'; options: readonly SmartOption[]; optional: boolean }
  /** Any number of them, as a list of values. */
  | { kind: 'choices'; options: readonly SmartOption[] }
);

/** The forms that write code. Their fields may depend on what was chosen so far. */
export interface SmartForms {
  readonly list: readonly { form: string; title: string; text: string }[];
  /** The values that a new cell starts with. */
  start(form: string): JsonObject;
  fields(smart: SmartForm): Promise<readonly SmartField[]>;
  code(smart: SmartForm): string;
}

/** A notebook that ships with the app. */
export interface SampleNotebook {
  /** Its name among the app's own files. */
  file: string;
  title: string;
  sentence: string;
  /** Files of the sample data that it reads. */
  datasets: readonly string[];
}

export interface SampleOpening {
  signal: AbortSignal;
  /** `done` is a share, null while it is not known. */
  onProgress(progress: { done: number | null; label: string }): void;
}

/** What a file has become. */
export type Brought = { type: 'notebook'; id: string } | ({ type: 'module' } & AddedModule);

export interface NotebookShelf {
  /** The newest first; null until it was read. */
  readonly list: readonly NotebookListed[] | null;
  readonly docs: readonly NameDoc[];
  /** Null where there are none. */
  readonly smart: SmartForms | null;
  /** Answers the id of the new one. */
  create(title?: string): Promise<string>;
  /** A notebook, or a file of code that cells import. Nothing in it runs. */
  bring(file: File): Promise<Brought>;
  /** Those that ship with the app. */
  samples(): Promise<readonly SampleNotebook[]>;
  /** Answers the id of a copy; the data that it reads come along. Nothing in it runs. */
  openSample(sample: SampleNotebook, opening: SampleOpening): Promise<string>;
  /** The caller closes it. */
  open(id: string): Promise<OpenNotebook>;
  rename(id: string, title: string): Promise<void>;
  remove(id: string): Promise<void>;
}
