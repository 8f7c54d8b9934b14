/** What is served, for people (HTML) and programs (JSON). */
import { briefSentences } from '../../../../core/brief/sentences';
import { forecastSentence } from '../../../../core/evaluation/forecast-sentence';
import { METRICS } from '../../../../core/metrics/names';
import { isoDate } from '../../../api/iso-date';
import { originSentence } from '../../../model/origin';
import {
  calibrationSentence,
  coverageSentence,
  thresholdSentence,
} from '../../../model/refinement-words';
import type { ModelContents } from '../../../model/types';
import type { Service } from '../service';
import type { ServedModel } from '../start/served-model';

export function cardJson({ models, release, bundle }: Service) {
  const { plan } = release;
  return {
    bundle,
    release: plan,
    models: models.map(({ name, version, card, manifest, inputs, classes, runtime, contents }) => ({
      name,
      version,
      aliases: Object.keys(plan.aliases).filter((alias) => plan.aliases[alias] === version),
      note: card.note,
      model: card.model,
      predicts: manifest.target,
      kind: manifest.kind,
      classes,
      runtime: { name: runtime.name, version: runtime.version },
      inputs,
      threshold: manifest.threshold,
      calibration: manifest.calibrator?.type ?? null,
      coverage: manifest.conformal?.coverage ?? null,
      about: aboutAnswers(contents),
      brief: card.brief ?? null,
      dataset: card.dataset,
      evaluation: card.evaluation,
    })),
  };
}

/** How answers are to be taken, in sentences. */
function aboutAnswers({ card, model, recipe }: ModelContents): string[] {
  const { manifest } = model;
  return [
    thresholdSentence(manifest, card.chosen),
    manifest.classes ? calibrationSentence(manifest, recipe) : null,
    coverageSentence(manifest.conformal, recipe),
    forecastSentence(card.evaluation, recipe, manifest.target),
  ].filter((sentence) => sentence !== null);
}

/** Names and notes come from anyone: each goes through here. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
  return text.replace(/[&<>"]/g, (mark) => `&${names[mark]};`);
}

function table(caption: string, head: readonly string[], rows: readonly string[][]): string {
  const cells = (tag: string, row: readonly string[]) =>
    row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
  const headings = head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
  return `<table>\n<caption>${escapeHtml(caption)}</caption>\n<thead><tr>${headings}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
}

function digits(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : value.toPrecision(4);
}

function knownValues({
  type,
  categories,
  labels,
  quantiles,
}: ServedModel['inputs'][number]): string {
  if (labels) return labels.join(' or ');
  if (categories) return categories.slice(0, 12).join(', ') + (categories.length > 12 ? ', …' : '');
  if (!quantiles) return '';
  const write = type === 'datetime' ? isoDate : String;
  return `most from ${write(quantiles[0]!)} to ${write(quantiles.at(-1)!)}`;
}

function versionHtml(model: ServedModel): string {
  const { version, card, manifest, inputs, classes, runtime, contents } = model;
  const { evaluation, dataset, note } = card;
  const question = classes
    ? `Predicts <b>${escapeHtml(manifest.target)}</b>: ${classes.map(escapeHtml).join(', ')}.`
    : `Predicts <b>${escapeHtml(manifest.target)}</b>, a number.`;
  const judged = evaluation
    ? `<p>${escapeHtml(evaluation.sentence)} (${evaluation.part}, ${evaluation.rows} rows)</p>\n${table(
        'How good it is',
        ['Metric', 'Model', 'From', 'To', 'Baseline'],
        evaluation.metrics.map(({ name, value, low, high }) => [
          METRICS[name].label,
          digits(value),
          digits(low),
          digits(high),
          digits(evaluation.baseline.find((each) => each.name === name)?.value),
        ]),
      )}`
    : '<p>No evaluation came along.</p>';
  const about = aboutAnswers(contents).map((text) => `<p>${escapeHtml(text)}</p>\n`);
  const wanted = card.brief ? briefSentences(card.brief, contents.task.metric) : [];
  const why = wanted.map((text) => `<p>${escapeHtml(text)}</p>\n`).join('');
  return `<section>
<h2>Version ${version}</h2>
<p>${question}</p>
${why}${about.join('')}${note ? `<p>${escapeHtml(note)}</p>\n` : ''}${judged}
${table(
  'What it asks for',
  ['Input', 'Type', 'Known values'],
  inputs.map((input) => [input.name, input.type, knownValues(input)]),
)}
<p>${escapeHtml(originSentence(contents.recipe, dataset))}. Computed by ${runtime.name} ${escapeHtml(runtime.version)}. Model <code>${escapeHtml(card.model)}</code></p>
</section>`;
}

export function cardHtml({ models, release, bundle }: Service): string {
  const { name } = models[0]!;
  const aliases = Object.entries(release.plan.aliases);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(name)}</title>
<link rel="stylesheet" href="/try/style.css">
</head>
<body>
<main>
<h1>${escapeHtml(name)}</h1>
<nav aria-label="This server">
<a href="/try">Try it</a> <a href="/openapi.json">OpenAPI</a> <a href="/metrics">Metrics</a> <a href="/healthz">Health</a>
</nav>
${table(
  'Which version answers',
  ['Alias', 'Version'],
  aliases.map(([alias, version]) => [
    alias === release.plan.default ? `${alias} (default)` : alias,
    String(version),
  ]),
)}
${models.map(versionHtml).join('\n')}
<p>Bundle <code>${bundle}</code></p>
</main>
</body>
</html>
`;
}
