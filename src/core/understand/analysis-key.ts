/** The name of a question about a model: whoever asks the same of the same gets the answer that is there. */
import { identityOf, type Digest, type Link } from '../hash/digest';
import type { Part } from '../task/types';
import type { UnderstandQuestion } from './types';

export interface AskedOf {
  model: Link;
  task: Link;
  part: Part;
  question: UnderstandQuestion;
}

/** Raised when what is computed changes, so that earlier answers are not taken for those of now. */
const ARITHMETIC = 4;

/** Digest of all that an answer follows from: model and task name everything else that is read. */
export function understandingKey({ model, task, part, question }: AskedOf): Digest {
  return identityOf({
    analysis: 'understanding',
    arithmetic: ARITHMETIC,
    model,
    task,
    part,
    question,
  });
}
