/** One output that only shows: a value, a table, markup, a picture, the curves of a training. */
import { element } from '../page/element';
import { countOf } from '../page/number-text';
import type { PageOutput } from '../../notebook-page/types';
import { chartView } from './chart-view';
import { settingView } from './control-view';
import { markupView } from './markup-view';
import { tableView } from './table-view';
import { valueView } from './value-view';

function imageView(mime: string, base64: string): HTMLElement {
  if (!/^image\/(png|jpeg|gif|webp|avif)$/.test(mime)) {
    return element('p', { class: 'muted' }, 'This picture cannot be shown.');
  }
  const image = element('img', { alt: 'Result of the cell', src: `data:${mime};base64,${base64}` });
  // So small that its pixels are what is looked at.
  image.addEventListener('load', () => image.classList.toggle('small', image.naturalWidth < 64));
  return image;
}

function runView({ name, model, charts }: Extract<PageOutput, { type: 'run' }>): HTMLElement {
  return element(
    'div',
    { class: 'run' },
    element('p', {}, element('b', {}, name), ' ', element('span', { class: 'muted' }, model)),
    element('div', { class: 'charts' }, ...charts.map(chartView)),
  );
}

export function outputView(output: Exclude<PageOutput, { type: 'control' }>): HTMLElement {
  switch (output.type) {
    case 'value':
      return valueView(output.value);
    case 'table':
      return tableView(output.table);
    case 'kept-back':
      return element(
        'p',
        { class: 'muted' },
        `A table of ${countOf(output.rows, 'row')} and ${countOf(output.columns, 'column')} stayed with who made this page.`,
      );
    case 'markup':
      return markupView(output.nodes);
    case 'image':
      return imageView(output.mime, output.base64);
    case 'setting':
      return settingView(output.label, output.value);
    case 'run':
      return runView(output);
    case 'press':
      return element('p', { class: 'muted' }, `Not done when this page was made: ${output.label}`);
    default:
      return output satisfies never;
  }
}
