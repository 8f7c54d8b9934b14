/** The model's card: what it answers, how good it was, where it comes from, what it does not know. */
import { isOutOfFold, OUT_OF_FOLD } from '../../../core/evaluation/out-of-fold-words';
import { briefSentences } from '../../../core/brief/sentences';
import type { MetricValue } from '../../../core/evaluation/types';
import { digestOf, linkDigest, type Link } from '../../../core/hash/digest';
import { METRICS } from '../../../core/metrics/names';
import type { FittedStep } from '../../../core/model/types';
import { trainingRunSettings } from '../../../core/recipe/describe';
import { isLearntByFolds } from '../../../core/recipe/refinements-of';
import type { Recipe } from '../../../core/recipe/types';
import {
  calibrationSentence,
  coverageSentence,
  thresholdSentence,
} from '../../model/refinement-words';
import type { CardEvaluation, ModelContents } from '../../model/types';
import type { SignatureCheck } from '../../page/signature';
import { element } from './element';
import { countOf, firstNames, groupDigits, metricText, readable } from './number-text';

function facts(entries: [string, string | Node][]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...entries.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

function hash(link: Link | null): string | Node {
  return link ? element('span', { class: 'mono' }, linkDigest(link)) : 'none';
}

function block(title: string, ...children: (Node | null)[]): HTMLElement {
  return element('div', { class: 'card' }, element('h3', {}, title), ...children);
}

function interval({ low, high }: MetricValue): string {
  return low === null || high === null ? '–' : `${metricText(low)} to ${metricText(high)}`;
}

function metricTable(metrics: MetricValue[], baseline: MetricValue[]): HTMLElement {
  const guessing = new Map(baseline.map((metric) => [metric.name, metric.value]));
  const value = (x: number | null | undefined) =>
    x === null || x === undefined ? '–' : metricText(x);
  const row = (metric: MetricValue) =>
    element(
      'tr',
      {},
      element('td', {}, METRICS[metric.name].label),
      element('td', { class: 'num' }, value(metric.value)),
      element('td', { class: 'num muted' }, interval(metric)),
      element('td', { class: 'num' }, value(guessing.get(metric.name))),
    );
  const head = ['Metric', 'Model', '95 % interval', 'Baseline'].map((text, i) =>
    element('th', { scope: 'col', class: i > 0 ? 'num' : null }, text),
  );
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Metrics' },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...metrics.map(row)),
    ),
  );
}

const PART_WORDS = {
  train: 'the rows it was trained on',
  validation: 'validation rows, which also chose when training stopped',
  test: 'test rows, which nothing before had seen',
};

/** Of a model made elsewhere nobody knows which rows it has seen. */
const MAY_HAVE_SEEN =
  'It was made elsewhere, so nobody here knows whether it had seen some of them before.';

function isImported({ recipe }: Pick<ModelContents, 'recipe'>): boolean {
  return recipe.format === 'loam.recipe/3';
}

function measuredOn(contents: ModelContents, evaluation: CardEvaluation): string {
  const { part, rows } = evaluation;
  const count = groupDigits(String(rows));
  if (isOutOfFold(evaluation)) return `Measured on ${count} rows, ${OUT_OF_FOLD}.`;
  return isImported(contents)
    ? `Measured on ${count} ${part} rows. ${MAY_HAVE_SEEN}`
    : `Measured on ${count} ${PART_WORDS[part]}.`;
}

function worth(contents: ModelContents): HTMLElement {
  const { evaluation } = contents.card;
  if (!evaluation) {
    return block('How good it is', element('p', {}, 'No evaluation came with this page.'));
  }
  const methods = new Set(
    evaluation.metrics.filter((m) => m.low !== null).flatMap((m) => m.method.split('; ')),
  );
  // Said once, of the rows.
  methods.delete(OUT_OF_FOLD);
  return block(
    'How good it is',
    element('p', {}, element('b', {}, evaluation.sentence)),
    metricTable(evaluation.metrics, evaluation.baseline),
    element(
      'p',
      { class: 'muted' },
      `${measuredOn(contents, evaluation)} ` +
        `The baseline answers the same for every row. Intervals: ${[...methods].join('; ') || 'none'}; over rows.`,
    ),
  );
}

function settings(recipe: Recipe): [string, string][] {
  return trainingRunSettings(recipe).map(({ label, value }) => [label.toLowerCase(), value]);
}

function signedBy(signature: SignatureCheck): Node | string {
  switch (signature.type) {
    case 'signed':
      return hash(`sha256:${signature.signer}`);
    case 'unchecked':
      return 'a signature that this browser cannot check here';
    case 'unsigned':
    case 'false':
      return 'nobody: its hashes are whole, but anyone can make such a page';
    default:
      return signature satisfies never;
  }
}

function origin(
  { card, model, recipe, task }: ModelContents,
  signature: SignatureCheck,
): HTMLElement {
  const weightHash = model.weights ? hash(`sha256:${digestOf(model.weights)}`) : 'none';
  const { counts } = task;
  return block(
    'Where it comes from',
    facts([
      [
        'data',
        `${card.dataset.name} ${card.dataset.version}, ${countOf(card.dataset.rows, 'row')}`,
      ],
      [
        'parts',
        `train ${groupDigits(String(counts.train))}, validation ${groupDigits(String(counts.validation))}, test ${groupDigits(String(counts.test))}`,
      ],
      ...settings(recipe),
      ['data hash', hash(card.dataset.manifest)],
      ['recipe hash', hash(card.recipe)],
      ['model hash', hash(card.model)],
      ['weight hash', weightHash],
      ['signed by key', signedBy(signature)],
    ]),
  );
}

function fallback(step: FittedStep): string {
  switch (step.step) {
    case 'numeric':
      if (step.fill === null) return `${step.column}: a missing value stays missing.`;
      return `${step.column}: a missing value counts as ${readable(step.fill)}${step.indicator ? ', and is marked as missing' : ''}.`;
    case 'one-hot': {
      const unseen = step.rest ? 'the rest class' : 'no category at all';
      const missing = step.missing ? 'a category of its own' : 'no category at all';
      return `${step.column}: a value that training never saw counts as ${unseen}; a missing one as ${missing}.`;
    }
    case 'codes': {
      const unseen = step.rest ? 'the rest class' : 'missing';
      return `${step.column}: a value that training never saw counts as ${unseen}; a missing one stays missing.`;
    }
    case 'ordinal':
      return `${step.column}: unseen and missing values take rank ${readable(step.fill)} of ${step.order.length}.`;
    case 'date-parts':
      return `${step.column}: a missing date counts as the average of train.`;
    case 'target-encode':
      return `${step.column}: a missing value, and one that training saw too rarely, counts as the average of all.`;
    case 'hashed-text':
      return `${step.column}: a missing text counts as one without known words.`;
    default:
      return step satisfies never;
  }
}

function limits({ card, model, task, recipe }: ModelContents): HTMLElement {
  const left = task.roles.filter(
    ({ role }) => role === 'audit' || role === 'ignore' || role === 'id',
  );
  const { train, validation } = task.counts;
  const learnt = isLearntByFolds(recipe) ? train + validation : train;
  const general = [
    isImported({ recipe })
      ? 'It was trained elsewhere, from rows that nobody here knows; about other kinds of rows it knows nothing, and it answers all the same.'
      : `It learnt from ${groupDigits(String(learnt))} rows of ${card.dataset.name}; about other kinds of rows it knows nothing, and it answers all the same.`,
    model.manifest.classes ? calibrationSentence(model.manifest, recipe) : null,
    coverageSentence(model.manifest.conformal, recipe),
    left.length > 0
      ? `Not used: ${firstNames(
          left.map(({ column }) => column),
          NAMES_SHOWN,
        )}.`
      : null,
  ];
  const item = (text: string) => element('li', {}, text);
  const known = general.filter((text) => text !== null);
  return block(
    'Limits',
    element('ul', { class: 'plain' }, ...known.map(item)),
    element(
      'details',
      {},
      element('summary', {}, 'What happens to missing and unseen values'),
      element(
        'ul',
        { class: 'plain' },
        ...model.preprocessing.steps.map((step) => item(fallback(step))),
      ),
    ),
  );
}

/** Inputs and classes beyond this many are counted. */
const NAMES_SHOWN = 20;

export function cardSection(contents: ModelContents, signature: SignatureCheck): HTMLElement {
  const { card, model } = contents;
  const { manifest } = model;
  const inputs = manifest.inputs.map(({ name }) => name);
  const threshold = thresholdSentence(manifest, card.chosen);
  const wanted = card.brief ? briefSentences(card.brief, contents.task.metric) : [];
  const question = block(
    'What it answers',
    facts([
      ['predicts', manifest.target],
      [
        'answer',
        manifest.classes
          ? `one of ${manifest.classes.length}: ${firstNames(manifest.classes, NAMES_SHOWN)}`
          : 'a number',
      ],
      ...(threshold ? ([['decided', threshold]] as [string, string][]) : []),
      ['from', `${countOf(manifest.inputs.length, 'input')}: ${firstNames(inputs, NAMES_SHOWN)}`],
      ...(card.note ? ([['note', card.note]] as [string, string][]) : []),
    ]),
  );
  return element(
    'section',
    { 'aria-labelledby': 'about-title' },
    element('h2', { id: 'about-title' }, 'About this model'),
    element(
      'div',
      { class: 'about' },
      element('section', {}, worth(contents), limits(contents)),
      element(
        'section',
        {},
        wanted.length > 0
          ? block('Why it is wanted', ...wanted.map((text) => element('p', {}, text)))
          : null,
        question,
        origin(contents, signature),
      ),
    ),
  );
}
