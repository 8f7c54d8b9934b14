/**
 * Dense layers over groups of four rows. Between layers a group's values lie as [unit][row of the group], so
 * that lanes are rows: any number of units fills them, and each sum runs alone, in the reference's order.
 */

/**
 * out [groups][outputs][4] = bias + products of x [groups][inputs][4], inputs in their order.
 *
 * @param kernel f64: units in fours, [outputs / 4][inputs][4], then those that are left, [outputs % 4][inputs]
 * @param bias f64 [outputs]
 */
export function dense(
  x: usize,
  kernel: usize,
  bias: usize,
  out: usize,
  inputs: u32,
  outputs: u32,
  groups: u32,
): void {
  const pitch = (<usize>inputs) << 5;
  const outPitch = (<usize>outputs) << 5;
  const fours = outputs & ~3;
  let unit: u32 = 0;
  for (; unit < fours; unit += 4, kernel += pitch) {
    for (let group: u32 = 0; group < groups; group++) {
      fourUnits(
        x + <usize>group * pitch,
        kernel,
        pitch,
        bias + ((<usize>unit) << 3),
        out + <usize>group * outPitch + ((<usize>unit) << 5),
      );
    }
  }
  for (; unit < outputs; unit++, kernel += pitch >> 2) {
    for (let group: u32 = 0; group < groups; group++) {
      oneUnit(
        x + <usize>group * pitch,
        kernel,
        pitch,
        bias + ((<usize>unit) << 3),
        out + <usize>group * outPitch + ((<usize>unit) << 5),
      );
    }
  }
}

function plusProduct(sum: v128, x: v128, weight: v128): v128 {
  return f64x2.add(sum, f64x2.mul(x, weight));
}

function fourUnits(x: usize, kernel: usize, pitch: usize, bias: usize, out: usize): void {
  let a0 = v128.load64_splat(bias);
  let b0 = v128.load64_splat(bias, 8);
  let c0 = v128.load64_splat(bias, 16);
  let d0 = v128.load64_splat(bias, 24);
  let a1 = a0;
  let b1 = b0;
  let c1 = c0;
  let d1 = d0;
  const end = x + pitch;
  for (; x < end; x += 32, kernel += 32) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    let weight = v128.load64_splat(kernel);
    a0 = plusProduct(a0, x0, weight);
    a1 = plusProduct(a1, x1, weight);
    weight = v128.load64_splat(kernel, 8);
    b0 = plusProduct(b0, x0, weight);
    b1 = plusProduct(b1, x1, weight);
    weight = v128.load64_splat(kernel, 16);
    c0 = plusProduct(c0, x0, weight);
    c1 = plusProduct(c1, x1, weight);
    weight = v128.load64_splat(kernel, 24);
    d0 = plusProduct(d0, x0, weight);
    d1 = plusProduct(d1, x1, weight);
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, b0, 32);
  v128.store(out, b1, 48);
  v128.store(out, c0, 64);
  v128.store(out, c1, 80);
  v128.store(out, d0, 96);
  v128.store(out, d1, 112);
}

function oneUnit(x: usize, kernel: usize, pitch: usize, bias: usize, out: usize): void {
  let a0 = v128.load64_splat(bias);
  let a1 = a0;
  const end = x + pitch;
  for (; x < end; x += 32, kernel += 8) {
    const weight = v128.load64_splat(kernel);
    a0 = plusProduct(a0, v128.load(x), weight);
    a1 = plusProduct(a1, v128.load(x, 16), weight);
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
}
