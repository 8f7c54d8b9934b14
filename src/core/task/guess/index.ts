/** The door of guessing. */
export { guessTargetKind, guessTask, type GuessOptions } from '../guess-task';
