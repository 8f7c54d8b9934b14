/** What is known of a study's trials when the next one is proposed, or one of them is looked at again. */
import type { Candidate, Parameters, TrialOutcome } from './types';

export interface TrialSoFar {
  number: number;
  parameters: Parameters;
  /** `running` until it has ended. */
  outcome: 'running' | TrialOutcome['type'];
  /** The metric on the folds that are done, in their order; null where it is undefined. */
  values: (number | null)[];
  /** Of those that are defined; null where there is none. */
  mean: number | null;
}

/** Of all trials so far, in the order of their numbers. */
export type History = readonly TrialSoFar[];

export interface Proposal {
  /** The next number. */
  number: number;
  parameters: Parameters;
  candidate: Candidate;
}

/** Wait: until a running trial has got further. Done: there is nothing more to try. */
export type Proposed = Proposal | 'wait' | 'done';
