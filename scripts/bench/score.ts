/**
 * The exported batch scorer as a person runs it: `node score.mjs in.csv out.csv`, a process of its own, from file to
 * file, start and checks included. A million rows of ten numbers, drawn from a seed, through a small net and
 * through 200 trees. Nothing stands beside it: the bar is rows per second.
 *
 * `LOAM_BENCH_ROWS` (default 1,000,000) and `LOAM_BENCH_ROUNDS` (default 5) make it smaller.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { ExportInput } from '../../src/deploy/model/types';
import { buildScorer } from '../../src/deploy/scorer';
import { startTrees } from '../../src/ml/engine/fused/trees/session';
import { treesModule } from '../../src/ml/engine/fused/trees/trees-module';
import { pageInputOf } from '../../tests/support/page-input';
import { tableOf } from '../../tests/support/table-of';
import { withNetwork } from '../../tests/support/with-network';
import { compileFolderTemplate } from '../vite/compile-folder-template';
import { INPUTS, TREES, treesJob } from './predict/models';
import type { Row } from './row';
import { median, range } from './statistics';
import { drawUniform } from './train/drawn-rows';

const ROWS = Number(process.env.LOAM_BENCH_ROWS ?? 1_000_000);
const ROUNDS = Number(process.env.LOAM_BENCH_ROUNDS ?? 5);
const AT_LEAST = 200_000;
/** Rows that are drawn, and written, at once. */
const PIECE_ROWS = 50_000;

const run = promisify(execFile);
const columnNames = Array.from({ length: INPUTS }, (_, i) => `x${i}`);

/** Centimetres, as a ruler gives them: one decimal. */
const cellText = (unit: number): string => (4 + 3 * unit).toFixed(1);

async function writeRows(path: string): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${columnNames.join(',')}\n`);
  for (let from = 0; from < ROWS; from += PIECE_ROWS) {
    const rows = Math.min(PIECE_ROWS, ROWS - from);
    const values = drawUniform(`bench/score/${from}`, rows * INPUTS);
    const lines = Array.from({ length: rows }, (_, row) =>
      Array.from(values.subarray(row * INPUTS, (row + 1) * INPUTS), cellText).join(','),
    );
    if (!file.write(`${lines.join('\n')}\n`)) {
      await once(file, 'drain');
    }
  }
  file.end();
  await finished(file);
}

/** A net 10-10-3, its preprocessing fitted to rows like those that are scored. */
function netInput(kind: 'multiclass' | 'binary'): ExportInput {
  const rows = 600;
  const values = drawUniform('bench/score/fit', rows * INPUTS);
  const classes = kind === 'multiclass' ? ['setosa', 'versicolor', 'virginica'] : ['no', 'yes'];
  const columns = columnNames.map((name, i) => [
    name,
    Array.from({ length: rows }, (_, row) => Number(cellText(values[row * INPUTS + i]!))),
  ]);
  const species = Array.from({ length: rows }, (_, row) => classes[row % classes.length]!);
  const table = tableOf({ ...Object.fromEntries(columns), species });
  return pageInputOf({ table, target: 'species', kind, classes, template: '', hidden: [10] });
}

async function treesInput(): Promise<ExportInput> {
  const session = await startTrees(treesJob(), await treesModule(), null, () => 0);
  for (let epoch = 1; epoch <= TREES.trees; epoch++) {
    await session.epoch(epoch, () => Promise.resolve(true));
  }
  const { network, tensors } = await session.learnt();
  session.dispose();
  return withNetwork(netInput('binary'), network, tensors);
}

async function exported(input: ExportInput, folder: string): Promise<string> {
  for (const [path, bytes] of buildScorer(input, await compileFolderTemplate('scorer'))) {
    const full = join(folder, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, bytes);
  }
  return join(folder, 'score.mjs');
}

/** Rows of a scored file, its first line not counted. */
async function rowsIn(path: string): Promise<number> {
  const bytes = await readFile(path);
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines - 1;
}

async function measure(
  title: string,
  script: string,
  from: string,
  to: string,
  goal: number | null,
): Promise<Row> {
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    await run(process.execPath, [script, from, to, '--quiet']);
    seconds.push((performance.now() - began) / 1000);
  }
  const rows = await rowsIn(to);
  if (rows !== ROWS) throw new Error(`${rows} rows of ${ROWS} came out`);
  const megabytes = ((await stat(from)).size / 1e6).toFixed(0);
  const value = ROWS / median(seconds);
  return {
    task: `score.mjs: ${ROWS} rows x ${INPUTS} (${megabytes} MB) through ${title}`,
    metric: `file to file in a new process, ${ROUNDS} rounds, ${range(seconds.map((one) => ROWS / one))}`,
    value,
    unit: 'rows/s',
    peer: null,
    ratio: null,
    goal: goal === null ? null : `>= ${goal} rows/s`,
    met: goal === null ? null : value >= goal,
  };
}

export async function bench(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'score-bench-'));
  try {
    const from = join(folder, 'in.csv');
    const to = join(folder, 'out.csv');
    await writeRows(from);
    const net = await exported(netInput('multiclass'), join(folder, 'net'));
    const trees = await exported(await treesInput(), join(folder, 'trees'));
    return [
      await measure('a net 10-10-3', net, from, to, AT_LEAST),
      await measure(`${TREES.trees} trees of depth ${TREES.depth}`, trees, from, to, null),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
