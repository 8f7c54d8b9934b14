/** Whether a deal can be trained and judged on. */
import { LoamError } from '../errors';
import type { Deal } from './deal-parts';
import type { Target } from './target';
import { PART_CODE, type Part } from './types';

/**
 * Every part that was asked for must hold rows, train must hold every class, and in a binary task the
 * others must hold both (no metric says anything there otherwise). A rare class of many may be absent
 * from validation or test.
 * @param wanted parts with a share above 0; default all
 * @throws LoamError `part-empty`, `part-lacks-class`
 */
export function checkParts(
  deal: Deal,
  target: Target,
  wanted: readonly Part[] = ['train', 'validation', 'test'],
): void {
  for (const part of wanted) {
    if (deal.counts[part] === 0) throw new LoamError('part-empty', { part });
  }
  if (target.type === 'number') return;
  for (const part of wanted) {
    if (part !== 'train' && target.classes.length > 2) continue;
    const seen = new Uint8Array(target.classes.length);
    for (let i = 0; i < deal.parts.length; i++) {
      if (deal.parts[i] === PART_CODE[part]) seen[target.codes[i]!] = 1;
    }
    const lacks = target.classes.find((_, i) => !seen[i]);
    if (lacks !== undefined) throw new LoamError('part-lacks-class', { part, class: lacks });
  }
}
