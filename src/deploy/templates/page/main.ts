/** The script of an exported page, and of the worker that it starts. */
import './style.css';
import { linkDigest } from '../../../core/hash/digest';
import { cardSection } from './card';
import { SEAL_ID } from '../../page/markup';
import { element } from './element';
import { serveExplaining, type ToExplainer } from './explaining-worker';
import { countOf } from './number-text';
import { onePrediction } from './one-prediction';
import { scoreSection } from './score-section';
import type { ToWorker } from './scoring-messages';
import { serveScoring } from './scoring-worker';
import { start, type Start } from './start';

function refusal(reason: string): HTMLElement {
  document.title = 'Refused: an altered page';
  return element(
    'div',
    { class: 'refusal', role: 'alert' },
    element('h1', {}, 'This page was altered and does not predict'),
    element('p', {}, `At its start it checks itself, and ${reason}.`),
    element(
      'p',
      {},
      'Nothing was computed. Ask for the file again from where it came, or export it anew from Loam.',
    ),
  );
}

function ready(
  { contents, predictor, signature }: Extract<Start, { type: 'ready' }>,
  script: string,
): HTMLElement[] {
  const { card, golden, objects } = contents;
  document.title = `${card.name} ${card.version}`;
  const checks = `✓ checked itself: ${countOf(objects.length, 'object')}, ${countOf(golden.examples.length, 'example')}`;
  return [
    element(
      'div',
      { class: 'head' },
      element('h1', {}, `${card.name} ${card.version}`),
      element(
        'span',
        { class: 'mono muted', title: linkDigest(card.model) },
        linkDigest(card.model).slice(0, 8),
      ),
      element('span', { class: 'chip' }, checks),
      element(
        'p',
        { class: 'muted' },
        `Predicts ${contents.model.manifest.target}, on this device, without a network. Nothing you type or open leaves it.`,
      ),
    ),
    onePrediction(contents, predictor, script),
    scoreSection(contents, script),
    cardSection(contents, signature),
    element(
      'p',
      { class: 'muted' },
      'Made with Loam. Drop this file into Loam to bring the model back, with its recipe and this card.',
    ),
  ];
}

async function show(): Promise<void> {
  const script = document.currentScript?.textContent ?? '';
  const page = document.getElementById('page')!;
  // A signature is checked in a later task: what the page says without its script is not shown meanwhile.
  page.hidden = true;
  const outcome = await start(document);
  page.replaceChildren(
    ...(outcome.type === 'ready' ? ready(outcome, script) : [refusal(outcome.reason)]),
  );
  page.hidden = false;
  if (outcome.type === 'ready') keepOffline();
}

/** On a server the page keeps itself for later; the seal names this very page, so a new one gets a cache of its own. */
function keepOffline(): void {
  const isHosted = document.querySelector('link[rel=manifest]') !== null;
  if (!isHosted || location.protocol === 'file:' || !('serviceWorker' in navigator)) return;
  const seal = document.getElementById(SEAL_ID)?.textContent ?? '';
  // Where it may not be kept (a private window, http), the page still works.
  navigator.serviceWorker.register(`sw.js?${seal.slice(0, 16)}`).catch(() => undefined);
}

/** The page starts this script again, as the worker that its first message asks for. */
function serve(scope: Pick<Worker, 'onmessage'>): void {
  scope.onmessage = (event: MessageEvent<ToExplainer | ToWorker>) => {
    if (event.data.type === 'model') serveExplaining(scope as never);
    else serveScoring(scope as never);
    scope.onmessage?.call(scope as Worker, event);
  };
}

if (typeof document === 'undefined') serve(self as unknown as Worker);
else void show();
