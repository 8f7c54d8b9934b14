/** How far the scoring of a file is, how fast, and a way to stop it. */
import { element } from './element';
import { countOf, groupDigits } from './number-text';

export interface ProgressView {
  root: HTMLElement;
  show(done: number, rows: number): void;
}

export function progressView(name: string, cancel: () => void): ProgressView {
  const bar = element('progress', { max: 1, value: 0, 'aria-label': `Scoring ${name}` });
  const words = element('span', { class: 'muted num' }, `Reading ${name}`);
  const button = element('button', { type: 'button' }, 'Cancel');
  button.addEventListener('click', cancel);
  const begin = performance.now();
  return {
    root: element(
      'div',
      { class: 'card work' },
      bar,
      element('div', { class: 'row' }, button, words),
    ),
    show(done, rows) {
      bar.value = done;
      const perSecond = Math.round(rows / Math.max(0.001, (performance.now() - begin) / 1000));
      words.textContent = `${countOf(rows, 'row')} scored, ${Math.floor(done * 100)} % of ${name}, ${groupDigits(String(perSecond))} rows/s`;
    },
  };
}
