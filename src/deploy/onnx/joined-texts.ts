/**
 * Texts one after another, of which ONNX (before `StringConcat` of opset 20) can only say whether they make a known
 * one: that is a beginning of it and the rest. So the first text is looked up among the beginnings of all known ones,
 * the second among the rests, and both places together among the pairs that make one.
 */
import type { Typed } from '../../core/expression/types';
import type { Arithmetic } from './arithmetic';
import type { TextPlace } from './column-value';
import type { ValueName } from './graph';

/** Of a table that is written into the file. */
export const MOST_PAIRS = 250_000;

export interface TextPart {
  place: TextPlace;
  /** Whether it could be that text; where it could not, no pair is looked for. */
  couldBe: (text: string) => boolean;
}

interface Pairs {
  starts: string[];
  ends: string[];
  /** Of the places of its start and of its end, the place of what they make. */
  made: [start: number, end: number, place: number][];
}

/** Whether texts one after another could be that one, by those that are written out at both ends. */
export function couldMake(parts: readonly Typed[], text: string): boolean {
  const written = parts.map((part) => (part.node === 'text' ? part.value : null));
  const lead = written.slice(0, written.includes(null) ? written.indexOf(null) : undefined);
  if (lead.length === written.length) return text === lead.join('');
  const trail = written.slice(written.lastIndexOf(null) + 1);
  const [from, to] = [lead.join(''), trail.join('')];
  return text.length >= from.length + to.length && text.startsWith(from) && text.endsWith(to);
}

/** Cut between code points: no text holds half of one. */
function pairsOf(known: readonly string[], left: TextPart, right: TextPart): Pairs {
  const starts = new Map<string, number>();
  const ends = new Map<string, number>();
  const made: Pairs['made'] = [];
  const placeIn = (places: Map<string, number>, text: string) => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  known.forEach((text, place) => {
    let start = '';
    for (const next of [...text, '']) {
      const end = text.slice(start.length);
      if (left.couldBe(start) && right.couldBe(end)) {
        made.push([placeIn(starts, start), placeIn(ends, end), place]);
      }
      start += next;
    }
  });
  return { starts: [...starts.keys()], ends: [...ends.keys()], made };
}

/**
 * @param refuse is told how many pairs there are, where they are more than `MOST_PAIRS`
 * @returns as `TextPlace` of `known`; missing where one of both is
 */
export function joinedPlace(
  math: Arithmetic,
  known: readonly string[],
  [left, right]: [TextPart, TextPart],
  { refuse }: { refuse: (pairs: number) => never },
): ValueName {
  const { graph } = math;
  const { starts, ends, made } = pairsOf(known, left, right);
  if (made.length > MOST_PAIRS) refuse(made.length);
  const [first, second] = [left.place(starts), right.place(ends)];
  const given = math.both(math.equal(first, first), math.equal(second, second));
  if (made.length === 0) return math.choose(given, known.length, NaN);
  const width = ends.length + 1;
  const pair = math.choose(given, math.plus(math.times(first, width), second), -1);
  const place = graph.addMl('LabelEncoder', [graph.cast(pair, 'int64')], {
    keys_int64s: { ints: made.map(([start, end]) => start * width + end) },
    values_floats: { floats: made.map(([, , at]) => at) },
    default_float: { float: known.length },
  });
  return math.choose(given, graph.cast(place, 'double'), NaN);
}
