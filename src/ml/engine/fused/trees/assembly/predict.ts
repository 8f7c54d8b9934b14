/**
 * Many rows through finished trees: a block of rows stays in the cache while every tree passes over it, four
 * rows at a time, each step without a branch. Sums are those of the plain reference, in the order of trees.
 */

/** Field by field what ../predict-rows.ts writes. */
@unmanaged
export class Program {
  trees: u32;
  outputs: u32;
  /** Bytes of one row. */
  rowBytes: u32;
  /** Whether a leaf adds a row of shares to all outputs. */
  shared: u32;
  /** u32 [trees]: address of the root; the splits from it to the deepest leaf; 1 where categories decide. */
  roots: usize;
  depths: usize;
  worded: usize;
  /** f32 [nodes]: what a leaf adds; where shares are, i32 [nodes]: their row. */
  leaves: usize;
  /** Step [nodes] */
  nodes: usize;
  /** u32 [sets][8] */
  sets: usize;
  /** f32 [rows of shares][outputs] */
  shares: usize;
}

/** A node; a leaf leads to itself whatever comes. */
@unmanaged
class Step {
  /** Address of the left child; the right one follows it. */
  left: usize;
  value: f32;
  /** Bytes from the start of a row to the input. */
  input: u32;
  /** Bit 0: missing values go right. The rest: 0 for a number, else 1 + the row of `sets`. */
  rest: u32;
}

const STEP_SHIFT: u32 = 4;

/** Missing values are neither above nor not above: they go where bit 0 says. */
function next(node: usize, row: usize): usize {
  const step = changetype<Step>(node);
  const x = load<f32>(row + step.input);
  const right = (<u32>(x > step.value)) | ((<u32>(x != x)) & step.rest);
  return step.left + (right << STEP_SHIFT);
}

/** As `next`, where categories may decide. */
function nextWorded(sets: usize, node: usize, row: usize): usize {
  const step = changetype<Step>(node);
  const set = step.rest >> 1;
  const x = load<f32>(row + step.input);
  let right: u32;
  if (set == 0) {
    right = (<u32>(x > step.value)) | ((<u32>(x != x)) & step.rest);
  } else if (x >= 0 && x < 256) {
    const code = <u32>x;
    const word = load<u32>(sets + ((<usize>set - 1) << 5) + ((code >> 5) << 2));
    right = ~(word >> (code & 31)) & 1;
  } else {
    right = step.rest & 1;
  }
  return step.left + (right << STEP_SHIFT);
}

/** From this depth on it pays to see whether all four rows have reached a leaf. */
const LOOK_FROM: u32 = 6;

/** @param out f64 [rows][outputs]: sums are added to it */
export function predictRows(program: usize, rows: usize, count: u32, out: usize): void {
  const p = changetype<Program>(program);
  for (let tree: u32 = 0; tree < p.trees; tree++) {
    const root = load<usize>(p.roots + (tree << 2));
    const depth = load<u32>(p.depths + (tree << 2));
    const output = out + ((tree % p.outputs) << 3);
    if (load<u32>(p.worded + (tree << 2))) oneByOne(p, root, depth, rows, count, out, output);
    else byFours(p, root, depth, rows, count, out, output);
  }
}

function byFours(
  p: Program,
  root: usize,
  depth: u32,
  rows: usize,
  count: u32,
  out: usize,
  output: usize,
): void {
  const bytes = p.rowBytes;
  let row: u32 = 0;
  for (; row + 4 <= count; row += 4) {
    const row0 = rows + row * bytes;
    const row1 = row0 + bytes;
    const row2 = row1 + bytes;
    const row3 = row2 + bytes;
    let node0 = root;
    let node1 = root;
    let node2 = root;
    let node3 = root;
    for (let level: u32 = 0; level < depth; level++) {
      const next0 = next(node0, row0);
      const next1 = next(node1, row1);
      const next2 = next(node2, row2);
      const next3 = next(node3, row3);
      const moved = (next0 ^ node0) | (next1 ^ node1) | (next2 ^ node2) | (next3 ^ node3);
      node0 = next0;
      node1 = next1;
      node2 = next2;
      node3 = next3;
      if (level >= LOOK_FROM && moved == 0) break;
    }
    addLeaf(p, node0, row, out, output);
    addLeaf(p, node1, row + 1, out, output);
    addLeaf(p, node2, row + 2, out, output);
    addLeaf(p, node3, row + 3, out, output);
  }
  for (; row < count; row++) {
    let node = root;
    for (let level: u32 = 0; level < depth; level++) node = next(node, rows + row * bytes);
    addLeaf(p, node, row, out, output);
  }
}

function oneByOne(
  p: Program,
  root: usize,
  depth: u32,
  rows: usize,
  count: u32,
  out: usize,
  output: usize,
): void {
  for (let row: u32 = 0; row < count; row++) {
    let node = root;
    for (let level: u32 = 0; level < depth; level++) {
      const child = nextWorded(p.sets, node, rows + row * p.rowBytes);
      if (child == node) break;
      node = child;
    }
    addLeaf(p, node, row, out, output);
  }
}

function addLeaf(p: Program, node: usize, row: u32, out: usize, output: usize): void {
  const leaf = p.leaves + ((node - p.nodes) >> 2);
  const outputs = p.outputs;
  if (p.shared == 0) {
    const at = output + row * (outputs << 3);
    store<f64>(at, load<f64>(at) + <f64>load<f32>(leaf));
    return;
  }
  const share = p.shares + load<u32>(leaf) * (outputs << 2);
  for (let c: u32 = 0; c < outputs; c++) {
    const at = out + (row * outputs + c) * 8;
    store<f64>(at, load<f64>(at) + <f64>load<f32>(share + (c << 2)));
  }
}
