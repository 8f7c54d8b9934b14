/** Takes a file by drop or by choice; the button is what keyboards and screen readers use. */
import type { InputSignature } from '../../../core/model/types';
import { element } from './element';
import { firstNames } from './number-text';

export function dropZone(
  inputs: readonly InputSignature[],
  take: (file: File) => void,
): HTMLElement {
  const choose = element('button', { type: 'button', class: 'go' }, 'Choose a CSV file');
  const input = element('input', {
    type: 'file',
    accept: '.csv,.tsv,.txt,text/csv,text/tab-separated-values',
    'aria-label': 'CSV file to score',
    hidden: true,
  });
  const names = inputs.map(({ name }) => name);
  const zone = element(
    'div',
    { class: 'drop' },
    element('b', {}, 'Drop a CSV file here'),
    choose,
    element(
      'span',
      { class: 'muted' },
      `Its first line must name the columns ${firstNames(names, 12)}; others are kept.`,
    ),
    input,
  );

  choose.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) take(file);
    input.value = '';
  });
  // Anywhere on the page, or a missed drop would leave it.
  addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.classList.add('over');
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) zone.classList.remove('over');
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    const [file] = event.dataTransfer?.files ?? [];
    if (file) take(file);
  });
  return zone;
}
