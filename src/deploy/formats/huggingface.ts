/**
 * A folder that can be pushed to Hugging Face as it is: a model card with metadata and metrics, weights, and the
 * ONNX file that takes raw rows.
 * Card: https://huggingface.co/docs/hub/model-cards
 */
import { briefSentences } from '../../core/brief/sentences';
import { forecastSentence } from '../../core/evaluation/forecast-sentence';
import { linkDigest } from '../../core/hash/digest';
import { METRICS } from '../../core/metrics/names';
import type { ModelManifest } from '../../core/model/types';
import { originSentence } from '../model/origin';
import {
  calibrationSentence,
  coverageSentence,
  thresholdSentence,
} from '../model/refinement-words';
import type { ExportInput, ModelCard } from '../model/types';
import { exportOnnx } from '../onnx';
import {
  addModelJson,
  checkedParts,
  jsonFile,
  metricTable,
  plainMarkdown,
  textFile,
} from './describe-model';
import type { FormatFiles, WriteFormat } from './types';
import { yamlText, type YamlValue } from './yaml';

function taskType({ model }: ExportInput): 'tabular-classification' | 'tabular-regression' {
  return model.manifest.kind === 'regression' ? 'tabular-regression' : 'tabular-classification';
}

function modelIndex(input: ExportInput, { name, dataset, evaluation }: ModelCard): YamlValue {
  if (!evaluation) return [];
  const metrics = evaluation.metrics.flatMap((metric) =>
    metric.value === null
      ? []
      : [{ type: metric.name, value: metric.value, name: METRICS[metric.name].label }],
  );
  if (metrics.length === 0) return [];
  const task = { type: taskType(input), name: input.model.manifest.target };
  const measured = {
    name: dataset.name,
    type: 'private',
    split: evaluation.part,
    revision: linkDigest(dataset.manifest),
  };
  return [{ name, results: [{ task, dataset: measured, metrics }] }];
}

function frontMatter(input: ExportInput, card: ModelCard): string {
  const index = modelIndex(input, card);
  const metadata: Record<string, YamlValue> = {
    library_name: 'onnx',
    pipeline_tag: taskType(input),
    tags: ['tabular', 'onnx', 'loam'],
  };
  if (Array.isArray(index) && index.length > 0) {
    metadata.metrics = [...new Set(card.evaluation!.metrics.map(({ name }) => name as string))];
    metadata['model-index'] = index;
  }
  return `---\n${yamlText(metadata)}---\n`;
}

function answersText({ kind, conformal }: ModelManifest): string {
  const answers =
    kind === 'regression'
      ? '`value`, a number'
      : '`label`, and `probabilities` in the order of `classes` in config.json';
  if (!conformal) return answers;
  return conformal.type === 'interval'
    ? `${answers}, and \`low\` and \`high\`, the ends of an interval`
    : `${answers}; \`set\` says of each class whether it is in the set`;
}

/** How answers are to be taken; empty where there is nothing to say. */
function aboutAnswers({ model, recipe }: ExportInput, { chosen, evaluation }: ModelCard): string[] {
  const { manifest } = model;
  return [
    thresholdSentence(manifest, chosen),
    manifest.classes ? calibrationSentence(manifest, recipe) : null,
    coverageSentence(manifest.conformal, recipe),
    forecastSentence(evaluation, recipe, manifest.target),
  ].flatMap((sentence) => (sentence === null ? [] : ['', plainMarkdown(sentence)]));
}

function whyText({ task }: ExportInput, { brief }: ModelCard): string[] {
  const sentences = brief ? briefSentences(brief, task.metric) : [];
  if (sentences.length === 0) return [];
  return ['', '## Why it is wanted', '', plainMarkdown(sentences.join(' '))];
}

function readme(input: ExportInput, card: ModelCard): string {
  const { manifest } = input.model;
  const { dataset, evaluation } = card;
  const answers = answersText(manifest);
  return [
    frontMatter(input, card),
    `# ${plainMarkdown(card.name)} ${card.version}`,
    '',
    `Predicts ${plainMarkdown(manifest.target)} from ${manifest.inputs.length} columns. Made with Loam.`,
    ...(card.note ? ['', plainMarkdown(card.note)] : []),
    ...whyText(input, card),
    '',
    '## How good it is',
    '',
    evaluation
      ? `${plainMarkdown(evaluation.sentence)} (${evaluation.part}, ${evaluation.rows} rows)`
      : 'No evaluation came along.',
    '',
    metricTable(evaluation),
    ...aboutAnswers(input, card),
    '',
    '## How to use it',
    '',
    '`model.onnx` takes raw rows: one tensor [rows, 1] per column, doubles for numbers and for dates (milliseconds',
    `since 1970 UTC, NaN where missing), texts for the rest (empty where missing). It answers with ${answers}.`,
    '`golden.json` holds made-up inputs with the answers of the original, to check a copy with. `model.safetensors` has',
    'the weights alone, which `model-manifest.json` describes.',
    '',
    '## Where it comes from',
    '',
    `${originSentence(input.recipe, dataset, plainMarkdown)}, of which none is in this folder.`,
    `Model ${linkDigest(card.model)}.`,
    '',
  ].join('\n');
}

/** What Git must keep outside of itself, as the site asks for. */
const ATTRIBUTES = ['*.onnx', '*.safetensors']
  .map((pattern) => `${pattern} filter=lfs diff=lfs merge=lfs -text\n`)
  .join('');

export const writeHuggingFace: WriteFormat = async (input, run) => {
  const parts = checkedParts(input);
  const { manifest, weights } = input.model;
  const { bytes } = await exportOnnx(input, run);
  const files: FormatFiles = new Map();
  files.set('README.md', textFile(readme(input, parts.card)));
  files.set(
    'config.json',
    jsonFile({
      model_type: 'loam-tabular',
      task: taskType(input),
      target: manifest.target,
      classes: manifest.classes,
      threshold: manifest.threshold,
      ...(manifest.calibrator && { calibrator: manifest.calibrator.type }),
      ...(manifest.conformal && { coverage: manifest.conformal.coverage }),
      inputs: manifest.inputs.map(({ name, type }) => ({ name, type })),
      model: parts.card.model,
    }),
  );
  files.set('.gitattributes', textFile(ATTRIBUTES));
  files.set('model.onnx', bytes);
  if (weights) files.set('model.safetensors', weights);
  addModelJson(files, input, parts);
  return files;
};
