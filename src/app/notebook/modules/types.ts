/** The modules of a workspace as an open notebook sees them. */
export interface ModuleView {
  name: string;
  /** Of the newest file; of the pinned code where there is no file of the name any more. */
  bytes: number | null;
  exports: readonly string[];
  /** Of the newest, from 1; null where there is no file of the name any more. */
  version: number | null;
  /** What the name means in this notebook; null until a cell that imports it has run. */
  pinned: {
    /** Null for code that is not in the list any more. */
    version: number | null;
    newest: boolean;
    /** False where the code is not in this workspace. */
    here: boolean;
  } | null;
  /** Whether the code that runs was brought, or read and approved, on this device. */
  approved: boolean;
  /** Whether a cell of this notebook imports it. */
  used: boolean;
}

/** What a file has become. */
export interface AddedModule {
  name: string;
  /** Of its name, from 1. */
  version: number;
  exports: readonly string[];
  /** False where the newest of the name was this very code. */
  fresh: boolean;
}

export interface ModulesOfNotebook {
  /** Those of the workspace and those that are pinned here, by name. */
  readonly list: readonly ModuleView[];
  /**
   * A file as a module, or as the next version of the one of its name.
   * @throws LoamError `module-unreadable`
   */
  add(file: File): Promise<AddedModule>;
  /** From the next run on. */
  useNewest(name: string): void;
  /** The text of what runs here by this name. @throws LoamError `object-missing` */
  code(name: string): Promise<string>;
  /** The exact text that runs here by this name was read. */
  approve(name: string): Promise<void>;
  /** All versions leave the list; notebooks that pin one keep it. */
  remove(name: string): Promise<void>;
}
