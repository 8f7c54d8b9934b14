/** Questions that a screen asks about one model on one part. */
import type { AskedOf } from '../core/understand/analysis-key';
import type { UnderstandFinding, UnderstandQuestion } from '../core/understand/types';
import { AskedQuestion } from './asked-question.svelte';
import { understandModel } from './commands/understand-model';
import type { WorkspaceContext } from './workspace-context';

type Type = UnderstandQuestion['type'];
type QuestionOf<T> = Extract<UnderstandQuestion, { type: T }>;
type FindingOf<T> = Extract<UnderstandFinding, { type: T }>;

/** @param of what is asked about, at the time of asking */
export function understanding<T extends Type>(
  session: WorkspaceContext,
  of: () => Omit<AskedOf, 'question'>,
): AskedQuestion<QuestionOf<T>, FindingOf<T>> {
  return new AskedQuestion(async (question, options) => {
    const { finding } = await understandModel(session, { ...of(), question }, options);
    return finding as FindingOf<T>;
  });
}
