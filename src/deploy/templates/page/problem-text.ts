/** What was wrong with an input, in one sentence, with what the model took instead. */
import type { FittedPreprocessing, FittedStep } from '../../../core/model/types';
import type { InputProblem } from '../../../ml/predict/problems';
import { countOf, readable } from './number-text';

function instead(step: FittedStep | undefined, problem: InputProblem['problem']): string {
  if (!step) return 'the model does not read it';
  switch (step.step) {
    case 'numeric':
      if (step.fill === null) return 'stays missing';
      return `counts as ${readable(step.fill)}${step.indicator ? ', marked as missing' : ''}`;
    case 'one-hot': {
      const rest = step.rest ? 'counts as the rest class' : 'counts as none of the known values';
      return problem !== 'unseen' && step.missing ? 'counts as the missing class' : rest;
    }
    case 'codes':
      return problem === 'unseen' && step.rest ? 'counts as the rest class' : 'counts as missing';
    case 'ordinal':
      return `takes rank ${readable(step.fill)}`;
    case 'date-parts':
      return 'counts as an average date';
    case 'target-encode':
      return 'counts as the average of all';
    case 'hashed-text':
      return 'counts as a text without known words';
    default:
      return step satisfies never;
  }
}

const WORDS: Record<InputProblem['problem'], string> = {
  absent: 'is not there',
  missing: 'is missing',
  unseen: 'was never seen in training',
  'wrong-type': 'cannot be read',
};

function stepOf({ steps }: FittedPreprocessing, column: string): FittedStep | undefined {
  return steps.find((step) => step.column === column);
}

/** For one field: "is missing: counts as 5.8". */
export function fieldProblem(preprocessing: FittedPreprocessing, found: InputProblem): string {
  return `${WORDS[found.problem]}: ${instead(stepOf(preprocessing, found.input), found.problem)}`;
}

/** For a whole file: "region: 3 values were never seen in training, e.g. “Mars”; …" */
export function fileProblem(preprocessing: FittedPreprocessing, found: InputProblem): string {
  const example = found.example === null ? '' : ` (such as “${found.example.slice(0, 60)}”)`;
  const took = instead(stepOf(preprocessing, found.input), found.problem);
  const were: Record<InputProblem['problem'], string> = {
    absent: 'not there',
    missing: 'missing',
    unseen: 'never seen in training',
    'wrong-type': 'not readable as its type',
  };
  return `${found.input}: ${countOf(found.count, 'value')} ${were[found.problem]}${example}; each ${took}.`;
}
