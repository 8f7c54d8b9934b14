/** Trees that answer for classes in another order. */
import { LoamError } from '../../core/errors';
import type { TreeEnsemble } from '../../core/model/types';
import {
  writeSafetensors,
  type NamedTensor,
  type TensorValues,
} from '../../ml/formats/safetensors';

type Tensors = ReadonlyMap<string, NamedTensor<TensorValues>>;
interface Answered {
  network: TreeEnsemble;
  weights: Uint8Array;
}

/** What a tree has per node. */
const PER_NODE = ['input', 'left', 'value', 'missing', 'set'];

const refused = (reason: string) => new LoamError('columns-differ', { reason });

function valuesOf(tensors: Tensors, name: string): TensorValues {
  const tensor = tensors.get(name);
  if (!tensor) throw refused(`The trees lack “${name}”.`);
  return tensor.values;
}

function written(tensors: Tensors, changed: ReadonlyMap<string, TensorValues>): Uint8Array {
  return writeSafetensors(
    [...tensors.values()].map((each) => ({
      ...each,
      values: changed.get(each.name) ?? each.values,
    })),
  );
}

/** The other of two classes is the one that is spoken of. @throws LoamError `columns-differ` */
export function swappedTrees(network: TreeEnsemble, tensors: Tensors): Answered {
  const { link, leaves, base } = network;
  if (link !== 'identity' && link !== 'log-odds')
    throw refused('These trees cannot be turned round.');
  // Of logits the sign turns; of shares of one class what is left of 1 are those of the other.
  const whole = link === 'identity' ? 0 : 1;
  const other = (value: number) => (value === 0 ? 0 : -value);
  const changed = new Map<string, TensorValues>();
  if (leaves > 0) {
    changed.set('shares', Float32Array.from(valuesOf(tensors, 'shares'), other));
  } else {
    const input = valuesOf(tensors, 'input');
    const turned = Float32Array.from(valuesOf(tensors, 'value'), (value, node) =>
      input[node] === -1 ? other(value) : value,
    );
    changed.set('value', turned);
  }
  const turnedBase = base.map((value) => whole - value);
  return { network: { ...network, base: turnedBase }, weights: written(tensors, changed) };
}

/**
 * @param places where each answer goes
 * @throws LoamError `columns-differ`
 */
export function orderedTrees(network: TreeEnsemble, tensors: Tensors, places: number[]): Answered {
  const { outputs, leaves, trees, base } = network;
  const moved = base.slice();
  places.forEach((place, from) => (moved[place] = base[from]!));
  const changed = new Map<string, TensorValues>();
  if (leaves > 0) {
    const shares = valuesOf(tensors, 'shares');
    const values = new Float32Array(shares.length);
    shares.forEach((value, at) => {
      const from = at % outputs;
      values[at - from + places[from]!] = value;
    });
    changed.set('shares', values);
  } else {
    if (trees % outputs !== 0) throw refused('Some class has more trees than another.');
    for (const [name, values] of movedTrees(network, tensors, places)) changed.set(name, values);
  }
  return { network: { ...network, base: moved }, weights: written(tensors, changed) };
}

/** Tree t adds to output t % outputs. */
function movedTrees(
  { outputs, trees }: TreeEnsemble,
  tensors: Tensors,
  places: number[],
): Map<string, TensorValues> {
  const roots = valuesOf(tensors, 'roots');
  const from = new Array<number>(trees);
  for (let tree = 0; tree < trees; tree++) {
    const output = tree % outputs;
    from[tree - output + places[output]!] = tree;
  }
  const result = new Map<string, TensorValues>();
  const newRoots = new Int32Array(trees + 1);
  from.forEach((tree, at) => (newRoots[at + 1] = newRoots[at]! + roots[tree + 1]! - roots[tree]!));
  result.set('roots', newRoots);
  for (const name of PER_NODE) {
    const values = valuesOf(tensors, name);
    const copy = values.slice();
    from.forEach((tree, at) =>
      copy.set(values.subarray(roots[tree], roots[tree + 1]), newRoots[at]),
    );
    result.set(name, copy);
  }
  return result;
}
