/** A model version as a component of an SBOM, with its card. Nothing is told here that the card and the model do not tell. */
import type { MetricValue } from '../../../core/evaluation/types';
import { linkDigest } from '../../../core/hash/digest';
import type { InputSignature, ModelManifest, Network } from '../../../core/model/types';
import type { Recipe } from '../../../core/recipe/types';
import type { TaskKind } from '../../../core/task/types';
import type { CardEvaluation, ExportInput, ModelCard } from '../../model/types';
import { timesIn } from '../../model/refinement-words';
import type { Component, ModelCardPart } from './types';

const TASKS: Record<TaskKind, string> = {
  binary: 'binary classification',
  multiclass: 'multiclass classification',
  regression: 'regression',
};

const FAMILIES: Record<Exclude<Recipe['model']['kind'], 'imported'>, string> = {
  baseline: 'baseline',
  linear: 'linear model',
  mlp: 'neural network',
  layers: 'neural network',
  trees: 'gradient boosted trees',
  forest: 'random forest',
};

/** Of a model made elsewhere only what it computes is known. */
function family({ model }: Recipe, network: Network): string {
  if (model.kind !== 'imported') return FAMILIES[model.kind];
  if (network.type === 'onnx') return 'not said';
  return network.type === 'trees' ? 'ensemble of trees' : 'neural network';
}

function architecture(network: Network): string {
  switch (network.type) {
    case 'constant':
      return 'constant answer';
    case 'layers':
      return network.layers
        .map((layer) =>
          layer.layer === 'dense' ? `dense ${layer.inputs}-${layer.outputs}` : layer.layer,
        )
        .join(', ');
    case 'trees':
      return `${network.trees} trees`;
    case 'onnx':
      return 'ONNX graph, computed by ONNX Runtime';
    default:
      return network satisfies never;
  }
}

function inputFormat({ name, type }: InputSignature): string {
  return `${name}: ${type}`;
}

function outputFormats({ target, kind, classes, conformal }: ModelManifest): string[] {
  const answer =
    kind === 'regression' ? `${target}: number` : `${target}: one of ${classes!.length} classes`;
  if (!conformal) return [answer];
  const often = timesIn(conformal.coverage);
  const beside = conformal.type === 'interval' ? 'interval' : 'set of classes';
  return [answer, `${target}: ${beside}, holds the truth ${often}`];
}

function metrics(values: readonly MetricValue[], slice: string) {
  return values.flatMap(({ name, value, low, high }) => {
    if (value === null) return [];
    const metric = { type: name, value: String(value), slice };
    if (low === null || high === null) return [metric];
    const confidenceInterval = { lowerBound: String(low), upperBound: String(high) };
    return [{ ...metric, confidenceInterval }];
  });
}

function analysis({ part, metrics: of, baseline }: CardEvaluation) {
  return { performanceMetrics: [...metrics(of, part), ...metrics(baseline, `${part}, baseline`)] };
}

export function modelComponent({ model, recipe }: ExportInput, card: ModelCard): Component {
  const { manifest } = model;
  const modelCard: ModelCardPart = {
    modelParameters: {
      approach: { type: 'supervised' },
      task: TASKS[manifest.kind],
      architectureFamily: family(recipe, manifest.network),
      modelArchitecture: architecture(manifest.network),
      datasets: [
        {
          type: 'dataset',
          name: card.dataset.name,
          contents: {
            properties: [
              { name: 'loam:version', value: String(card.dataset.version) },
              { name: 'loam:manifest', value: card.dataset.manifest },
              { name: 'loam:rows', value: String(card.dataset.rows) },
            ],
          },
        },
      ],
      inputs: manifest.inputs.map((input) => ({ format: inputFormat(input) })),
      outputs: outputFormats(manifest).map((format) => ({ format })),
    },
    ...(card.evaluation && { quantitativeAnalysis: analysis(card.evaluation) }),
  };
  return {
    type: 'machine-learning-model',
    'bom-ref': `${card.name}@${card.version} ${card.model}`,
    name: card.name,
    version: String(card.version),
    ...(card.note !== '' && { description: card.note }),
    hashes: [{ alg: 'SHA-256', content: linkDigest(card.model) }],
    modelCard,
    properties: [
      { name: 'loam:recipe', value: card.recipe },
      ...(recipe.format === 'loam.recipe/3'
        ? [
            { name: 'loam:trained', value: 'elsewhere, not known how or on which data' },
            { name: 'loam:imported-from', value: recipe.model.name },
            { name: 'loam:producer', value: recipe.model.producer || 'not said' },
          ]
        : []),
      { name: 'loam:task', value: card.task },
      { name: 'loam:golden', value: card.golden },
      ...(manifest.weights === null ? [] : [{ name: 'loam:weights', value: manifest.weights }]),
    ],
  };
}
