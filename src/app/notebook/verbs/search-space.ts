/** From the kinds of model that a cell names, and what it varies of each, to the space of a search. */
import { LoamError } from '../../../core/errors';
import { valueKey } from '../../../core/study/space';
import type { Candidate, Dimension, ParameterValue, Space } from '../../../core/study/types';
import type { VariedRange, VariedSetting } from '../../../kernel/library/study-verbs';

const KIND = 'model.kind';

export interface VariedCandidate {
  candidate: Candidate;
  vary: readonly VariedSetting[];
}

/**
 * Of several kinds, which one it is comes first, and each setting counts for the kinds that vary it.
 * @throws LoamError `study-invalid` where two kinds vary one setting over different ranges
 */
export function searchSpace(candidates: readonly VariedCandidate[]): Space {
  const several = candidates.length > 1;
  const kinds = candidates.map(({ candidate }) => candidate.model.kind);
  const space: Space = several ? [{ type: 'choice', name: KIND, when: null, options: kinds }] : [];
  const varied = new Map<string, { range: VariedRange; is: ParameterValue[] }>();
  candidates.forEach(({ vary }, i) => {
    for (const { path, ...range } of vary) {
      const known = varied.get(path);
      if (!known) varied.set(path, { range, is: [kinds[i]!] });
      else if (keyOf(known.range) === keyOf(range)) known.is.push(kinds[i]!);
      else {
        const reason = `is varied over one range for ${known.is.join(' and ')} and over another for ${kinds[i]!}; give them the same, or study them one by one`;
        throw new LoamError('study-invalid', { field: path, reason });
      }
    }
  });
  for (const [name, { range, is }] of varied) {
    const when = several && is.length < kinds.length ? { name: KIND, is } : null;
    space.push({ name, when, ...range } as Dimension);
  }
  return space;
}

function keyOf(range: VariedRange): string {
  return range.type === 'choice'
    ? range.options.map(valueKey).join()
    : [range.type, range.low, range.high, range.log].join();
}
