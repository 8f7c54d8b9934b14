/** What the library is given by the runtime of the cage. */
import type { VerbName, VerbTypes } from './verbs';

/** Sends a verb to the host. Rejects with an error that has the host's `code` and `message`. */
export type Call = (
  verb: string,
  args: unknown,
  signal?: AbortSignal,
  progress?: (event: unknown) => void,
) => Promise<unknown>;

export interface LoamDeps {
  /** Arquero's `table`: an object of columns by name to a table. */
  aq: { table(columns: Record<string, unknown[]>): unknown };
  /** Observable Plot; undefined where the cell does not mention plot, or no cell could show one. */
  plot?(): unknown;
  /** What a cell that has run declares under a name; undefined where none does. */
  declared?(name: string): { value: unknown } | undefined;
}

/** As `Call`, typed by verb. What the app answers is believed: it is the side that is trusted. */
export type Send = <V extends VerbName>(
  verb: V,
  args: VerbTypes[V]['args'],
  options?: { signal?: AbortSignal; progress?: (event: unknown) => void },
) => Promise<VerbTypes[V]['answer']>;

export function sender(call: Call): Send {
  return async (verb, args, { signal, progress } = {}) =>
    (await call(verb, args, signal, progress)) as never;
}
