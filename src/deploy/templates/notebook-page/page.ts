/** The whole page: text and results in the order of the notebook, as they were when it was saved. */
import './style.css';
import { element } from '../page/element';
import type { ControlSetting, NotebookEnvelope, PageBlock } from '../../notebook-page/types';
import { markupView } from './markup-view';
import { ResultView } from './result-view';
import type { Start } from './start';

export interface LiveHooks {
  /** Cells whose inputs can be moved. */
  controls: ReadonlySet<string>;
  onset(cell: string, index: number, value: ControlSetting): void;
}

export interface PageView {
  /** By cell. */
  results: ReadonlyMap<string, ResultView>;
  /** What is said at the foot of the window; empty for nothing. */
  say(...parts: (Node | string)[]): void;
}

function refusal(reason: string): HTMLElement {
  return element(
    'div',
    { class: 'refusal', role: 'alert' },
    element('h1', {}, 'This page was altered and shows nothing'),
    element('p', {}, `At its start it checks itself, and ${reason}.`),
    element('p', {}, 'Ask for the file again from where it came, or save it anew from Loam.'),
  );
}

/** The notebook's own first heading stands for its title. */
function beginsWithHeading([first]: readonly PageBlock[]): boolean {
  if (first?.type !== 'text') return false;
  const node = first.nodes.find((each) => typeof each !== 'string' || each.trim() !== '');
  return Array.isArray(node) && node[0] === 'h1';
}

function footer({ live, models }: NotebookEnvelope): HTMLElement {
  const asked = models.map(({ name, version }) => `${name} ${version}`).join(', ');
  return element(
    'footer',
    {},
    element(
      'p',
      {},
      'Saved from a Loam notebook: results are as they were then, and its code is not shown. ',
      live
        ? `Inputs that are live are computed on this device${asked ? `, with ${asked}` : ''}. Nothing leaves it.`
        : 'Opening it sends nothing anywhere.',
    ),
  );
}

/** Null where the page refuses to show anything. */
export function drawPage(page: Document, started: Start, live: LiveHooks | null): PageView | null {
  const main = page.getElementById('page')!;
  if (started.type === 'refused') {
    page.title = 'Refused: an altered page';
    main.replaceChildren(refusal(started.reason));
    return null;
  }
  const { envelope } = started;
  const { title, blocks } = envelope;
  page.title = title;
  const results = new Map<string, ResultView>();
  const parts = blocks.map((block) => {
    if (block.type === 'text')
      return element('section', { class: 'text' }, markupView(block.nodes));
    const { cell } = block;
    const isLive = live?.controls.has(cell) === true;
    const onset = (index: number, value: ControlSetting) => live?.onset(cell, index, value);
    const view = new ResultView(isLive ? onset : null);
    view.show(block);
    results.set(cell, view);
    return view.root;
  });
  const said = element('div', { class: 'said', role: 'status' });
  main.replaceChildren(
    ...(beginsWithHeading(blocks) ? [] : [element('h1', {}, title)]),
    ...parts,
    ...(blocks.length === 0 ? [element('p', { class: 'muted' }, 'Nothing had been run yet.')] : []),
    footer(envelope),
    said,
  );
  return { results, say: (...words) => said.replaceChildren(...words) };
}
