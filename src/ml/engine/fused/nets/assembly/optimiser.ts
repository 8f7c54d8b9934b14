/**
 * Optimisers over the flat weights, as in Keras: momentum 0.9; RMSprop 0.9; Adam 0.9 and 0.999 (Kingma and
 * Ba 2015, bias correction folded into the step size); AdamW (Loshchilov and Hutter 2019) is Adam after
 * `decay`. Epsilon 1e-7. The bits of what lies past the last weight never matter.
 */
import { splat } from './elementary';
import { storeLanes } from './lanes';
import { madd } from './madd';
import { Step } from './program';
import { hands, shareOf } from './share';

/** Host: ../records.ts. */
const SGD: u32 = 0;
const MOMENTUM: u32 = 1;
const RMSPROP: u32 = 2;

const EPSILON: f32 = 1e-7;
const VELOCITY_KEPT: f32 = 0.9;
const RMS_SHARE: f32 = 0.1;
const BETA_1: f64 = 0.9;
const BETA_2: f64 = 0.999;
const SHARE_1: f32 = 0.1;
const SHARE_2: f32 = 0.001;

/** Brings the powers of Adam's decays to the step under way. */
export function countStep(step: Step): void {
  step.power1 *= BETA_1;
  step.power2 *= BETA_2;
}

@unmanaged
export class DecayRecord {
  operation: u32;
  words: u32;
  weights: usize;
  size: u32;
  /** Learning rate times decay. */
  share: f32;
}

/** weight -= weight * share */
export function decay(step: Step, record: DecayRecord): void {
  const groups = (record.size + 3) >> 2;
  const sharing = hands(step, <u64>record.size);
  const end = shareOf(groups, step.thread + 1, sharing);
  const share = splat(-record.share);
  for (let group = shareOf(groups, step.thread, sharing); group < end; group++) {
    const at = record.weights + ((<usize>group) << 4);
    const w = v128.load(at);
    storeLanes(at, madd(w, share, w), <i32>(record.size - (group << 2)));
  }
}

@unmanaged
export class UpdateRecord {
  operation: u32;
  words: u32;
  rate: f64;
  optimiser: u32;
  size: u32;
  weights: usize;
  gradient: usize;
  /** What the optimiser remembers, as flat as the weights; as many as it needs. */
  memory0: usize;
  memory1: usize;
}

export function update(step: Step, record: UpdateRecord): void {
  const groups = (record.size + 3) >> 2;
  const sharing = hands(step, <u64>record.size * 4);
  const from = (<usize>shareOf(groups, step.thread, sharing)) << 4;
  const to = (<usize>shareOf(groups, step.thread + 1, sharing)) << 4;
  const rate = <f32>record.rate;
  const optimiser = record.optimiser;
  const w = record.weights;
  const g = record.gradient;
  const m = record.memory0;
  const v = record.memory1;
  if (optimiser == SGD) descend(w, g, from, to, rate);
  else if (optimiser == MOMENTUM) momentum(w, g, m, from, to, rate);
  else if (optimiser == RMSPROP) rmsprop(w, g, m, from, to, rate);
  else {
    const corrected = (record.rate * sqrt<f64>(1 - step.power2)) / (1 - step.power1);
    adam(w, g, m, v, from, to, <f32>corrected);
  }
}

function descend(w: usize, g: usize, from: usize, to: usize, rate: f32): void {
  for (let at = from; at < to; at += 16) {
    v128.store(w + at, madd(v128.load(g + at), splat(-rate), v128.load(w + at)));
  }
}

function momentum(w: usize, g: usize, m: usize, from: usize, to: usize, rate: f32): void {
  for (let at = from; at < to; at += 16) {
    const velocity = madd(v128.load(m + at), splat(VELOCITY_KEPT), v128.load(g + at));
    v128.store(m + at, velocity);
    v128.store(w + at, madd(velocity, splat(-rate), v128.load(w + at)));
  }
}

/** mean + share * (x - mean) */
function averaged(mean: v128, x: v128, share: f32): v128 {
  return madd(f32x4.sub(x, mean), splat(share), mean);
}

function rmsprop(w: usize, g: usize, m: usize, from: usize, to: usize, rate: f32): void {
  for (let at = from; at < to; at += 16) {
    const gradient = v128.load(g + at);
    const squares = averaged(v128.load(m + at), f32x4.mul(gradient, gradient), RMS_SHARE);
    v128.store(m + at, squares);
    const direction = f32x4.div(gradient, f32x4.add(f32x4.sqrt(squares), splat(EPSILON)));
    v128.store(w + at, madd(direction, splat(-rate), v128.load(w + at)));
  }
}

function adam(w: usize, g: usize, m: usize, v: usize, from: usize, to: usize, rate: f32): void {
  const change = splat(-rate);
  const epsilon = splat(EPSILON);
  for (let at = from; at < to; at += 16) {
    const gradient = v128.load(g + at);
    const first = averaged(v128.load(m + at), gradient, SHARE_1);
    const second = averaged(v128.load(v + at), f32x4.mul(gradient, gradient), SHARE_2);
    v128.store(m + at, first);
    v128.store(v + at, second);
    const direction = f32x4.div(first, f32x4.add(f32x4.sqrt(second), epsilon));
    v128.store(w + at, madd(direction, change, v128.load(w + at)));
  }
}
