/** One training of boosted trees or a forest: a round is an epoch. */
import { LoamError } from '../../../../core/errors';
import { finishOutputs } from '../../../predict/trees';
import { meanLoss } from '../../../train/loss';
import type {
  Breathe,
  EngineModule,
  EpochOutputs,
  Learnt,
  Rows,
  Session,
  SessionState,
  TreesJob,
} from '../../engine';
import { asScores, describeEnsemble } from './ensemble';
import { fieldAt, placeJob } from './place-job';
import { fusedTreesPass } from './predict-rows';
import {
  chosenInputs,
  drawsPerSplit,
  forestClasses,
  mostNodes,
  planMemory,
  type ProblemMemory,
} from './problem-memory';
import { drawWords, sampleInputs, sampleRows } from './samples';
import { fillScores, readScores, writeScores } from './scores';
import { startValues } from './start-values';
import { namedTensors, TreeStore } from './tree-store';
import { treesInstance, type TreesInstance } from './trees-module';

/**
 * @param module the compiled code to run: `treesModule`, or another version of it
 * @param from what `save` gave for this very job
 * @param now milliseconds from any origin, for `measure`
 */
export async function startTrees(
  job: TreesJob,
  module: EngineModule,
  from: SessionState | null,
  now: () => number,
): Promise<Session> {
  const plan = planMemory(job);
  const instance = await treesInstance(module, plan.bytes);
  const session = new TreesSession(job, plan, instance, now);
  if (from) await session.goOn(from, module);
  return session;
}

class TreesSession implements Session {
  readonly stepsPerEpoch = 1;
  readonly #base: number[];
  readonly #store: TreeStore;
  #instance: TreesInstance | null;
  #kept: number | null = null;

  constructor(
    private readonly job: TreesJob,
    private readonly plan: ProblemMemory,
    instance: TreesInstance,
    private readonly now: () => number,
  ) {
    this.#instance = instance;
    this.#base = startValues(job);
    this.#store = new TreeStore(placeJob(job, plan, instance), forestClasses(job));
    this.#startScores();
  }

  /** Takes up what `save` gave: the trees, and the scores that they lead to. */
  async goOn({ arrays }: SessionState, module: EngineModule): Promise<void> {
    const { exports, memory } = this.#live;
    const { job, plan } = this;
    const { outputs, train, validation } = job;
    this.#store.restore(arrays);
    const kept = arrays['kept']![0]!;
    this.#kept = kept < 0 ? null : kept;
    if (this.#store.trees === 0) return;
    const { network, tensors } = this.#ensemble(this.#store.trees);
    const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    const pass = await fusedTreesPass(asScores(network), named, module);
    writeScores(memory, plan.at.scores, outputs, pass.run(train.inputs));
    if (validation) {
      writeScores(memory, plan.validationScores, outputs, pass.run(validation.inputs));
    }
    if (job.model.kind === 'trees') exports.gradients(plan.at.problem);
  }

  async epoch(epoch: number, breathe: Breathe): Promise<EpochOutputs | null> {
    if (!(await breathe())) return null;
    return this.#round(epoch);
  }

  async measure(count: number): Promise<number> {
    const started = this.now();
    for (let i = 0; i < count; i++) {
      this.#round(this.#store.trees / this.#treesPerRound + 1);
      await Promise.resolve();
    }
    return (this.now() - started) / count;
  }

  keep(): void {
    this.#kept = this.#store.trees;
  }

  learnt(): Promise<Learnt> {
    return Promise.resolve(this.#ensemble(this.#kept ?? this.#store.trees));
  }

  save(): Promise<SessionState> {
    const { arrays } = this.#store.first(this.#store.trees);
    const epoch = this.#store.trees / this.#treesPerRound + 1;
    const kept = Int32Array.of(this.#kept ?? -1);
    return Promise.resolve({ epoch, step: 0, arrays: { ...arrays, kept } });
  }

  dispose(): void {
    this.#instance = null;
  }

  get #treesPerRound(): number {
    return this.job.model.kind === 'forest' ? 1 : this.job.outputs;
  }

  get #live(): TreesInstance {
    if (!this.#instance) throw new LoamError('internal', { message: 'trees were disposed' });
    return this.#instance;
  }

  #round(epoch: number): EpochOutputs {
    const { exports, memory } = this.#live;
    const { plan, job } = this;
    const classes = forestClasses(job);
    for (let output = 0; output < this.#treesPerRound; output++) {
      this.#takeSample((epoch - 1) * this.#treesPerRound + output + 1);
      const nodes = exports.growTree(plan.at.problem, output);
      const shares = new Float32Array(memory.buffer, plan.at.shares, classes * nodes);
      this.#store.take(memory.buffer, plan.at.nodes, nodes, classes > 0 ? shares : null);
      if (classes === 0) this.#addToValidation(output);
      for (let c = 0; c < classes; c++) {
        exports.takeClass(plan.at.problem, nodes, c);
        this.#addToValidation(c);
      }
    }
    return {
      train: this.#trainLoss(),
      validation:
        job.validation && Float32Array.from(this.#outputs(plan.validationScores, job.validation)),
    };
  }

  #addToValidation(output: number): void {
    const { plan } = this;
    const rows = this.job.validation?.count ?? 0;
    const scores = plan.validationScores + 8 * rows * output;
    if (rows === 0) return;
    this.#live.exports.addTree(plan.at.problem, plan.validationBins, rows, scores);
  }

  /** After the round; the gradients of the next come with it. */
  #trainLoss(): number {
    const { job, plan } = this;
    if (job.model.kind === 'trees') return this.#live.exports.gradients(plan.at.problem);
    const outputs = Float32Array.from(this.#outputs(plan.at.scores, job.train));
    return meanLoss(job.loss, outputs, job.train);
  }

  /** Outputs [rows, outputs] at the scores as they are. */
  #outputs(scores: number, { count }: Rows): Float64Array {
    const { job } = this;
    const out = readScores(this.#live.memory, scores, job.outputs, count);
    const { trees } = this.#store;
    const ensemble = describeEnsemble(job, this.#base, { trees, nodes: 0, sets: 0, leaves: 0 });
    // The loss is of the logarithm of the mean.
    if (ensemble.link !== 'exp') finishOutputs(ensemble, out);
    return out;
  }

  #takeSample(tree: number): void {
    const { exports, memory } = this.#live;
    const { job, plan } = this;
    const { model, seed, inputs } = job;
    const view = new DataView(memory.buffer);
    if (model.rowShare < 1) {
      const rows = sampleRows(seed, tree, job.train.count, model.rowShare);
      new Uint32Array(memory.buffer, plan.at.order, rows.length).set(rows);
      view.setUint32(fieldAt(plan, 'sampled'), rows.length, true);
    } else {
      exports.takeAllRows(plan.at.problem);
    }
    const count = chosenInputs(job);
    const choice = drawsPerSplit(job)
      ? drawWords(seed, tree, mostNodes(job), count)
      : sampleInputs(seed, tree, inputs, count);
    new Uint32Array(memory.buffer, plan.at.choice, choice.length).set(choice);
  }

  /** Scores before the first tree, and gradients at them; a forest's sums then begin at 0. */
  #startScores(): void {
    const { exports, memory } = this.#live;
    const { job, plan } = this;
    fillScores(memory, plan.at.scores, job.train.count, this.#base);
    exports.gradients(plan.at.problem);
    const start = job.model.kind === 'forest' ? this.#base.map(() => 0) : this.#base;
    fillScores(memory, plan.at.scores, job.train.count, start);
    fillScores(memory, plan.validationScores, job.validation?.count ?? 0, start);
  }

  #ensemble(trees: number) {
    const { arrays, ...sizes } = this.#store.first(trees);
    const network = describeEnsemble(this.job, this.#base, { trees, ...sizes });
    return { network, tensors: namedTensors(network, arrays) };
  }
}
