import { element } from '../page/element';
import { countOf, groupDigits } from '../page/number-text';
import type { PageTable } from '../../notebook-page/types';

export function tableView({ columns, rows, total }: PageTable): HTMLElement {
  const classes = columns.map(({ type }) => (type === 'number' ? 'num' : null));
  const body = element('tbody');
  for (const row of rows) {
    const line = document.createElement('tr');
    columns.forEach((_, i) => {
      const cell = document.createElement('td');
      if (classes[i]) cell.className = classes[i];
      const value = row[i];
      cell.textContent = value === null || value === undefined ? '' : String(value);
      line.append(cell);
    });
    body.append(line);
  }
  const head = columns.map(({ name }, i) =>
    element('th', { scope: 'col', class: classes[i] }, name),
  );
  const size = `${groupDigits(String(total))} × ${groupDigits(String(columns.length))}`;
  return element(
    'div',
    { class: 'table' },
    element(
      'div',
      {
        class: 'scroll',
        tabindex: 0,
        role: 'region',
        'aria-label': `Table, ${countOf(total, 'row')}`,
      },
      element('table', {}, element('thead', {}, element('tr', {}, ...head)), body),
    ),
    element(
      'p',
      { class: 'foot' },
      rows.length < total
        ? `The first ${groupDigits(String(rows.length))} of ${countOf(total, 'row')}; ${countOf(columns.length, 'column')}`
        : size,
    ),
  );
}
