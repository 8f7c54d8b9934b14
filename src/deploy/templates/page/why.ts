/** Why this answer: which inputs moved it away from the typical one, as a short list of bars. */
import type { Cell } from '../../../core/dataset/types';
import type { ModelManifest } from '../../../core/model/types';
import type { Explanation } from '../../../ml/explain';
import { element } from './element';
import { countOf, percent, readable } from './number-text';

export interface WhyView {
  root: HTMLElement;
  /** What is shown belongs to an answer that is no longer there. */
  fade(): void;
  /** `label`: the class whose probability is explained; null for a number. */
  show(explanation: Explanation, row: Readonly<Record<string, Cell>>, label: string | null): void;
}

/** Inputs beyond this many are added up in one line. */
const MOST_BARS = 8;

function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'missing';
  return typeof cell === 'number' ? readable(cell) : String(cell).slice(0, 40);
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

function bar(name: string, what: string, value: number, longest: number, isShare: boolean) {
  const fill = element('i', { class: value < 0 ? 'down' : 'up' });
  fill.style.width = `${longest > 0 ? (Math.abs(value) / longest) * 50 : 0}%`;
  return element(
    'li',
    {},
    element('span', { class: 'label' }, name, element('span', { class: 'muted' }, what)),
    element('span', { class: 'num' }, movedBy(value, isShare)),
    element('span', { class: 'bar both', 'aria-hidden': true }, fill),
  );
}

export function whyView({ inputs, target }: ModelManifest): WhyView {
  const lead = element('p', { class: 'muted' });
  const bars = element('ul', { class: 'bars', 'aria-label': 'What moved this answer' });
  const how = element('p', { class: 'muted' });
  const root = element(
    'div',
    { class: 'card why', hidden: true },
    element('h3', {}, 'Why this answer'),
    lead,
    bars,
    element('details', {}, element('summary', {}, 'How this is worked out'), how),
  );
  return {
    root,
    fade: () => root.classList.add('old'),
    show({ answer, typical, contributions, isExact }, row, label) {
      const isShare = label !== null;
      const write = (value: number) => (isShare ? percent(value) : readable(value));
      const of = isShare ? `a probability of ${label}` : target;
      const order = inputs
        .map((_, i) => i)
        .sort((a, b) => Math.abs(contributions[b]!) - Math.abs(contributions[a]!));
      const shown = order.slice(0, order.length > MOST_BARS + 1 ? MOST_BARS : order.length);
      const rest = order.slice(shown.length);
      const longest = Math.abs(contributions[shown[0] ?? 0] ?? 0);
      lead.textContent = `Typical inputs give ${isShare ? `${of} of ${write(typical)}` : `${of} ${write(typical)}`}; these give ${write(answer)}. Each moved it by:`;
      const lines = shown.map((i) => {
        const { name } = inputs[i]!;
        return bar(name, ` ${cellText(row[name])}`, contributions[i]!, longest, isShare);
      });
      if (rest.length > 0) {
        const sum = rest.reduce((total, i) => total + contributions[i]!, 0);
        lines.push(bar(countOf(rest.length, 'other'), ' together', sum, longest, isShare));
      }
      bars.replaceChildren(...lines);
      how.textContent =
        `Each input is swapped between its value here and usual values, made from the ranges and categories that came with the model, ${isExact ? 'together with every choice of the others' : 'in many drawn orders'}; ` +
        'the mean change is its share (a Shapley value). The shares add up to the whole difference. They tell what the model does, not what causes what.';
      root.classList.remove('old');
      root.hidden = false;
    },
  };
}
