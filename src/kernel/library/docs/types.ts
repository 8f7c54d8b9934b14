/** One verb or method of the `loam` library, as completion shows it and the tests run it. */
export interface LoamDoc {
  /** As it is written in code, e.g. `loam.train` or `Dataset.where`. */
  name: string;
  /** With types, defaults and shapes. */
  signature: string;
  /** What it does, units, what it refuses: plain text, sentences. */
  text: string;
  /** Code of one cell that runs in a workspace with the datasets `churn` and `digits`; may use await. */
  example: string;
  /** Cells that must stand before it; default none. */
  cells?: readonly string[];
}
