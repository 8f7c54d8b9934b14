/** What a function may give back as weights, and the one flat vector that is made of it. */
import type { CageFitJob } from '../fit-protocol';

export interface NamedWeights {
  name: string;
  role: string;
  shape: number[];
  /** False for moving averages, which have no gradient. */
  trained: boolean;
  values: Float32Array;
}

/** The network as variables of TensorFlow.js, made by the library itself. */
export interface Learnable {
  /** All parameters in the order of the plan. */
  weights(): Promise<Float32Array>;
}

interface Tensor {
  data(): Promise<ArrayLike<number>>;
}

/**
 * The model that was handed in; or weights by name; or a list in the order in which they were handed in. Each is
 * a typed array, a list of numbers, a tensor, or an entry of the list as it was given.
 * @throws TypeError that says what is wrong
 */
export async function flatWeights(
  job: CageFitJob,
  learnt: unknown,
  model: Learnable | null,
): Promise<Float32Array> {
  if (learnt !== null && learnt === model) return model.weights();
  const { parameters } = job;
  if (learnt instanceof Float32Array && learnt.length === job.plan.parameters)
    return learnt.slice();
  if (learnt === null || typeof learnt !== 'object') {
    throw new TypeError(
      `the function gave ${learnt === undefined ? 'nothing' : String(learnt)} back; return model, or the weights`,
    );
  }
  const flat = new Float32Array(job.plan.parameters);
  for (const [i, { name, shape, at, size }] of parameters.entries()) {
    const found = Array.isArray(learnt)
      ? (learnt[i] as unknown)
      : (learnt as Record<string, unknown>)[name];
    const values = await valuesOf(found);
    const wanted = `${size} numbers (${shape.join(' × ')})`;
    if (values === null) throw new TypeError(`the weights lack ${name}: ${wanted}`);
    if (values.length !== size) {
      throw new TypeError(
        `the weights of ${name} are ${values.length} numbers; there must be ${wanted}`,
      );
    }
    flat.set(values, at);
  }
  return flat;
}

async function valuesOf(given: unknown): Promise<ArrayLike<number> | null> {
  if (given === null || typeof given !== 'object') return null;
  if (Array.isArray(given)) return (given as unknown[]).flat(4) as number[];
  if (ArrayBuffer.isView(given)) return given as unknown as Float32Array;
  if (typeof (given as Partial<Tensor>).data === 'function') return (given as Tensor).data();
  return valuesOf((given as { values?: unknown }).values);
}
