/** How `score.mjs` ends; the same table is in its README. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  input: 3,
  altered: 4,
  output: 5,
  interrupted: 130,
  terminated: 143,
} as const;

/** Ends the run with `code`, and says `message`. */
export class Ending extends Error {
  constructor(
    readonly code: number,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
