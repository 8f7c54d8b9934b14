/** One training of a net in our module: data, weights and optimiser live in its memory. */
import { LoamError } from '../../../../core/errors';
import { nameWords, stream } from '../../../../core/random/philox';
import { initialWeights, namedLayers } from '../../network';
import type {
  Breathe,
  EngineModule,
  EpochOutputs,
  Learnt,
  NetworkJob,
  Session,
  SessionState,
} from '../../engine';
import type { SpawnThread } from '../threads';
import { copyFloats } from './canonical-floats';
import { crewOfMany, crewOfOne, type Crew } from './crew';
import { NAMED_STEPS, netProgram, type NetProgram } from './net-program';
import { placeData } from './place-data';
import { RowWindow } from './row-window';

/** Milliseconds of one call, and the most steps that it may take. */
const CALL_MS = 20;
const MOST_STEPS = 1 << 16;
/** Adam's decays, whose powers count the steps. */
const BETAS = [0.9, 0.999] as const;

export interface NetEffects {
  /** Milliseconds from any origin. */
  now(): number;
  /** How many threads train together, and what starts the others. */
  threads: number;
  spawn: SpawnThread | null;
  /** Bytes of data that lie in memory as a whole; more goes through a window. Default: 1 GiB. */
  mostWhole?: number;
}

/**
 * On one thread where others do not start; the bits are the same.
 * @param from what `save` gave for this very job
 */
export async function startNet(
  job: NetworkJob,
  module: EngineModule,
  from: SessionState | null,
  effects: NetEffects,
): Promise<Session> {
  const { threads, spawn, now, mostWhole } = effects;
  if (threads > 1 && spawn) {
    const program = netProgram(job, threads, mostWhole);
    const place = (memory: WebAssembly.Memory) => placeData(job, program, memory);
    const crew = await crewOfMany(module, program, spawn, place).catch(() => null);
    if (crew) return new NetSession(job, program, crew, from, now);
  }
  const program = netProgram(job, 1, mostWhole);
  const crew = await crewOfOne(module, program);
  placeData(job, program, crew.memory);
  return new NetSession(job, program, crew, from, now);
}

class NetSession implements Session {
  readonly stepsPerEpoch: number;
  #crew: Crew | null;
  #kept: Float32Array | null = null;
  /** Epoch under way, steps of it that are done, and steps since the start. */
  #epoch = 1;
  #step = 0;
  #steps = 0;
  /** The epoch whose order lies in memory, and that order where rows go through a window. */
  #ordered = 0;
  #order: Uint32Array | null = null;
  readonly #window: RowWindow | null;
  /** Steps that one call takes, so that messages get through. */
  #stride = 1;

  constructor(
    private readonly job: NetworkJob,
    private readonly program: NetProgram,
    crew: Crew,
    from: SessionState | null,
    private readonly now: () => number,
  ) {
    this.#crew = crew;
    const { windowRows } = program;
    this.#window =
      windowRows === null ? null : new RowWindow(job, program, crew.memory, windowRows);
    this.stepsPerEpoch = Math.ceil(job.train.count / job.trainer.batch);
    if (from) this.#restore(from);
    else this.#floats(program.weights).set(initialWeights(program.plan, job.seed));
  }

  async epoch(epoch: number, breathe: Breathe): Promise<EpochOutputs | null> {
    if (epoch !== this.#epoch) this.#begin(epoch);
    this.#orderFor(epoch);
    while (this.#step < this.stepsPerEpoch) {
      if (!(await breathe())) return null;
      this.#timedSteps();
    }
    const [losses, weights] = this.#totals;
    const outputs = { train: losses! / weights!, validation: this.#validationOutputs() };
    this.#begin(epoch + 1);
    return outputs;
  }

  measure(count: number): Promise<number> {
    const started = this.now();
    this.#orderFor(this.#epoch);
    for (let left = count; left > 0;) {
      const steps = Math.min(left, this.stepsPerEpoch - this.#step, this.#mostSteps);
      this.#walk(steps);
      left -= steps;
      if (this.#step === this.stepsPerEpoch) this.#step = 0;
    }
    return Promise.resolve((this.now() - started) / Math.max(1, count));
  }

  keep(): void {
    this.#kept = this.#copy(this.program.weights);
  }

  learnt(): Promise<Learnt> {
    const flat = this.#kept?.slice() ?? this.#copy(this.program.weights);
    const { layers, tensors } = namedLayers(this.program.plan, flat);
    return Promise.resolve({ network: { type: 'layers', layers }, tensors });
  }

  save(): Promise<SessionState> {
    const { weights, memory } = this.program;
    const arrays: SessionState['arrays'] = {
      weights: this.#copy(weights),
      loss: Float64Array.from(this.#totals),
    };
    memory.forEach((at, i) => (arrays[`memory.${i}`] = this.#copy(at)));
    if (this.#kept) arrays['kept'] = this.#kept.slice();
    return Promise.resolve({ epoch: this.#epoch, step: this.#step, arrays });
  }

  dispose(): void {
    this.#crew?.dismiss();
    this.#crew = null;
  }

  get #live(): Crew {
    if (!this.#crew) throw new LoamError('internal', { message: 'the net was disposed' });
    return this.#crew;
  }

  #floats(at: number): Float32Array {
    return new Float32Array(this.#live.memory.buffer, at, this.program.plan.parameters);
  }

  #copy(at: number): Float32Array {
    return copyFloats(this.#live.memory, at, this.program.plan.parameters);
  }

  /** Weighted sum of losses and sum of weights of the epoch so far. */
  get #totals(): Float64Array {
    return new Float64Array(this.#live.memory.buffer, this.program.totals, 2);
  }

  get #mostSteps(): number {
    const named = this.program.dropoutNames === 0 ? MOST_STEPS : NAMED_STEPS;
    return Math.min(named, this.#window?.steps ?? named);
  }

  #begin(epoch: number): void {
    this.#epoch = epoch;
    this.#step = 0;
    this.#totals.fill(0);
  }

  #orderFor(epoch: number): void {
    if (this.#ordered === epoch) return;
    const { count } = this.job.train;
    const order = stream(this.job.seed, `shuffle/${epoch}`).permutation(count);
    if (this.#window) this.#order = order;
    else new Uint32Array(this.#live.memory.buffer, this.program.order, count).set(order);
    this.#ordered = epoch;
  }

  /** As many steps as fit into one call, by the time that those before took. */
  #timedSteps(): void {
    const most = Math.min(this.#stride, this.#mostSteps, this.stepsPerEpoch - this.#step);
    const started = this.now();
    this.#walk(most);
    const took = this.now() - started;
    if (took > CALL_MS) this.#stride = Math.max(1, Math.floor((most * CALL_MS) / took));
    else if (most === this.#stride && took < CALL_MS / 2) this.#stride *= 2;
  }

  /** Steps of the epoch under way, from where it is. */
  #walk(count: number): void {
    const { train, trainer } = this.job;
    this.#nameDropout(count);
    if (this.#window) {
      const to = Math.min(train.count, (this.#step + count) * trainer.batch);
      this.#window.train(this.#order!, this.#step * trainer.batch, to);
    }
    const { trainTape } = this.program;
    this.#live.walk(trainTape, this.#step, count, trainer.batch, train.count, 1);
    this.#step += count;
    this.#steps += count;
  }

  #nameDropout(count: number): void {
    const { dropoutNames } = this.program;
    if (dropoutNames === 0) return;
    const names = new Uint32Array(this.#live.memory.buffer, dropoutNames, 2 * count);
    for (let i = 0; i < count; i++) names.set(nameWords(`dropout/${this.#steps + i}`), 2 * i);
  }

  #validationOutputs(): Float32Array | null {
    const { validation, network } = this.job;
    const { validationTape, predictRows, validation: held } = this.program;
    if (!validation || !held) return null;
    const { memory, walk } = this.#live;
    const most = this.#window?.rows ?? validation.count;
    const outputs = new Float32Array(validation.count * network.outputs);
    for (let from = 0; from < validation.count; from += most) {
      const to = Math.min(validation.count, from + most);
      this.#window?.validation(validation, from, to);
      walk(validationTape, 0, Math.ceil((to - from) / predictRows), predictRows, to - from, 0);
      const answers = copyFloats(memory, held.answers, (to - from) * network.outputs);
      outputs.set(answers, from * network.outputs);
    }
    return outputs;
  }

  #restore({ epoch, step, arrays }: SessionState): void {
    const { weights, memory, steps } = this.program;
    this.#epoch = epoch;
    this.#step = step;
    this.#steps = (epoch - 1) * this.stepsPerEpoch + step;
    this.#floats(weights).set(arrays['weights'] as Float32Array);
    memory.forEach((at, i) => this.#floats(at).set(arrays[`memory.${i}`] as Float32Array));
    this.#totals.set(arrays['loss'] as Float64Array);
    if (arrays['kept']) this.#kept = Float32Array.from(arrays['kept'] as Float32Array);
    const powers = [1, 1] as [number, number];
    for (let i = 0; i < this.#steps; i++) {
      powers[0] *= BETAS[0];
      powers[1] *= BETAS[1];
    }
    for (const at of steps) new Float64Array(this.#live.memory.buffer, at, 2).set(powers);
  }
}
