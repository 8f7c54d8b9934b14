/**
 * How a job lies in the module's memory: the fields of `Problem` (assembly/problem.ts) in their order, and
 * where each array is. Everything is allotted before training begins; memory never grows under way.
 */
import type { TreesJob } from '../../engine';

/** 32-bit fields, in the order of assembly/problem.ts; the doubles follow them. */
export const WORDS = [
  'rows',
  'inputs',
  'outputs',
  'loss',
  'leaves',
  'depth',
  'leastRows',
  'bounded',
  'perSplit',
  'cells',
  'slots',
  'sampled',
  'chosen',
  'countBits',
  'classes',
  'cellBytes',
  'bins',
  'targets',
  'weights',
  'scores',
  'pairs',
  'order',
  'spare',
  'gathered',
  'binCounts',
  'offsets',
  'categorical',
  'monotone',
  'choice',
  'active',
  'histograms',
  'freeSlots',
  'queue',
  'nodes',
  'table',
  'classSums',
  'shares',
  'expTable',
] as const;
export const DOUBLES = ['l2', 'learningRate', 'quantile', 'gradientUnit', 'hessianUnit'] as const;

const PROBLEM_BYTES = 4 * WORDS.length + 8 * DOUBLES.length;
/** Of a `Node` (assembly/node.ts), a pair of sums, and `Problem.table`. */
export const NODE_BYTES = 128;
const PAIR_BYTES = 16;
const TABLE_BYTES = 3328;
const EXP_TABLE_BYTES = 512;
/** Most bins of one input, the one for missing values included. */
export const MOST_CELLS = 256;

/** Histograms kept for leaves that may be split later; past it they are summed from their rows again. */
const HISTOGRAM_BYTES = 64 << 20;
/** `findBounds` sorts at most so many rows. */
const BOUND_ROWS = 200_000;

export interface ProblemMemory {
  /** Where the problem itself and each of its arrays are; 0 for weights that are all equal. */
  at: Record<(typeof WORDS)[number] & keyof Sizes, number> & { problem: number; column: number };
  /** Of validation: u8 bins as of train, f64 scores; 0 without. */
  validationBins: number;
  validationScores: number;
  bounds: number;
  scratch: number;
  slots: number;
  bytes: number;
}
type Sizes = ReturnType<typeof arraySizes>;

/** How many inputs a tree (boosting) or a split (forest) may use. */
export function chosenInputs({ model, inputs }: Pick<TreesJob, 'model' | 'inputs'>): number {
  return Math.min(inputs, Math.max(1, Math.round(model.columnShare * inputs)));
}

/** Forests draw inputs anew for each split, unless all may be used. */
export function drawsPerSplit(job: Pick<TreesJob, 'model' | 'inputs'>): boolean {
  return job.model.kind === 'forest' && chosenInputs(job) < job.inputs;
}

/** Leaves that a tree can have: as many as asked, as far as there are rows for them. */
export function mostLeaves({ model, train }: Pick<TreesJob, 'model' | 'train'>): number {
  return Math.max(1, Math.min(model.leaves, Math.floor(train.count / model.leastRows)));
}

/** A leaf more is two nodes more. */
export function mostNodes(job: Pick<TreesJob, 'model' | 'train'>): number {
  return 2 * mostLeaves(job) - 1;
}

/** Classes whose shares are the leaves of a forest; 0 where leaves are single values. */
export function forestClasses({ model, loss, outputs }: TreesJob): number {
  return model.kind === 'forest' && loss === 'softmax' ? outputs : 0;
}

/** A pair of sums; of a forest of several classes one packed sum for each. */
export function cellBytes(job: TreesJob): number {
  return 8 * (forestClasses(job) || 2);
}

/** Bytes of each array that a field of `Problem` points at. */
function arraySizes(job: TreesJob, cells: number, slots: number) {
  const { inputs, outputs } = job;
  const { count: rows, weights } = job.train;
  const nodes = mostNodes(job);
  return {
    bins: binBytes(rows, inputs),
    targets: 4 * rows,
    weights: weights ? 4 * rows : 0,
    scores: 8 * rows * outputs,
    pairs: PAIR_BYTES * rows * outputs,
    order: 4 * rows,
    spare: 4 * rows,
    gathered: PAIR_BYTES * rows,
    binCounts: 4 * inputs,
    offsets: 4 * inputs,
    categorical: inputs,
    monotone: inputs,
    choice: 4 * chosenInputs(job) * (drawsPerSplit(job) ? nodes : 1),
    active: 4 * inputs,
    histograms: cellBytes(job) * cells * (slots + 2),
    freeSlots: 4 * slots,
    queue: 4 * mostLeaves(job),
    nodes: NODE_BYTES * nodes,
    table: TABLE_BYTES,
    classSums: 16 * forestClasses(job),
    shares: 4 * nodes * forestClasses(job),
    expTable: EXP_TABLE_BYTES,
  };
}

/** Blocks of four inputs. */
function binBytes(rows: number, inputs: number): number {
  return 4 * rows * Math.ceil(inputs / 4);
}

function slotsFor(job: TreesJob, cells: number): number {
  if (drawsPerSplit(job)) return 0;
  return Math.min(mostLeaves(job), Math.floor(HISTOGRAM_BYTES / (cellBytes(job) * cells)));
}

/** @param cells of one histogram at most, known once bins are; by default as many as the job may have */
export function planMemory(job: TreesJob, cells = MOST_CELLS * job.inputs): ProblemMemory {
  const slots = slotsFor(job, cells);
  let end = 1024;
  const allot = (bytes: number): number => {
    const start = end;
    end = Math.ceil((start + bytes) / 64) * 64;
    return start;
  };
  const problem = allot(PROBLEM_BYTES);
  const validation = job.validation?.count ?? 0;
  const arrays = Object.entries(arraySizes(job, cells, slots)).map(([name, bytes]) => [
    name,
    name === 'weights' && bytes === 0 ? 0 : allot(bytes),
  ]);
  const sorted = Math.min(job.train.count, BOUND_ROWS);
  return {
    at: {
      ...(Object.fromEntries(arrays) as Record<keyof Sizes, number>),
      problem,
      column: allot(4 * Math.max(job.train.count, validation)),
    },
    validationBins: allot(binBytes(validation, job.inputs)),
    validationScores: allot(8 * validation * job.outputs),
    bounds: allot(4 * MOST_CELLS),
    scratch: allot(8 * sorted + 8192),
    slots,
    bytes: end,
  };
}

/** What a node takes in a model, twice, because arrays grow by doubling. */
const MODEL_NODE_BYTES = 2 * 24;

/** Bytes of memory that a training of this job takes, beside the job itself. */
export function estimateBytes(job: TreesJob): number {
  const trees = job.trainer.epochs * (forestClasses(job) > 0 ? 1 : job.outputs);
  const leaf = 4 * forestClasses(job);
  return planMemory(job).bytes + trees * mostNodes(job) * (MODEL_NODE_BYTES + leaf);
}
