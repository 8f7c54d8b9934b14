/**
 * A network while someone writes it: what comes out of each layer, how many parameters it has, and what is
 * wrong with it in plain words. Settings and shapes are judged together, and nothing here throws.
 */
import { isLoamError } from '../errors';
import { planSteps, sizeOf, type PlanStep } from '../network/plan';
import type { LayerSpec } from '../network/types';
import { checkLayer } from './check-layer';
import type { InputCount } from './input-count';
import { isWhole } from './need';

export interface LayerLine {
  /** Shape of one row after the layer; null behind the first layer with an error. */
  output: number[] | null;
  parameters: number | null;
  error: string | null;
}

export interface LayerReport {
  /** What the layers are given. */
  input: number[];
  inputError: string | null;
  /** One per layer, in order. */
  lines: LayerLine[];
  /** The layer that answers, which no one writes. */
  answers: LayerLine;
  /** Of all layers; null while any has an error. */
  parameters: number | null;
  /** The first error with its place, as a sentence; null where the network can be trained. */
  problem: string | null;
}

const MOST_LAYERS = 64;
const UNKNOWN: LayerLine = { output: null, parameters: null, error: null };

/**
 * @param input shape of one row, null for all inputs one after another
 * @param outputs units of the layer that answers
 */
export function reportLayers(
  input: number[] | null,
  layers: readonly LayerSpec[],
  inputs: InputCount,
  outputs: number,
): LayerReport {
  const shape = input ?? [inputs.count];
  const inputError = input && shapeError(input, inputs);
  const settings = layers.map(settingError);
  const firstBad = settings.findIndex((error) => error !== null);
  const sound = firstBad < 0 ? [...layers] : layers.slice(0, firstBad);
  const steps = inputError ? [] : planSteps({ input: shape, layers: sound, outputs }).steps;
  const lines = layers.map((layer, i): LayerLine => {
    const error = settings[i] ?? null;
    // Behind a layer that is wrong, the plan ends with answers that stand in its place.
    const planned = i < sound.length ? lineOf(layer, steps[i]) : UNKNOWN;
    return error === null ? planned : { ...UNKNOWN, error };
  });
  const answers = firstBad < 0 ? answersOf(steps[layers.length]) : UNKNOWN;
  const all = [...lines, answers];
  const parameters = all.every((line) => line.parameters !== null)
    ? all.reduce((sum, line) => sum + line.parameters!, 0)
    : null;
  const tooMany = layers.length > MOST_LAYERS ? `There are more than ${MOST_LAYERS} layers.` : null;
  const problem = (inputError && `Input: ${inputError}`) ?? tooMany ?? firstProblem(lines, answers);
  return { input: shape, inputError, lines, answers, parameters, problem };
}

/** Shapes that columns cannot fill are wrong; where their number is a guess, training decides. */
function shapeError(input: number[], { count, exact }: InputCount): string | null {
  if (input.length < 1 || input.length > 3 || !input.every((n) => isWhole(n, 1, 1e7))) {
    return 'every side must be a whole number from 1.';
  }
  const size = sizeOf(input);
  if (!exact || size === count) return null;
  const shown = input.length === 1 ? `${size} values` : `${input.join(' × ')} = ${size} values`;
  return `${shown}, but the columns make ${count} inputs.`;
}

function settingError(layer: LayerSpec): string | null {
  try {
    checkLayer(layer, '');
    return null;
  } catch (error) {
    if (!isLoamError(error, 'recipe-invalid')) throw error;
    const { field, reason } = error.facts;
    return sentence(`${String(field).replace(/^\./, '')} ${String(reason)}`);
  }
}

function lineOf(layer: LayerSpec, step: PlanStep | undefined): LayerLine {
  if (!step) return UNKNOWN;
  if (!step.ok) {
    const subject = layer.layer === 'dense' ? 'dense units' : 'this layer';
    return { ...UNKNOWN, error: sentence(`${subject} ${step.reason}`) };
  }
  const { output, parameters } = step.layer;
  return { output, parameters: parameters.reduce((sum, { size }) => sum + size, 0), error: null };
}

function answersOf(step: PlanStep | undefined): LayerLine {
  if (!step || step.ok) return lineOf({ layer: 'flatten' }, step);
  return { ...UNKNOWN, error: sentence(step.reason) };
}

function firstProblem(lines: LayerLine[], answers: LayerLine): string | null {
  const at = lines.findIndex(({ error }) => error !== null);
  const line = lines[at];
  return line ? `Layer ${at + 1}: ${line.error}` : answers.error;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`;
}
