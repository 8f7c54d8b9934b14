/**
 * The whole step of an optimiser as one kernel on WebGPU. Weights and what the optimiser remembers are one
 * vector, [weights, memory.0, memory.1], because a program of the backend writes one buffer; whoever slices
 * weights out of it does not notice what lies behind them. Formulas are those of optimiser.ts.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { NetworkPlan } from '../../../core/network/plan';
import type { Optimiser } from '../../../core/recipe/types';
import type { NetworkJob } from '../engine';
import { makePenalty } from './penalty';
import type { Update, UpdateStart } from './update';

const WORKGROUP = 64;

const MEMORIES: Readonly<Record<Optimiser, number>> = {
  sgd: 0,
  momentum: 1,
  rmsprop: 1,
  adam: 2,
  adamw: 2,
};

/**
 * From weight `w`, gradient `g`, `rate` and what is remembered at `a` and `b` to `w` anew. Adam's rate has
 * its bias correction in it.
 */
const RULES: Readonly<Record<Optimiser, string>> = {
  sgd: 'w = w - rate * g;',
  momentum: 'let v = 0.9 * S[a] + g; result[a] = v; w = w - rate * v;',
  rmsprop: `
    let s = S[a] + 0.1 * (g * g - S[a]);
    result[a] = s;
    w = w - rate * g / (sqrt(s) + 1e-7);`,
  adam: adamRule(),
  adamw: `w = w - uniforms.decoupled * D[i] * w; ${adamRule()}`,
};

function adamRule(): string {
  return `
    let m = S[a] + 0.1 * (g - S[a]);
    let v = S[b] + 0.001 * (g * g - S[b]);
    result[a] = m;
    result[b] = v;
    w = w - rate * m / (sqrt(v) + 1e-7);`;
}

interface Variant {
  optimiser: Optimiser;
  /** D: 1 where l1 and l2 act. M: what moving averages move by. */
  extra: ('D' | 'M')[];
  parameters: number;
}

function program({ optimiser, extra, parameters }: Variant): WebGPUProgram {
  const penalty = extra.includes('D')
    ? 'g = g + D[i] * (uniforms.l2 * w + uniforms.l1 * sign(w));'
    : '';
  const rule = extra.includes('D') || optimiser !== 'adamw' ? RULES[optimiser] : RULES.adam;
  return {
    variableNames: ['S', 'G', ...extra],
    uniforms: 'rate : f32, l1 : f32, l2 : f32, decoupled : f32,',
    workgroupSize: [WORKGROUP, 1, 1],
    outputShape: [parameters * (1 + MEMORIES[optimiser])],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(parameters / WORKGROUP), 1, 1],
    shaderKey: `loam_${optimiser}_${extra.join('')}`,
    getUserCode: () => `
      fn main(i : i32) {
        let n = uniforms.gShape;
        if (i >= n) { return; }
        let rate = uniforms.rate;
        let a = i + n;
        let b = a + n;
        var w = S[i];
        var g = G[i];
        ${penalty}
        ${rule}
        result[i] = w${extra.includes('M') ? ' + M[i]' : ''};
      }`,
  };
}

export function webgpuUpdate(job: NetworkJob, plan: NetworkPlan, start: UpdateStart): Update {
  const { l1, l2, clip } = job;
  const { optimiser, learningRate } = job.trainer;
  const { parameters } = plan;
  const memories = MEMORIES[optimiser];
  const decoupled = optimiser === 'adamw' ? learningRate * l2 : 0;
  const decayed = l1 > 0 || l2 > 0 ? decayedPlaces(plan) : null;
  // The norm of a gradient takes kernels of its own, and it counts the penalties.
  const penalty = clip === null ? null : makePenalty(plan, job);
  const folded = penalty ? { l1: 0, l2: 0 } : { l1, l2: optimiser === 'adamw' ? 0 : l2 };
  let state = tf.tensor1d(stateOf(start, parameters, memories));
  let { stepsDone } = start;

  function apply(gradient: tf.Tensor1D, moved: tf.Tensor1D | undefined): tf.Tensor1D {
    const backend = tf.backend() as WebGPUBackend;
    const extra: Variant['extra'] = [];
    const inputs: tf.Tensor[] = [state, gradient];
    if (decayed) {
      extra.push('D');
      inputs.push(decayed);
    }
    if (moved) {
      extra.push('M');
      inputs.push(moved);
    }
    const rate = rateAt(optimiser, learningRate, stepsDone + 1);
    const uniforms = [rate, folded.l1, folded.l2, decoupled];
    const variant = program({ optimiser, extra, parameters });
    const values = uniforms.map((value) => ({ type: 'float32', data: [value] }));
    const output = backend.runWebGPUProgram(variant, inputs, 'float32', values);
    return tf.engine().makeTensorFromTensorInfo(output) as tf.Tensor1D;
  }

  return {
    weights: () => state,
    apply(gradient, moved, keep) {
      const whole = penalty ? tf.tidy(() => penalty.apply(gradient, weightsOf())) : gradient;
      const next = apply(whole, moved);
      tf.dispose(moved ? [gradient, whole, moved] : [gradient, whole]);
      if (state !== keep) state.dispose();
      state = next;
      stepsDone++;
    },
    async read() {
      const values = await state.data<'float32'>();
      const piece = (k: number) => values.slice(k * parameters, (k + 1) * parameters);
      const memory = Array.from({ length: memories }, (_, k) => piece(k + 1));
      return { weights: piece(0), memory };
    },
    dispose() {
      penalty?.dispose();
      decayed?.dispose();
      state.dispose();
    },
  };

  function weightsOf(): tf.Tensor1D {
    return tf.slice1d(state, 0, parameters);
  }
}

function stateOf(
  { weights, memory }: UpdateStart,
  parameters: number,
  memories: number,
): Float32Array {
  const state = new Float32Array(parameters * (1 + memories));
  state.set(weights);
  memory?.forEach((values, k) => state.set(values, (k + 1) * parameters));
  return state;
}

function decayedPlaces(plan: NetworkPlan): tf.Tensor1D {
  const flat = new Float32Array(plan.parameters);
  for (const { parameters } of plan.layers) {
    for (const { at, size, decayed } of parameters) if (decayed) flat.fill(1, at, at + size);
  }
  return tf.tensor1d(flat);
}

/** @param step from 1 */
function rateAt(optimiser: Optimiser, rate: number, step: number): number {
  if (optimiser !== 'adam' && optimiser !== 'adamw') return rate;
  return (rate * Math.sqrt(1 - power(0.999, step))) / (1 - power(0.9, step));
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let left = exponent, square = base; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
