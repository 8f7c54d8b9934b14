/** What the screens see of a cell of the gallery's notebook. */
import type { Map as YMap, Text } from 'yjs';
import type { CellState, CellView } from '../../../app/notebook/types';
import type { CellKind, SmartForm } from '../../../core/notebook/types';
import type { SampleResult } from './sample-results';
import { namesIn, problemsIn } from './sample-source';

/** How a cell stands, and what its last run gave. */
export type Ran = Partial<SampleResult> & { state: CellState; seconds: number | null };

/** @param names what the cell declares, and what any cell of the notebook does */
export function viewOf(
  id: string,
  map: YMap<unknown>,
  ran: Ran,
  { declares, all }: { declares: string[]; all: ReadonlySet<string> },
): CellView {
  const text = map.get('text') as Text;
  const source = text.toString();
  return {
    id,
    text,
    source,
    kind: map.get('kind') as CellKind,
    collapsed: map.get('collapsed') === true,
    smart: map.get('smart') as SmartForm | null,
    state: ran.state,
    foreign: { text: ran.state === 'unapproved', modules: [] },
    problems: map.get('kind') === 'code' ? problemsIn(source) : [],
    declares,
    uses: namesIn(source).filter((name) => all.has(name) && !declares.includes(name)),
    outputs: ran.outputs ?? [],
    console: ran.console ?? [],
    dropped: ran.dropped ?? 0,
    failure: ran.failure ?? null,
    seconds: ran.seconds,
    from: null,
  };
}

export function isSameView(a: CellView, b: CellView): boolean {
  return (Object.keys(b) as (keyof CellView)[]).every((key) => alike(a[key], b[key]));
}

function alike(a: unknown, b: unknown): boolean {
  return (
    a === b ||
    (Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((each, i) => each === b[i]))
  );
}
