/** A task as it was guessed, with what the person has set on its draft already. */
import type { TaskGuess } from '../core/task/types';
import type { TaskDraft } from './commands/draft-task';
import { rolesKept } from './draft-facts';

/** Of all rows, where nothing else was said. */
const SHARE = 0.2;

/** @param before the draft when the guess was asked for; @param now the draft when it came */
export function guessedTask(
  guess: TaskGuess,
  before: TaskDraft | null,
  now: TaskDraft | null,
): TaskDraft {
  const { target, positive, kind, metric, by } = guess;
  return {
    ...{ target, positive, kind, metric, by },
    roles: rolesKept(guess, before, now),
    validation: now?.validation ?? SHARE,
    test: now?.test ?? SHARE,
  };
}
