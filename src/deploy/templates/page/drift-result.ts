/** Whether a scored file is like what the model was trained on: in words, and for what is not, as a table. */
import type { DriftReport, InputDrift } from '../../drift';
import { element } from './element';
import { countOf, percent, readable } from './number-text';

/** Inputs beyond this many are counted. */
const MOST_ROWS = 12;
/** With fewer rows even a clear shift could be chance; see drift/DRIFT.md. */
const LEAST_ROWS = 45;

function reasonText({ reasons, psi, unseen, outside, missing }: InputDrift): string {
  const words = reasons.map((reason) => {
    switch (reason) {
      case 'psi':
        return `values are spread differently (PSI ${readable(psi!, 2)})`;
      case 'unseen':
        return `${percent(unseen!)} never seen in training`;
      case 'outside':
        return `${percent(outside!)} far outside the usual`;
      case 'missing':
        return `${percent(missing)} missing or unreadable`;
      default:
        return reason satisfies never;
    }
  });
  return words.join('; ');
}

function line(each: InputDrift): HTMLElement {
  const isShifted = each.level === 'shifted';
  return element(
    'tr',
    {},
    element('td', {}, each.input),
    element(
      'td',
      {},
      element(
        'span',
        { class: isShifted ? 'chip bad' : 'chip warn' },
        isShifted ? 'differs' : 'watch',
      ),
    ),
    element('td', {}, reasonText(each)),
  );
}

function verdict(differing: readonly InputDrift[], rows: number, inputs: number): string {
  if (differing.length > 0) {
    const many = differing.length === 1 ? 'differs' : 'differ';
    return `${countOf(differing.length, 'column')} of ${inputs} ${many} from what the model was trained on: trust its answers less where those count.`;
  }
  if (rows < LEAST_ROWS) return 'Too few rows to compare with what the model was trained on.';
  return 'Nothing in this file differs from what the model was trained on, as far as its coarse ranges and categories tell.';
}

export function driftResult({ rows, inputs }: DriftReport): HTMLElement {
  const differing = inputs.filter(({ level }) => level !== 'same');
  const shown = differing.slice(0, MOST_ROWS);
  const more = differing.length - shown.length;
  const head = ['Column', 'Level', 'What differs'].map((text) =>
    element('th', { scope: 'col' }, text),
  );
  return element(
    'div',
    { class: 'work drift' },
    element('h3', {}, 'Compared with training'),
    element('p', {}, verdict(differing, rows, inputs.length)),
    shown.length === 0
      ? null
      : element(
          'table',
          {},
          element('thead', {}, element('tr', {}, ...head)),
          element('tbody', {}, ...shown.map(line)),
        ),
    more > 0 ? element('p', { class: 'muted' }, `And ${countOf(more, 'column')} more.`) : null,
    element(
      'p',
      { class: 'muted' },
      'PSI: population stability index over six bins; from 0.1 on watch, from 0.25 on differs. Counted while scoring; no row was kept.',
    ),
  );
}
