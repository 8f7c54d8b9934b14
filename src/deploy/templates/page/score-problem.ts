/** Why a file could not be scored, and what to do about it. */
import { isLoamError } from '../../../core/errors';
import type { HeaderMismatch } from '../../scoring/types';
import { element } from './element';
import { inputErrorWords, mismatchWords } from './score-words';

function words(name: string, problem: unknown): string[] {
  if (isLoamError(problem)) {
    return inputErrorWords(name, problem) ?? [`${name} could not be scored.`, problem.message];
  }
  if (problem instanceof DOMException || problem instanceof Error) {
    return [
      `${name} could not be read to its end: ${problem.message}`,
      'If it was changed or moved meanwhile, choose it again.',
    ];
  }
  return mismatchWords(name, problem as HeaderMismatch);
}

export function problemOf(name: string, problem: unknown): HTMLElement {
  const [first = '', ...rest] = words(name, problem);
  return element(
    'div',
    { class: 'error', role: 'alert' },
    element('p', {}, element('b', {}, first)),
    ...rest.map((text) => element('p', {}, text)),
  );
}
