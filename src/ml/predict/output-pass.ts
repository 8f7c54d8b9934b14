/** What a predictor computes with: from a network and its weights to outputs, and from these to answers. */
import { LoamError } from '../../core/errors';
import type { OwnNetwork } from '../../core/model/types';
import { readSafetensors, readTensors } from '../formats/safetensors';
import { answersOf, type Head } from './answer';
import { makeForwardPass, type ForwardPass } from './forward';
import { makeTreesPass } from './trees';

/** Every implementation gives the bits of `plainPass`. */
export interface OutputPass extends ForwardPass {
  /** As `answersOf`. */
  answers(head: Head, outputs: Float64Array): Float64Array;
}

/** A network of which Loam's own code computes something from inputs. */
export type ComputedNetwork = Exclude<OwnNetwork, { type: 'constant' }>;

/**
 * Without any library, on any machine.
 *
 * @param weights the safetensors object
 * @throws LoamError `object-damaged` when network and weights do not fit together
 */
export function plainPass(network: ComputedNetwork, weights: Uint8Array | null): OutputPass {
  if (!weights) throw new LoamError('object-damaged', { what: 'model', reason: 'weights' });
  const pass =
    network.type === 'trees'
      ? makeTreesPass(network, readTensors(weights))
      : makeForwardPass(network.layers, readSafetensors(weights));
  return { ...pass, answers: answersOf };
}
