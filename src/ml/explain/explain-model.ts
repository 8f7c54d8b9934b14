/**
 * Picks how an answer is explained: exactly from the coefficients of a linear model or from trees, in what these add
 * up to; else by predictions of mixed rows, in probabilities or units of the target. What was picked is said.
 */
import type { Cell } from '../../core/dataset/types';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';
import { readSafetensors, readTensors } from '../formats/safetensors';
import { alignRow } from '../predict/align';
import type { AnyPredictor } from '../predict/later-predictor';
import { treeTensors } from '../predict/trees';
import { makeTransformer } from '../preprocess/transform';
import { backgroundRows } from './background';
import { explain, MOST_BACKGROUND } from './explain';
import { linearShap } from './linear-shap';
import { playersOf } from './players';
import { treeShap, type MarginShares, type TreeGame } from './tree-shap';
import type { ExplainOptions, Explanation, Units } from './types';

export interface ExplainedModel {
  manifest: ModelManifest;
  preprocessing: FittedPreprocessing;
  weights: Uint8Array | null;
  predictor: AnyPredictor;
}

type FindShares = (game: TreeGame) => MarginShares;

/** Null where a model is neither linear nor trees. @throws LoamError `object-damaged` */
function exactly(
  { network }: ModelManifest,
  weights: Uint8Array | null,
): { find: FindShares; method: 'linear' | 'trees'; link: 'identity' | 'exp' | 'share' } | null {
  if (!weights) return null;
  if (network.type === 'trees') {
    const { link } = network;
    const tensors = treeTensors(network, readTensors(weights));
    return {
      find: (game) => treeShap(network, tensors, game),
      method: 'trees',
      link: link === 'log-odds' || link === 'log' ? 'share' : link,
    };
  }
  const only = network.type === 'layers' && network.layers.length === 1 ? network.layers[0]! : null;
  if (only?.layer !== 'dense' || only.activation !== 'linear') return null;
  const tensors = readSafetensors(weights);
  return { find: (game) => linearShap(only, tensors, game), method: 'linear', link: 'identity' };
}

/** The only output of two classes speaks of the second: of the first it says the opposite. */
function ofFirst({ answer, typical, contributions }: MarginShares, whole: number): MarginShares {
  return {
    answer: whole - answer,
    typical: whole - typical,
    contributions: contributions.map((each) => 0 - each),
  };
}

function inUnits(
  { kind, targetTransform: { offset, scale } }: ModelManifest,
  link: 'identity' | 'exp' | 'share',
  output: number,
  found: MarginShares,
): MarginShares & { units: Units } {
  switch (kind) {
    case 'regression':
      if (link === 'exp') return { ...found, units: 'log-target' };
      return {
        answer: found.answer * scale + offset,
        typical: found.typical * scale + offset,
        contributions: found.contributions.map((each) => each * scale),
        units: 'target',
      };
    case 'binary': {
      const isShare = link === 'share';
      const said = output === 1 ? found : ofFirst(found, isShare ? 1 : 0);
      return { ...said, units: isShare ? 'share' : 'log-odds' };
    }
    case 'multiclass':
      return { ...found, units: link === 'share' ? 'share' : 'score' };
    default:
      throw kind satisfies never;
  }
}

/**
 * The same for the same model and row, everywhere.
 * @throws LoamError `cancelled`, `object-damaged`
 */
export async function explainModel(
  { manifest, preprocessing, weights, predictor }: ExplainedModel,
  row: Record<string, Cell>,
  options: ExplainOptions,
): Promise<Explanation> {
  const { inputs, kind } = manifest;
  const exact = exactly(manifest, weights);
  const players = playersOf(
    preprocessing,
    inputs.map(({ name }) => name),
  );
  if (!exact || !players) return explain(predictor, inputs, row, options);
  const transformer = makeTransformer(preprocessing);
  const shares = exact.find({
    players,
    count: inputs.length,
    row: transformer.inputs(alignRow(inputs, row).table, null),
    background: transformer.inputs(backgroundRows(inputs, MOST_BACKGROUND), null),
    output: kind === 'multiclass' ? options.output : 0,
  });
  const { method, link } = exact;
  const found = inUnits(manifest, link, options.output, shares);
  return { ...found, errors: null, isExact: true, method };
}
