/** What decides the course of a study: what is tried next, and which trial goes on past a rung. */
import { LoamError } from '../errors';
import type { History, Proposed } from './history';
import type { Candidate, Parameters, StudyManifest } from './types';

export interface SearchSteps {
  propose(study: StudyManifest, history: History): Proposed;
  /** What parameters of an earlier proposal stand for. */
  candidateOf(study: StudyManifest, trial: { number: number; parameters: Parameters }): Candidate;
  /** Whether a trial that has done as many folds as the rung (from 0) asks for goes on; only with halving. */
  goesOn(study: StudyManifest, history: History, number: number, rung: number): boolean;
}

/** Of a ladder: its candidates one after the other, all folds of each. */
export const ladderSteps: SearchSteps = {
  propose({ search }, history) {
    if (search.type !== 'ladder') throw notALadder();
    const number = history.length;
    const candidate = search.candidates[number];
    return candidate ? { number, parameters: {}, candidate } : 'done';
  },
  candidateOf({ search }, { number }) {
    const candidate = search.type === 'ladder' ? search.candidates[number] : undefined;
    if (!candidate) throw notALadder();
    return candidate;
  },
  goesOn: () => true,
};

function notALadder(): LoamError {
  return new LoamError('internal', { message: 'the study is no ladder' });
}
