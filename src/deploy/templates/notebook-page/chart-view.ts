/** Curves of a training as a still picture: what was measured after each epoch. */
import { element } from '../page/element';
import { groupDigits, readable } from '../page/number-text';
import type { PageChart } from '../../notebook-page/types';

const WIDTH = 520;
const HEIGHT = 200;
const LEFT = 52;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 24;

const SVG = 'http://www.w3.org/2000/svg';

function shape(tag: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text) made.textContent = text;
  return made;
}

/** Where lines go through missing values: a piece ends before one and begins after it. */
export function pathOf(
  values: readonly (number | null)[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let isOpen = false;
  values.forEach((value, at) => {
    if (value === null) {
      isOpen = false;
      return;
    }
    path += `${isOpen ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    isOpen = true;
  });
  return path;
}

export function chartView({ title, step, curves }: PageChart): HTMLElement {
  const length = Math.max(2, ...curves.map(({ values }) => values.length));
  const known = curves.flatMap(({ values }) => values.filter((value) => value !== null));
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const x = (at: number) => LEFT + ((WIDTH - LEFT - RIGHT) * at) / (length - 1);
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / span);
  const lasts = curves.map(({ label, values }) => {
    const last = values.findLast((value) => value !== null);
    return `${label} ends at ${last === undefined || last === null ? 'nothing' : readable(last)}`;
  });
  const picture = shape('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: 'img',
    'aria-label': `${title} over ${groupDigits(String(length))} ${step}s: ${lasts.join('; ')}`,
  });
  for (const share of known.length > 0 ? [0, 0.5, 1] : []) {
    const value = low + span * share;
    picture.append(
      shape('line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }),
      shape('text', { x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, readable(value, 3)),
    );
  }
  picture.append(
    shape('text', { x: LEFT, y: HEIGHT - 6 }, '1'),
    shape(
      'text',
      { x: WIDTH - RIGHT, y: HEIGHT - 6, 'text-anchor': 'end' },
      `${step} ${groupDigits(String(length))}`,
    ),
    ...curves.map(({ values }, i) =>
      shape('path', { class: `curve c${i}`, d: pathOf(values, x, y) }),
    ),
  );
  const legend = curves.map(({ label }, i) =>
    element('li', {}, element('i', { class: `mark c${i}`, 'aria-hidden': true }), label),
  );
  return element(
    'figure',
    { class: 'chart' },
    element('figcaption', {}, title),
    picture as unknown as HTMLElement,
    element('ul', { class: 'legend' }, ...legend),
  );
}
