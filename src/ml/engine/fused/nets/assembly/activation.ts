/** Activations of whole rows, and the slopes that gradients are multiplied with. */
import { sigmoid4, softplus4, splat, tanh4 } from './elementary';
import { madd } from './madd';
import { Step } from './program';
import { hands, shareOf } from './share';

/** Host: ../records.ts. */
const RELU: u32 = 1;
const LEAKY_RELU: u32 = 2;
const ELU: u32 = 3;
const GELU: u32 = 4;
const SILU: u32 = 5;
const SIGMOID: u32 = 6;
const TANH: u32 = 7;
const SOFTPLUS: u32 = 8;

/** Of leaky-relu below 0, as in Keras 3 and tf.leakyRelu. */
const LEAK: f32 = 0.2;
/** sqrt(2 / pi) */
const GELU_SCALE: f32 = 0.7978845608;
const GELU_CUBE: f32 = 0.044715;

@unmanaged
export class ActivateRecord {
  operation: u32;
  words: u32;
  activation: u32;
  /** What the layer gave; activate may write its values over it. */
  z: usize;
  y: usize;
  /** Of both, and the values of a row in whole fours. */
  pitch: u32;
  values: u32;
}

/** y = f(z) */
export function activate(step: Step, record: ActivateRecord): void {
  const sharing = hands(step, <u64>step.rows * <u64>record.values * 8);
  const end = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    const offset = <usize>row * <usize>record.pitch;
    activateRow(record.activation, record.z + offset, record.y + offset, record.values);
  }
}

function activateRow(activation: u32, z: usize, y: usize, values: u32): void {
  const end = z + ((<usize>values) << 2);
  switch (activation) {
    case RELU:
      for (; z < end; z += 16, y += 16) v128.store(y, f32x4.max(v128.load(z), splat(0)));
      return;
    case LEAKY_RELU:
      for (; z < end; z += 16, y += 16) {
        const x = v128.load(z);
        const leaked = f32x4.mul(x, splat(LEAK));
        v128.store(y, v128.bitselect(x, leaked, f32x4.gt(x, splat(0))));
      }
      return;
    case ELU:
      for (; z < end; z += 16, y += 16) v128.store(y, elu(v128.load(z)));
      return;
    case GELU:
      for (; z < end; z += 16, y += 16) {
        const x = v128.load(z);
        const half = f32x4.mul(x, splat(0.5));
        v128.store(y, madd(half, geluTanh(x), half));
      }
      return;
    case SILU:
      for (; z < end; z += 16, y += 16) {
        const x = v128.load(z);
        v128.store(y, f32x4.mul(x, sigmoid4(x)));
      }
      return;
    case SIGMOID:
      for (; z < end; z += 16, y += 16) v128.store(y, sigmoid4(v128.load(z)));
      return;
    case TANH:
      for (; z < end; z += 16, y += 16) v128.store(y, tanh4(v128.load(z)));
      return;
    case SOFTPLUS:
      for (; z < end; z += 16, y += 16) v128.store(y, softplus4(v128.load(z)));
      return;
    default:
      return;
  }
}

/** e^x - 1 below 0, as 2t / (1 - t) with t = tanh(x / 2), which is exact near 0. */
function elu(x: v128): v128 {
  const t = tanh4(f32x4.mul(f32x4.min(x, splat(0)), splat(0.5)));
  const below = f32x4.div(f32x4.add(t, t), f32x4.sub(splat(1), t));
  return v128.bitselect(x, below, f32x4.gt(x, splat(0)));
}

function geluTanh(x: v128): v128 {
  const cube = f32x4.mul(f32x4.mul(f32x4.mul(x, x), x), splat(GELU_CUBE));
  return tanh4(f32x4.mul(f32x4.add(x, cube), splat(GELU_SCALE)));
}

@unmanaged
export class SlopeRecord {
  operation: u32;
  words: u32;
  activation: u32;
  /** Before and after the activation; z is read by gelu, silu and softplus only. */
  z: usize;
  y: usize;
  /** Multiplied with the slope, in place. */
  dy: usize;
  pitch: u32;
  values: u32;
}

/** dy *= f'(z) */
export function applySlope(step: Step, record: SlopeRecord): void {
  const sharing = hands(step, <u64>step.rows * <u64>record.values * 8);
  const end = shareOf(step.rows, step.thread + 1, sharing);
  for (let row = shareOf(step.rows, step.thread, sharing); row < end; row++) {
    const offset = <usize>row * <usize>record.pitch;
    const dy = record.dy + offset;
    slopeRow(record.activation, record.z + offset, record.y + offset, dy, record.values);
  }
}

function slopeRow(activation: u32, z: usize, y: usize, dy: usize, values: u32): void {
  const end = dy + ((<usize>values) << 2);
  const one = splat(1);
  switch (activation) {
    case RELU:
      for (; dy < end; dy += 16, y += 16) {
        v128.store(dy, v128.and(v128.load(dy), f32x4.gt(v128.load(y), splat(0))));
      }
      return;
    case LEAKY_RELU:
      for (; dy < end; dy += 16, y += 16) {
        const d = v128.load(dy);
        const leaked = f32x4.mul(d, splat(LEAK));
        v128.store(dy, v128.bitselect(d, leaked, f32x4.gt(v128.load(y), splat(0))));
      }
      return;
    case ELU:
      for (; dy < end; dy += 16, y += 16) {
        const slope = f32x4.add(f32x4.min(v128.load(y), splat(0)), one);
        v128.store(dy, f32x4.mul(v128.load(dy), slope));
      }
      return;
    case GELU:
      for (; dy < end; dy += 16, z += 16) {
        v128.store(dy, f32x4.mul(v128.load(dy), geluSlope(v128.load(z))));
      }
      return;
    case SILU:
      for (; dy < end; dy += 16, z += 16) {
        const x = v128.load(z);
        const s = sigmoid4(x);
        const slope = f32x4.mul(s, madd(x, f32x4.sub(one, s), one));
        v128.store(dy, f32x4.mul(v128.load(dy), slope));
      }
      return;
    case SIGMOID:
      for (; dy < end; dy += 16, y += 16) {
        const s = v128.load(y);
        v128.store(dy, f32x4.mul(v128.load(dy), f32x4.mul(s, f32x4.sub(one, s))));
      }
      return;
    case TANH:
      for (; dy < end; dy += 16, y += 16) {
        const t = v128.load(y);
        v128.store(dy, f32x4.mul(v128.load(dy), f32x4.sub(one, f32x4.mul(t, t))));
      }
      return;
    case SOFTPLUS:
      for (; dy < end; dy += 16, z += 16) {
        v128.store(dy, f32x4.mul(v128.load(dy), sigmoid4(v128.load(z))));
      }
      return;
    default:
      return;
  }
}

/** (1 + t) / 2 + x / 2 * (1 - t^2) * u', t = tanh(u). */
function geluSlope(x: v128): v128 {
  const one = splat(1);
  const t = geluTanh(x);
  const inner = f32x4.mul(madd(f32x4.mul(x, x), splat(3 * GELU_CUBE), one), splat(GELU_SCALE));
  const steep = f32x4.mul(f32x4.sub(one, f32x4.mul(t, t)), inner);
  return f32x4.mul(madd(x, steep, f32x4.add(one, t)), splat(0.5));
}
