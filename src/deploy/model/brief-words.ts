/** Why a model is wanted, in the sentences that its card shows. */
import type { Brief } from '../../core/brief/types';
import { METRICS } from '../../core/metrics/names';
import type { TaskManifest } from '../../core/task/types';

/** Each as "what: what was said"; what nobody said is left out. */
export function briefFacts(
  { question, decides, cost, unit, least, review }: Brief,
  { classes, metric }: Pick<TaskManifest, 'classes' | 'metric'>,
): [what: string, said: string][] {
  const facts: [string, string][] = [];
  if (question !== '') facts.push(['question', question]);
  if (decides !== '') facts.push(['who decides', decides]);
  if (cost) {
    const of = unit === '' ? '' : ` ${unit}`;
    const positive = classes?.[1] ?? 'the positive class';
    facts.push(
      ['a miss costs', `${cost.miss}${of}, for each ${positive} that is not found`],
      ['a false alarm costs', `${cost.falseAlarm}${of}, for each other that is called`],
    );
  }
  if (least !== null) facts.push(['least useful', `${METRICS[metric].label} of ${least}`]);
  if (review !== null) facts.push(['looked at again by', review]);
  return facts;
}
