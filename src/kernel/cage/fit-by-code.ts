/** Runs the function of a code recipe on the work that the host has for it, and hands back what it learnt. */
import { stream } from '../../core/random/philox';
import type { Call } from '../library/call';
import type { CageFitJob, CageFitReport, FitRows, FitVerbs } from '../fit-protocol';
import { flatWeights, type Learnable, type NamedWeights } from './fit-weights';

export interface FitPlace {
  call: Call;
  signal: AbortSignal;
  /** TensorFlow.js, where a cell mentions it. */
  tf: unknown;
}

interface CageTf {
  learnable(job: CageFitJob): Learnable;
  getBackend(): string;
}

/** Between two messages about epochs, and two looks at the message queue. */
const BREATH_MS = 50;

export async function fitByCode(entry: unknown, { call, signal, tf }: FitPlace): Promise<void> {
  if (typeof entry !== 'function')
    throw new TypeError('what is to learn the weights is no function');
  const ask = <V extends keyof FitVerbs>(verb: V, args: FitVerbs[V]['args']) =>
    call(verb, args, signal) as Promise<FitVerbs[V]['answer']>;
  const job = await ask('fit-job', null);
  const reports = new Reports((batch) => ask('fit-reports', batch));
  const library = (tf as CageTf | undefined) ?? null;
  const model = library && library.learnable(job);
  const learn = entry as (given: object) => unknown;
  const learnt = await learn({
    tf: library,
    model,
    weights: namedWeights(job),
    train: rowsOf(job.train),
    validation: job.validation && rowsOf(job.validation),
    inputs: job.input.reduce((product, side) => product * side, 1),
    shape: [...job.input],
    outputs: job.outputs,
    kind: job.kind,
    classes: job.classes,
    settings: job.settings,
    trainer: job.trainer,
    epochs: job.trainer.epochs,
    seed: job.seed,
    random: uniform(job.seed),
    report: (event: unknown) => reports.add(event),
    signal,
  });
  const weights = await flatWeights(job, learnt, model);
  await reports.send();
  await ask('fit-done', { weights, on: library ? library.getBackend() : '' });
}

function namedWeights({ parameters, weights }: CageFitJob): NamedWeights[] {
  return parameters.map(({ name, role, shape, at, size, trained }) => ({
    name,
    role,
    shape: [...shape],
    trained,
    values: weights.slice(at, at + size),
  }));
}

function rowsOf({ count, inputs, targets, weights }: FitRows) {
  return { rows: count, x: inputs, y: targets, weights };
}

/** The same numbers for the same seed, from 0 to below 1. */
function uniform(seed: number): () => number {
  const random = stream(seed, 'code');
  let drawn = 0;
  return () => random.uniform(drawn++);
}

/** What was reported and not sent yet. */
class Reports {
  #waiting: CageFitReport[] = [];
  #count = 0;
  #sent = -Infinity;

  constructor(private readonly post: (batch: CageFitReport[]) => Promise<unknown>) {}

  /** Resolves when the program has had a look; a loop that awaits it can be stopped without force. */
  async add(event: unknown): Promise<void> {
    const { epoch, train, validation = null } = (event ?? {}) as Record<string, unknown>;
    if (epoch !== undefined && epoch !== this.#count + 1) {
      throw new RangeError(`report: epoch is ${String(epoch)}; the next is ${this.#count + 1}`);
    }
    const given = [train, ...(validation === null ? [] : [validation])];
    if (given.some((loss) => typeof loss !== 'number')) {
      throw new TypeError('report: give the mean loss as a number: { train, validation? }');
    }
    this.#count++;
    this.#waiting.push({ train, validation } as CageFitReport);
    if (performance.now() - this.#sent >= BREATH_MS) await this.send();
  }

  async send(): Promise<void> {
    this.#sent = performance.now();
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length > 0) await this.post(batch);
  }
}
