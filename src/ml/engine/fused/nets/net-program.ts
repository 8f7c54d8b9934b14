/**
 * A job as a program of the module: where everything lies in its memory, and the tapes. Building one reads no
 * data, so that it also tells how much memory a job takes.
 */
import { planNetwork, sizeOf, type NetworkPlan } from '../../../../core/network/plan';
import type { NetworkJob } from '../../engine';
import type { Flow, LaidLayer, Site } from './flow';
import { layLayer } from './lay-layer';
import { double, float, LOSS_CODE, OPTIMISER_CODE, record, tapeWords } from './records';
import type { TapeRecord } from './records';
import { pitchOf, Room } from './room';

/** Prediction takes at least so many rows at a time. */
const LEAST_ROWS = 64;
/** Values whose squares are summed together, as in assembly/penalty.ts. */
const NORM_BLOCK = 1024;
/** Bytes of a `Step` and of a `Gate`, as in assembly/program.ts, on lines of the cache of their own. */
const STEP_BYTES = 128;
const GATE_BYTES = 128;
/** Most steps of one call where there is dropout: each has a name. */
export const NAMED_STEPS = 1024;

export interface NetProgram {
  plan: NetworkPlan;
  room: Room;
  /** Per thread. */
  steps: number[];
  gate: number;
  scratch: number[];
  trainTape: number;
  /** 0 without validation. */
  validationTape: number;
  /** Rows of a batch of prediction. */
  predictRows: number;
  weights: number;
  gradient: number;
  /** What the optimiser remembers. */
  memory: number[];
  totals: number;
  order: number;
  /** Two words for each step of a call; 0 without dropout. */
  dropoutNames: number;
  /** Bytes from one row of data to the next. */
  inputPitch: number;
  /** Rows that the data below has room for; null where all of them lie there. See row-window.ts. */
  windowRows: number | null;
  train: { inputs: number; targets: number; weights: number };
  validation: { inputs: number; answers: number } | null;
}

/** Data up to this size lies in memory as a whole; larger data goes through a window. */
const MOST_WHOLE_BYTES = 1 << 30;
const WINDOW_BYTES = 1 << 26;

/**
 * @param mostWhole bytes of data that lie in memory as a whole
 * @throws LoamError `recipe-invalid` for layers that do not fit
 */
export function netProgram(
  job: NetworkJob,
  threads: number,
  mostWhole = MOST_WHOLE_BYTES,
): NetProgram {
  const plan = planNetwork(job.network);
  const room = new Room();
  const { count } = job.train;
  const inputs = sizeOf(job.network.input);
  const inputPitch = pitchOf(inputs);
  const rows = Math.max(LEAST_ROWS, Math.min(job.trainer.batch, count));
  const flat = () => room.take(4 * plan.parameters);
  const steps = Array.from({ length: threads }, () => room.take(STEP_BYTES));
  const gate = room.take(GATE_BYTES);
  const weights = flat();
  const gradient = flat();
  const memory = Array.from({ length: OPTIMISER_CODE[job.trainer.optimiser].memories }, flat);
  const totals = room.take(16);
  const order = room.take(4 * count);
  const site: Site = { room, rows, weights, gradient, zeros: room.take(32), drawn: 0 };
  const x: Flow = { ...room.matrix(rows, inputs), gradient: 0 };
  const layers = layAll(plan, x, site);
  const held = job.validation?.count ?? 0;
  const whole = (count + held) * (inputPitch + 8) <= mostWhole;
  const windowBytes = Math.min(WINDOW_BYTES, mostWhole);
  const windowRows = whole ? null : rows * Math.max(1, Math.floor(windowBytes / inputPitch / rows));
  const data = {
    inputs: room.take((windowRows ?? count) * inputPitch),
    targets: room.take(4 * (windowRows ?? count)),
    weights: job.train.weights ? room.take(4 * (windowRows ?? count)) : 0,
  };
  const batch = { targets: room.take(4 * rows), weights: room.take(4 * rows) };
  const backward = layers.map((layer) => layer.backward).reverse();
  const output = layers.at(-1)!.output;
  const rowLosses = room.take(8 * rows);
  const { targets, weights: rowWeights } = batch;
  const width = job.network.outputs;
  const losses = [LOSS_CODE[job.loss], output.at, output.gradient, output.pitch, width];
  const trainTape = [
    record(
      'gather',
      ...[data.inputs, data.targets, data.weights, order, inputPitch],
      ...[x.at, targets, rowWeights],
    ),
    ...layers.flatMap((layer) => layer.train),
    record('loss', ...losses, targets, rowWeights, rowLosses),
    record('addLoss', rowLosses, rowWeights, totals),
    ...backward.flat(),
    ...updates(job, plan, { room, weights, gradient, memory }),
  ];
  const tape = room.place(tapeWords(trainTape));
  const validation = job.validation && {
    inputs: room.take((windowRows ?? held) * inputPitch),
    answers: room.take(4 * (windowRows ?? held) * width),
  };
  const predictTape = validation && [
    record('take', validation.inputs, inputPitch, x.at),
    ...layers.flatMap((layer) => layer.predict),
    record('give', output.at, output.pitch, width, validation.answers),
  ];
  return {
    plan,
    room,
    steps,
    gate,
    scratch: steps.map(() => room.take(room.scratchBytes)),
    trainTape: tape,
    validationTape: predictTape ? room.place(tapeWords(predictTape)) : 0,
    predictRows: rows,
    weights,
    gradient,
    memory,
    totals,
    order,
    dropoutNames: site.drawn === 0 ? 0 : room.take(8 * NAMED_STEPS),
    inputPitch,
    windowRows,
    train: data,
    validation,
  };
}

function layAll({ layers }: NetworkPlan, x: Flow, site: Site): LaidLayer[] {
  let flow = x;
  return layers.map((layer) => {
    const laid = layLayer(layer, flow, site);
    flow = laid.output;
    return laid;
  });
}

interface Flats {
  room: Room;
  weights: number;
  gradient: number;
  memory: number[];
}

/** From the gradient of the mean loss to new weights: penalties, clipping, decay, the optimiser. */
function updates(job: NetworkJob, plan: NetworkPlan, flats: Flats): TapeRecord[] {
  const { room, weights, gradient, memory } = flats;
  const { optimiser, learningRate } = job.trainer;
  const size = plan.parameters;
  const decayed = plan.layers.flatMap(({ parameters }) =>
    parameters.filter((parameter) => parameter.decayed),
  );
  const apart = optimiser === 'adamw';
  const l2 = apart ? 0 : job.l2;
  const records: TapeRecord[] = [];
  if (job.l1 > 0 || l2 > 0) {
    for (const { at, size: length } of decayed) {
      const places = [weights + 4 * at, gradient + 4 * at, length];
      records.push(record('penalty', ...places, float(job.l1), float(l2)));
    }
  }
  if (job.clip !== null) {
    const sums = room.take(8 * Math.ceil(size / NORM_BLOCK));
    const operands = [gradient, size, sums, float(job.clip)];
    records.push(record('norm', ...operands), record('clip', ...operands));
  }
  if (apart && job.l2 > 0) {
    for (const { at, size: length } of decayed) {
      const share = float(learningRate * job.l2);
      records.push(record('decay', weights + 4 * at, length, share));
    }
  }
  const { code } = OPTIMISER_CODE[optimiser];
  const places = [code, size, weights, gradient, memory[0] ?? 0, memory[1] ?? 0];
  records.push(record('update', ...double(learningRate), ...places));
  return records;
}

/** Bytes of memory that training this job takes, beside the job itself. */
export function estimateBytes(job: NetworkJob, threads = 1): number {
  return netProgram(job, threads).room.bytes;
}
