/** predict/layers/activation.ts over an array in place, two at once. */
import { exp } from './exp';
import { log1p } from './log1p';
import { sigmoid2 } from './sigmoid';
import { tanh2 } from './tanh';

const LEAK: f64 = 0.2;
const ROOT_2_OVER_PI: f64 = 0.7978845608028654;
const GELU_CUBIC: f64 = 0.044715;

/** @param count even */
export function relu(values: usize, count: u32): void {
  const end = values + ((<usize>count) << 3);
  for (; values < end; values += 16) {
    const x = v128.load(values);
    v128.store(values, f64x2.pmax(x, f64x2.splat(0)));
  }
}

export function leakyRelu(values: usize, count: u32): void {
  const end = values + ((<usize>count) << 3);
  for (; values < end; values += 16) {
    const x = v128.load(values);
    v128.store(
      values,
      v128.bitselect(x, f64x2.mul(f64x2.splat(LEAK), x), f64x2.ge(x, f64x2.splat(0))),
    );
  }
}

export function elu(values: usize, count: u32): void {
  for (let i: usize = 0; i < (<usize>count) << 3; i += 8) {
    const x = load<f64>(values + i);
    if (!(x >= 0)) store<f64>(values + i, exp(x) - 1);
  }
}

export function gelu(values: usize, count: u32): void {
  const end = values + ((<usize>count) << 3);
  for (; values < end; values += 16) {
    const x = v128.load(values);
    const cubic = f64x2.mul(f64x2.splat(GELU_CUBIC), f64x2.mul(f64x2.mul(x, x), x));
    const t = tanh2(f64x2.mul(f64x2.splat(ROOT_2_OVER_PI), f64x2.add(x, cubic)));
    v128.store(values, f64x2.mul(f64x2.mul(f64x2.splat(0.5), x), f64x2.add(f64x2.splat(1), t)));
  }
}

export function silu(values: usize, count: u32): void {
  const end = values + ((<usize>count) << 3);
  for (; values < end; values += 16) {
    const x = v128.load(values);
    v128.store(values, f64x2.mul(x, sigmoid2(x)));
  }
}

export function sigmoid(values: usize, count: u32): void {
  const end = values + ((<usize>count) << 3);
  for (; values < end; values += 16) {
    const x = v128.load(values);
    v128.store(values, sigmoid2(x));
  }
}

export function tanh(values: usize, count: u32): void {
  const end = values + ((<usize>count) << 3);
  for (; values < end; values += 16) {
    const x = v128.load(values);
    v128.store(values, tanh2(x));
  }
}

export function softplus(values: usize, count: u32): void {
  for (let i: usize = 0; i < (<usize>count) << 3; i += 8) {
    const x = load<f64>(values + i);
    store<f64>(values + i, (x < 0 ? 0 : x) + log1p(exp(x < 0 ? x : -x)));
  }
}
