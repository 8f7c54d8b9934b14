/** Why this answer: which inputs moved it away from the typical one, as a short list of bars. */
import type { Cell } from '../../../core/dataset/types';
import {
  isShare,
  madeWords,
  METHOD_WORDS,
  typicalWords,
  UNIT_WORDS,
  wayWords,
} from '../../../core/understand/words';
import type { ModelManifest } from '../../../core/model/types';
import type { Explanation } from '../../../ml/explain';
import { element } from './element';
import { countOf, percent, readable } from './number-text';

export interface WhyView {
  root: HTMLElement;
  /** What is shown belongs to an answer that is no longer there. */
  fade(): void;
  /** `of`: the class whose answer is explained; null for a number. */
  show(explanation: Explanation, of: string | null): void;
}

/** Inputs beyond this many are added up in one line. */
const MOST_BARS = 8;

function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'missing';
  return typeof cell === 'number'
    ? readable(cell)
    : String(cell)
        .replace(/T00:00$/, '')
        .slice(0, 40);
}

function signed(text: string, value: number): string {
  return value > 0 ? `+${text}` : text;
}

function movedBy(value: number, isShare: boolean): string {
  if (!isShare) return signed(readable(value, 3), value);
  const points = value * 100;
  const isTiny = Math.abs(points) < 0.05;
  if (isTiny) return '0 points';
  return `${signed(points.toFixed(1).replace('-', '−'), value)} points`;
}

function within(error: number | null | undefined, isShare: boolean): string {
  if (error === null || error === undefined) return '';
  return ` ± ${isShare ? (error * 100).toFixed(1) : readable(error, 2)}`;
}

interface Bar {
  name: string;
  what: string;
  value: number;
  /** Standard error; of several together none is known. */
  error?: number | null;
}

function bar({ name, what, value, error }: Bar, longest: number, isShare: boolean) {
  const fill = element('i', { class: value < 0 ? 'down' : 'up' });
  fill.style.width = `${longest > 0 ? (Math.abs(value) / longest) * 50 : 0}%`;
  return element(
    'li',
    {},
    element('span', { class: 'label' }, name, element('span', { class: 'muted' }, what)),
    element('span', { class: 'num' }, movedBy(value, isShare) + within(error, isShare)),
    element('span', { class: 'bar both', 'aria-hidden': true }, fill),
  );
}

export function whyView({ target }: ModelManifest): WhyView {
  const lead = element('p', { class: 'muted' });
  const bars = element('ul', { class: 'bars', 'aria-label': 'What moved this answer' });
  const exact = element('p', { class: 'muted' });
  const how = element('p', { class: 'muted' });
  const root = element(
    'div',
    { class: 'card why', hidden: true },
    element('h3', {}, 'Why this answer'),
    lead,
    bars,
    exact,
    element('details', {}, element('summary', {}, 'How this is worked out'), how),
  );
  return {
    root,
    fade: () => root.classList.add('old'),
    show({ answer, typical, contributions, columns, errors, method, units }, of) {
      const areShares = isShare(units);
      const write = (value: number) => (areShares ? percent(value) : readable(value));
      const order = columns
        .map((_, i) => i)
        .sort((a, b) => Math.abs(contributions[b]!) - Math.abs(contributions[a]!));
      const shown = order.slice(0, order.length > MOST_BARS + 1 ? MOST_BARS : order.length);
      const rest = order.slice(shown.length);
      const longest = Math.abs(contributions[shown[0] ?? 0] ?? 0);
      lead.textContent = `Typical inputs give ${typicalWords(units, write(typical), of, target)}; these give ${write(answer)}. Each moved it by:`;
      const lines = shown.map((i): Bar => {
        const { name, value, from } = columns[i]!;
        const what = ` ${cellText(value)}${from ? `, ${madeWords(from)}` : ''}`;
        return { name, what, value: contributions[i]!, error: errors?.[i] };
      });
      if (rest.length > 0) {
        const value = rest.reduce((total, i) => total + contributions[i]!, 0);
        lines.push({ name: countOf(rest.length, 'other'), what: ' together', value });
      }
      bars.replaceChildren(...lines.map((line) => bar(line, longest, areShares)));
      exact.textContent = `${METHOD_WORDS[method]} ${UNIT_WORDS[units]}`;
      how.textContent = wayWords(method);
      root.classList.remove('old');
      root.hidden = false;
    },
  };
}
