/** Shapley values from drawn orders, each walked in both directions from its own background row. */
import { stream } from '../../core/random/philox';
import type { Mixture } from './mixed-rows';
import type { Ask, Explanation } from './types';

/** From the background row as it is to the explained row: `inputs + 1` rows. */
function walk(order: Uint32Array, from: number): Mixture[] {
  const stepOf = new Uint32Array(order.length);
  order.forEach((input, step) => (stepOf[input] = step));
  return Array.from({ length: order.length + 1 }, (_, taken) => ({
    from,
    isOwn: (input: number) => stepOf[input]! < taken,
  }));
}

export async function sampledShapley(
  inputs: number,
  backgroundRows: number,
  ask: Ask,
): Promise<Omit<Explanation, 'isExact'>> {
  const sums = new Float64Array(inputs);
  let answer = 0;
  let typical = 0;
  for (let from = 0; from < backgroundRows; from++) {
    const order = stream(0, `explain/order/${from}`).permutation(inputs);
    for (const direction of [order, order.slice().reverse()]) {
      const answers = await ask(walk(direction, from));
      direction.forEach((input, step) => (sums[input]! += answers[step + 1]! - answers[step]!));
      typical += answers[0]!;
      answer = answers[inputs]!;
    }
  }
  const walks = backgroundRows * 2;
  return {
    answer,
    typical: typical / walks,
    contributions: Array.from(sums, (sum) => sum / walks),
  };
}
