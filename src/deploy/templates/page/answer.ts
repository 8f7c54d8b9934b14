/** The answer to one prediction: said in words, and for classes as bars that keep their order. */
import type { ModelManifest } from '../../../core/model/types';
import { timesIn } from '../../model/refinement-words';
import { element } from './element';
import { percent, readable } from './number-text';

export interface ShownAnswer {
  answer: string | number | null;
  /** One per class; null for regression. */
  probabilities: ArrayLike<number> | null;
  /** Null where the model gives none. */
  interval: { low: number; high: number } | null;
  set: readonly string[] | null;
}

/** "between 120 and 180, 9 times in 10"; "yes or no, 9 times in 10"; null without a coverage. */
function sureness({ interval, set }: ShownAnswer, coverage: number | null): string | null {
  if (coverage === null) return null;
  const often = timesIn(coverage);
  if (interval) {
    return `between ${readable(interval.low)} and ${readable(interval.high)}, ${often}`;
  }
  if (!set) return null;
  const named = set.slice(0, MOST_BARS);
  const more = set.length - named.length;
  if (more > 0) return `one of ${named.join(', ')} and ${more} more, ${often}`;
  return set.length === 1 ? `${set[0]} alone, ${often}` : `${named.join(' or ')}, ${often}`;
}

export interface AnswerView {
  root: HTMLElement;
  show(answer: ShownAnswer, notes: string[]): void;
}

interface BarRow {
  root: HTMLElement;
  set(share: number, isBest: boolean): void;
}

function barRow(label: string, threshold: number | null): BarRow {
  const value = element('span', { class: 'num' });
  const fill = element('i');
  const mark = threshold === null ? null : element('b');
  if (mark && threshold !== null) mark.style.left = `calc(${threshold * 100}% - 1px)`;
  const root = element(
    'li',
    {},
    element('span', { class: 'label' }, label),
    value,
    element('span', { class: 'bar', 'aria-hidden': true }, fill, mark),
  );
  return {
    root,
    set(share, isBest) {
      value.textContent = percent(share);
      fill.style.width = `${share * 100}%`;
      root.classList.toggle('best', isBest);
    },
  };
}

/** More classes than this are shown as the most probable ones, in order of probability. */
const MOST_BARS = 12;

/** With so few bars the answer may stay in sight on a phone while one types. */
const BRIEF_BARS = 3;

export function answerView(
  manifest: Pick<ModelManifest, 'classes' | 'target' | 'threshold'>,
  typicalError: number | null,
  coverage: number | null,
): AnswerView {
  const { classes, target, threshold } = manifest;
  const said = element('strong');
  const beside = element('span', { class: 'muted' });
  const output = element(
    'output',
    { 'aria-label': `Predicted ${target}`, 'aria-live': 'polite' },
    element('span', { class: 'muted' }, target),
    said,
    beside,
  );
  const bars = element('ul', { class: 'bars', 'aria-label': 'Probability of each class' });
  const rows = (classes ?? []).map((label, i) => barRow(label, i === 1 ? threshold : null));
  const notes = element('ul', { class: 'notes', 'aria-label': 'About these inputs' });
  const isBrief = rows.length <= BRIEF_BARS;
  const root = element(
    'div',
    { class: isBrief ? 'card answer brief' : 'card answer' },
    output,
    classes ? bars : null,
    notes,
  );

  function showBars(probabilities: ArrayLike<number>, answer: string | number | null): void {
    let order = rows.map((_, i) => i);
    if (rows.length > MOST_BARS) {
      order.sort((a, b) => probabilities[b]! - probabilities[a]!);
      order = order.slice(0, MOST_BARS);
    }
    for (const i of order) rows[i]!.set(probabilities[i]!, classes![i] === answer);
    bars.replaceChildren(...order.map((i) => rows[i]!.root));
  }

  return {
    root,
    show(shown, problems) {
      const { answer, probabilities } = shown;
      const sure = sureness(shown, coverage);
      said.textContent =
        answer === null ? '–' : typeof answer === 'number' ? readable(answer, 5) : answer;
      if (probabilities && classes) {
        const chosen = classes.indexOf(String(answer));
        beside.textContent =
          threshold === null
            ? `with probability ${percent(probabilities[chosen] ?? NaN)}`
            : `${classes[1]} from a probability of ${readable(threshold, 3)} on`;
        if (sure !== null) beside.textContent += `; ${sure}`;
        showBars(probabilities, answer);
      } else {
        beside.textContent =
          sure ??
          (typicalError === null
            ? ''
            : `typically off by about ${readable(typicalError, 3)} (RMSE)`);
      }
      notes.replaceChildren(...problems.map((text) => element('li', {}, text)));
      notes.hidden = problems.length === 0;
    },
  };
}
