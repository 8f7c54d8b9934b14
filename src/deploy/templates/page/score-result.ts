/** What came out of a scored file: the download, the answers counted, and what was odd about the rows. */
import type { ModelContents } from '../../model/types';
import type { DriftReport } from '../../drift';
import type { RowTrouble, ScoreSummary } from '../../scoring/types';
import { driftResult } from './drift-result';
import { element } from './element';
import { countOf, groupDigits, percent, readable } from './number-text';
import { fileProblem } from './problem-text';

/** Where the scored file is. */
export type Place =
  { type: 'download'; address: string; name: string } | { type: 'file'; name: string };

function placeView(place: Place): HTMLElement {
  const { name } = place;
  if (place.type === 'file') return element('b', {}, `Saved in ${name}`);
  const { address } = place;
  return element('a', { class: 'button go', href: address, download: name }, `Download ${name}`);
}

function trouble({ count, lines }: RowTrouble, what: string): string | null {
  if (count === 0) return null;
  const shown = lines.map((line) => groupDigits(String(line))).join(', ');
  return `${countOf(count, 'row')} ${what} (${lines.length === 1 ? 'line' : 'lines'} ${shown}${count > lines.length ? ', …' : ''}).`;
}

function answers({ model }: ModelContents, summary: ScoreSummary): HTMLElement {
  const { classes, target } = model.manifest;
  if (!classes || !summary.counts) {
    const mean = summary.mean === null ? '–' : readable(summary.mean, 5);
    return element('p', {}, `Mean of the predicted ${target}: ${mean}`);
  }
  const scored = summary.counts.reduce((sum, n) => sum + n, 0);
  const rows = classes.map((label, i) => {
    const n = summary.counts![i]!;
    return element(
      'tr',
      {},
      element('td', {}, label),
      element('td', { class: 'num' }, groupDigits(String(n))),
      element('td', { class: 'num muted' }, scored === 0 ? '–' : percent(n / scored)),
    );
  });
  const head = [`Predicted ${target}`, 'Rows', 'Share'].map((text, i) =>
    element('th', { scope: 'col', class: i > 0 ? 'num' : null }, text),
  );
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
}

export function scoreResult(
  contents: ModelContents,
  summary: ScoreSummary,
  drift: DriftReport,
  place: Place,
): HTMLElement {
  const { preprocessing } = contents.model;
  const notes = [
    trouble(
      summary.long,
      'have more cells than the first line: what is beyond its columns was not read, and stands behind the predictions',
    ),
    trouble(
      summary.short,
      'have fewer cells than the first line: what they lack counts as missing',
    ),
    summary.transcodedFrom
      ? `The file was ${summary.transcodedFrom}; the download is UTF-8.`
      : null,
    ...summary.problems.map((found) => fileProblem(preprocessing, found)),
  ].filter((text) => text !== null);
  return element(
    'div',
    { class: 'card work' },
    element(
      'div',
      { class: 'row' },
      placeView(place),
      element(
        'span',
        {},
        `${countOf(summary.rows, 'row')}, ${countOf(summary.added.length, 'column')} added`,
      ),
    ),
    answers(contents, summary),
    notes.length > 0
      ? element(
          'ul',
          { class: 'notes', 'aria-label': 'About this file' },
          ...notes.map((text) => element('li', {}, text)),
        )
      : null,
    driftResult(drift),
  );
}
