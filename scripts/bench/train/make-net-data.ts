/** Data and first weights of a net's task, as files that the page and the Python peer read alike. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planNetwork, sizeOf } from '../../../src/core/network/plan';
import { stream } from '../../../src/core/random/philox';
import { initialWeights } from '../../../src/ml/engine/network';
import { drawUniform } from './drawn-rows';
import { SEED, type NetTask } from './tasks';

const IRIS = fileURLToPath(new URL('../../../public/samples/iris.csv', import.meta.url));

interface Rows {
  /** [rows, inputs] */
  inputs: Float32Array;
  /** [rows]: class indices. */
  targets: Float32Array;
}

/** Writes `<name>-inputs.f32`, `-targets.f32` and `-weights.f32` into the folder, little-endian. */
export async function writeNetData(task: NetTask, folder: string): Promise<void> {
  const { inputs, targets } = task.name === 'iris' ? await irisRows(task) : drawRows(task);
  const weights = initialWeights(planNetwork(task.network), SEED);
  for (const [part, values] of Object.entries({ inputs, targets, weights })) {
    await writeFile(join(folder, `${task.name}-${part}.f32`), values);
  }
}

/** Inputs uniform in -1 to 1; the class is the largest of as many random sums of them. */
function drawRows({ name, network, rows }: NetTask): Rows {
  const width = sizeOf(network.input);
  const inputs = drawUniform(`bench/${name}/inputs`, rows * width);
  const sums = drawUniform(`bench/${name}/sums`, width * network.outputs);
  const targets = new Float32Array(rows);
  const scores = new Float64Array(network.outputs);
  for (let row = 0; row < rows; row++) {
    scores.fill(0);
    for (let i = 0; i < width; i++) {
      const x = inputs[row * width + i]!;
      for (let c = 0; c < scores.length; c++) {
        scores[c] = scores[c]! + x * sums[i * scores.length + c]!;
      }
    }
    targets[row] = scores.indexOf(Math.max(...scores));
  }
  return { inputs, targets };
}

/** The sample that the app ships, each column with mean 0 and sd 1, over and over in one mixed order. */
async function irisRows({ rows }: NetTask): Promise<Rows> {
  const [, ...lines] = (await readFile(IRIS, 'utf8')).trim().split('\n');
  const cells = lines.map((line) => line.trim().split(','));
  const classes = [...new Set(cells.map((row) => row.at(-1)!))].sort();
  const width = cells[0]!.length - 1;
  const columns = Array.from({ length: width }, (_, i) => {
    const values = cells.map((row) => Number(row[i]));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    const sd = Math.sqrt(square / values.length);
    return values.map((value) => (value - mean) / sd);
  });
  const order = stream(SEED, 'bench/iris').permutation(cells.length);
  const inputs = new Float32Array(rows * width);
  const targets = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const from = order[row % order.length]!;
    columns.forEach((column, i) => (inputs[row * width + i] = column[from]!));
    targets[row] = classes.indexOf(cells[from]!.at(-1)!);
  }
  return { inputs, targets };
}
