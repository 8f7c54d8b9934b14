/**
 * Picks how an answer is explained: exactly from the coefficients of a linear model or from trees, in what these add
 * up to; else by predictions of mixed rows, in probabilities or units of the target. What was picked is said.
 */
import { cellOf } from '../../core/dataset/cell';
import type { Cell } from '../../core/dataset/types';
import { LoamError } from '../../core/errors';
import { linearLayerOf } from '../../core/model/linear-layer';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';
import { readSafetensors, readTensors } from '../formats/safetensors';
import { alignRow } from '../predict/align';
import type { AnyPredictor } from '../predict/later-predictor';
import { treeTensors } from '../predict/trees';
import { makeDeriver } from '../preprocess/derive';
import { makeTransformer } from '../preprocess/transform';
import { backgroundRows, MOST_BACKGROUND } from './background';
import { explain } from './explain';
import { linearShap } from './linear-shap';
import { playersOf, type Player } from './players';
import { treeShapSteps, type MarginShares, type TreeGame } from './tree-shap';
import type { ExplainOptions, Explanation, Units } from './types';

export interface ExplainedModel {
  manifest: ModelManifest;
  preprocessing: FittedPreprocessing;
  weights: Uint8Array | null;
  predictor: AnyPredictor;
}

interface Exact {
  find(game: TreeGame): Generator<void, MarginShares>;
  method: 'linear' | 'trees';
  link: 'identity' | 'exp' | 'share';
}

/** Null where a model is neither linear nor trees. @throws LoamError `object-damaged` */
function exactly({ network }: ModelManifest, weights: Uint8Array | null): Exact | null {
  if (!weights) return null;
  if (network.type === 'trees') {
    const { link } = network;
    const tensors = treeTensors(network, readTensors(weights));
    return {
      find: (game) => treeShapSteps(network, tensors, game),
      method: 'trees',
      link: link === 'log-odds' || link === 'log' ? 'share' : link,
    };
  }
  const only = linearLayerOf(network);
  if (!only) return null;
  const tensors = readSafetensors(weights);
  return {
    *find(game) {
      yield;
      return linearShap(only, tensors, game);
    },
    method: 'linear',
    link: 'identity',
  };
}

async function paced(
  steps: Generator<void, MarginShares>,
  { pause, signal }: ExplainOptions,
): Promise<MarginShares> {
  for (;;) {
    if (signal?.aborted) throw new LoamError('cancelled');
    const step = steps.next();
    if (step.done) return step.value;
    await pause?.();
  }
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

/** Of any row of one model, whose weights are read once. */
export interface Explainer {
  /** The same for the same model and row, everywhere. @throws LoamError `cancelled` */
  explain(row: Readonly<Record<string, Cell>>, options: ExplainOptions): Promise<Explanation>;
}

/** @throws LoamError `object-damaged` */
export function makeExplainer({
  manifest,
  preprocessing,
  weights,
  predictor,
}: ExplainedModel): Explainer {
  const { inputs, kind } = manifest;
  const exact = exactly(manifest, weights);
  if (!exact) return { explain: (row, options) => explain(predictor, inputs, { ...row }, options) };
  const transformer = makeTransformer(preprocessing);
  const derive = makeDeriver(preprocessing.derived ?? []);
  const { players, owners } = playersOf(
    preprocessing,
    inputs.map(({ name }) => name),
  );
  const background = transformer.inputs(backgroundRows(inputs, MOST_BACKGROUND), null);
  return {
    async explain(row, options) {
      const own = alignRow(inputs, { ...row }).table;
      const steps = exact.find({
        players: owners,
        count: players.length,
        row: transformer.inputs(own, null),
        background,
        output: kind === 'multiclass' ? options.output : 0,
      });
      const found = inUnits(manifest, exact.link, options.output, await paced(steps, options));
      const made = players.some(({ from }) => from) ? derive(own).columns : [];
      const valueOf = ({ name, from }: Player): Cell => {
        if (!from) return row[name] ?? null;
        return cellOf(
          made.find(({ schema }) => schema.name === name)!,
          0,
        );
      };
      const columns = players.map((player) => ({ ...player, value: valueOf(player) }));
      return { ...found, columns, errors: null, isExact: true, method: exact.method };
    },
  };
}

/** Of one row. @throws LoamError `cancelled`, `object-damaged` */
export async function explainModel(
  model: ExplainedModel,
  row: Readonly<Record<string, Cell>>,
  options: ExplainOptions,
): Promise<Explanation> {
  return makeExplainer(model).explain(row, options);
}
