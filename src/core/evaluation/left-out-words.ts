import type { LeftOut } from './data-evaluation';
import { plainNumber } from './plain-number';

/** "260 rows were left out: 200 that the model has learnt from, 60 of the sealed test part." Null where none was. */
export function leftOutSentence({ learnt, sealed, unlabelled }: LeftOut): string | null {
  const of = [
    [learnt, 'that the model has learnt from'],
    [sealed, 'of the sealed test part'],
    [unlabelled, 'without an answer that the model knows'],
  ] as const;
  const said = of.filter(([count]) => count > 0);
  if (said.length === 0) return null;
  const all = learnt + sealed + unlabelled;
  const rows = all === 1 ? 'row was' : 'rows were';
  const each = said.map(([count, why]) => `${plainNumber(count, 4)} ${why}`).join(', ');
  return `${plainNumber(all, 4)} ${rows} left out: ${each}.`;
}
