/** predict/answer.ts over many rows. */
import { exp } from './exp';
import { sigmoid2 } from './sigmoid';

/** logits f64 [count] to [1 - p, p] of each; count even */
export function binaryAnswers(logits: usize, out: usize, count: u32): void {
  const end = logits + ((<usize>count) << 3);
  for (; logits < end; logits += 16, out += 32) {
    const p = sigmoid2(v128.load(logits));
    const rest = f64x2.sub(f64x2.splat(1), p);
    v128.store(out, v128.shuffle<f64>(rest, p, 0, 2));
    v128.store(out, v128.shuffle<f64>(rest, p, 1, 3), 16);
  }
}

/** values f64 [rows][classes], in place; sums in the order of the classes */
export function softmax(values: usize, classes: u32, rows: u32): void {
  const pitch = (<usize>classes) << 3;
  for (let row: u32 = 0; row < rows; row++, values += pitch) {
    let most: f64 = -Infinity;
    for (let at: usize = 0; at < pitch; at += 8) most = max(most, load<f64>(values + at));
    let sum: f64 = 0;
    for (let at: usize = 0; at < pitch; at += 8) {
      const e = exp(load<f64>(values + at) - most);
      store<f64>(values + at, e);
      sum += e;
    }
    for (let at: usize = 0; at < pitch; at += 8) {
      store<f64>(values + at, load<f64>(values + at) / sum);
    }
  }
}
