/**
 * Everything an export would carry away, in words, for a person to read before it leaves. Made from
 * the very objects that it is built of; a test holds that no value of them is left out.
 */
import type { MetricValue } from '../../core/evaluation/types';
import { linkDigest } from '../../core/hash/digest';
import { METRICS } from '../../core/metrics/names';
import type { FittedPreprocessing, InputSignature, ModelManifest } from '../../core/model/types';
import { readTensors } from '../../ml/formats/safetensors';
import { modelParts } from './model-parts';
import type { GoldenSet, LeavingValue, ExportInput } from './types';

/** A JSON value on one line: every name and every value in it. */
export function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ') || 'none';
  if (value === null) return 'none';
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, each]) => {
      const text = plain(each);
      return typeof each === 'object' && each !== null ? `${name} (${text})` : `${name} ${text}`;
    })
    .join('; ');
}

export function signature(input: InputSignature): LeavingValue[] {
  const { name, type, categories, labels, quantiles } = input;
  const entries: LeavingValue[] = [{ what: `Input “${name}”: type`, value: type }];
  if (categories) entries.push({ what: `Input “${name}”: categories`, value: plain(categories) });
  if (labels)
    entries.push({ what: `Input “${name}”: how no and yes are written`, value: plain(labels) });
  if (quantiles) {
    entries.push({
      what: `Input “${name}”: coarse quantiles (0.1 to 0.9)`,
      value: plain(quantiles),
    });
  }
  return entries;
}

function metric(of: string, { name, ...rest }: MetricValue): LeavingValue {
  return { what: `${METRICS[name].label} of the ${of}`, value: `${name}; ${plain(rest)}` };
}

/** Values of target encoding are means over at least 10 rows each, whose category is named. */
export function preparation({ steps, derived, lags }: FittedPreprocessing): LeavingValue[] {
  return [
    ...(lags ?? []).map((lag) => ({
      what: `Input “${lag.name}”, made of rows before`,
      value: plain(lag),
    })),
    ...(derived ?? []).map((made) => ({
      what: `Made column “${made.name}”, its expression`,
      value: plain(made),
    })),
    ...steps.map(({ column, ...step }) => ({
      what: `Preparation of “${column}”, fitted on train`,
      value: plain(step),
    })),
  ];
}

/** Points of a curve are answers of the model to rows, and shares of classes among such rows. */
function refinedAnswers({ calibrator, conformal }: ModelManifest): LeavingValue[] {
  const list: LeavingValue[] = [];
  if (calibrator) {
    list.push({ what: 'Calibration of probabilities, fitted', value: plain(calibrator) });
  }
  if (conformal) {
    list.push({ what: 'Interval or set beside an answer, fitted', value: plain(conformal) });
  }
  return list;
}

/** What training made: the shape of the model, and its weights by number and hash. */
export function learnt(manifest: ModelManifest, weights: Uint8Array | null): LeavingValue[] {
  const isGraph = manifest.network.type === 'onnx';
  const tensors = weights && !isGraph ? [...readTensors(weights).values()] : [];
  const count = tensors.reduce((sum, { values }) => sum + values.length, 0);
  const size = isGraph ? 'the imported ONNX file as it came' : `${count} numbers`;
  return [
    {
      what: isGraph ? 'How the graph is fed and read' : 'Layers of the network',
      value: plain(manifest.network),
    },
    { what: 'Scaling of answers', value: plain(manifest.targetTransform) },
    { what: 'Threshold', value: plain(manifest.threshold) },
    ...refinedAnswers(manifest),
    {
      what: 'Weights',
      value:
        weights && manifest.weights
          ? `${size}, ${weights.length} bytes, ${linkDigest(manifest.weights)}`
          : 'none',
    },
  ];
}

export function made({ examples }: GoldenSet): LeavingValue[] {
  return examples.map(({ input, output }, i) => ({
    what: `Golden example ${i + 1}, made up from the lists above, and the bits of its answer`,
    value: `${plain(input)} → ${plain(output)}`,
  }));
}

/** @throws LoamError `internal` as `modelParts` */
export function leavingValues(input: ExportInput): LeavingValue[] {
  const { card, golden } = modelParts(input);
  const { manifest, preprocessing, weights } = input.model;
  const { task, recipe } = input;
  const list: LeavingValue[] = [
    { what: 'Name and version of the model', value: `${card.name} ${card.version}` },
    { what: 'Note of the version', value: card.note || 'none' },
    { what: 'What is predicted', value: `${manifest.target} (${manifest.kind})` },
    { what: 'Names of its classes', value: plain(manifest.classes) },
    {
      what: 'Training data: name, version, rows, hash',
      value: `${card.dataset.name} ${card.dataset.version}, ${card.dataset.rows} rows, ${linkDigest(card.dataset.manifest)}`,
    },
    {
      what: 'Names of all columns of the data, with their roles',
      value: task.roles.map(({ column, role }) => `${column} (${role})`).join(', '),
    },
    { what: 'How the data was dealt to parts', value: plain(task.rule) },
    { what: 'Rows in each part', value: plain(task.counts) },
    { what: 'Hash of the list of parts', value: linkDigest(task.parts) },
    { what: 'Metric that counted', value: task.metric },
    ...manifest.inputs.flatMap(signature),
    ...preparation(preprocessing),
    { what: 'Number of model inputs', value: String(preprocessing.width) },
    ...learnt(manifest, weights),
    { what: 'Settings of training (the recipe)', value: plain(recipe) },
    {
      what: 'Hashes of model, preprocessing, recipe, task and golden examples',
      value: [card.model, manifest.preprocessing, card.recipe, card.task, card.golden]
        .map(linkDigest)
        .join(', '),
    },
    {
      what: 'Formats',
      value: plain([card, golden, manifest, preprocessing, recipe, task].map((o) => o.format)),
    },
    ...made(golden),
  ];
  const { evaluation, brief, chosen } = card;
  if (brief) list.push({ what: 'Brief: why the model is wanted', value: plain(brief) });
  if (chosen) list.push({ what: 'How the threshold was chosen', value: chosen });
  if (!evaluation) return list;
  list.push({
    what: 'Evaluation',
    value: `${evaluation.part}, ${evaluation.rows} rows: ${evaluation.sentence}`,
  });
  list.push(...evaluation.metrics.map((each) => metric('model', each)));
  list.push(...evaluation.baseline.map((each) => metric('baseline', each)));
  return list;
}
