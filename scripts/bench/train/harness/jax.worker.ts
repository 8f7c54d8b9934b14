/** jax-js on its WASM backend: the whole step (loss, gradient, Adam) is one jitted function, one thread. */
import type * as Jax from '@jax-js/jax';
import { planNetwork, type Parameter } from '../../../../src/core/network/plan';
import type { NetTask } from '../tasks';
import { fetchNetData, logLoss, type NetData } from './net-data';
import type { Runner } from './protocol';
import { serveRunner } from './serve-runner';

type Values = Jax.Array[];

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;

/** Without shared memory jax-js starts no workers of its own. */
async function importSingleThreaded(): Promise<typeof Jax> {
  Object.assign(globalThis, { SharedArrayBuffer: undefined });
  const jax = await import('@jax-js/jax');
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  return jax;
}

function runnerOf(jax: typeof Jax, task: NetTask, data: NetData): Runner {
  const { numpy: np, nn, jit, tree, valueAndGrad } = jax;
  const { batch, rows, network, learningRate } = task;
  const parameters: Parameter[] = planNetwork(network).layers.flatMap((layer) => layer.parameters);
  const dense = parameters.length / 2;

  const forward = (weights: Values, x: Jax.Array): Jax.Array => {
    let values = x;
    for (let l = 0; l < dense; l++) {
      values = np.matmul(values, weights[2 * l]!).add(weights[2 * l + 1]!);
      if (l < dense - 1) values = nn.relu(values);
    }
    return values;
  };
  const meanLoss = (weights: Values, x: Jax.Array, y: Jax.Array): Jax.Array =>
    np.sum(nn.logSoftmax(forward(weights, x)).mul(y)).mul(-1 / batch);

  /** `rates`: the step's size over each moment's bias. */
  const step = jit((w: Values, m: Values, v: Values, rates: Values, x: Jax.Array, y: Jax.Array) => {
    const [loss, gradient] = valueAndGrad(meanLoss)(
      w.map((a) => a.ref),
      x,
      y,
    ) as [Jax.Array, Values];
    const [first, second] = rates as [Jax.Array, Jax.Array];
    const weights: Values = [];
    const m1: Values = [];
    const v1: Values = [];
    gradient.forEach((g, i) => {
      const mean = m[i]!.mul(BETA_1).add(g.ref.mul(1 - BETA_1));
      const square = v[i]!.mul(BETA_2).add(np.square(g).mul(1 - BETA_2));
      m1.push(mean.ref);
      v1.push(square.ref);
      const scale = np.sqrt(square.mul(second.ref)).add(EPSILON);
      weights.push(w[i]!.sub(mean.mul(first.ref).div(scale)));
    });
    first.dispose();
    second.dispose();
    return [weights, m1, v1, [loss]];
  });
  const answer = jit((w: Values, x: Jax.Array) => forward(w, x));

  const steps = rows / batch;
  const slice = (values: Float32Array, i: number, width: number) =>
    values.slice(i * batch * width, (i + 1) * batch * width);
  const batches = Array.from({ length: steps }, (_, i) => {
    const labels = np.array(Int32Array.from(slice(data.targets, i, 1)));
    return {
      x: np.array(slice(data.inputs, i, data.width)).reshape([batch, data.width]),
      y: nn.oneHot(labels, network.outputs),
    };
  });
  const initial = (): Values =>
    parameters.map(({ at, size, shape }) =>
      np.array(data.weights.slice(at, at + size)).reshape(shape),
    );
  const zeros = (): Values => parameters.map(({ shape }) => np.zeros(shape));

  return {
    async round(check) {
      let [w, m, v] = [initial(), zeros(), zeros()];
      await jax.blockUntilReady([w, m, v, batches.flatMap(({ x, y }) => [x, y])]);
      const start = performance.now();
      let bias1 = 1;
      let bias2 = 1;
      for (const { x, y } of batches) {
        bias1 *= BETA_1;
        bias2 *= BETA_2;
        const rates = [np.array(learningRate / (1 - bias1)), np.array(1 / (1 - bias2))];
        const next = step(w, m, v, rates, x.ref, y.ref) as Values[];
        [w, m, v] = next as [Values, Values, Values];
        tree.dispose(next[3]);
      }
      await jax.blockUntilReady(w);
      const seconds = (performance.now() - start) / 1000;
      tree.dispose([m, v]);
      let loss: number | null = null;
      if (check) {
        const x = np.array(data.check.inputs).reshape([data.check.rows, data.width]);
        const logits = answer(w, x) as Jax.Array;
        loss = logLoss((await logits.data()) as Float32Array, data.check.targets);
      } else {
        tree.dispose(w);
      }
      return { seconds, loss, auc: null };
    },
  };
}

serveRunner(async (_, task) => {
  if (task.type !== 'network') throw new Error('jax-js has no boosted trees');
  if (task.network.input.length !== 1) throw new Error('only dense nets are written for jax-js');
  return runnerOf(await importSingleThreaded(), task, await fetchNetData(task));
});
