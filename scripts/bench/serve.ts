/**
 * The exported API server beside a bare Fastify app that only echoes, which is the limit, and beside one that answers with
 * TensorFlow.js. Load comes from a process of its own; the servers take turns, and medians of ratios count.
 *
 * `LOAM_BENCH_ROUNDS` (default 5) and `LOAM_BENCH_SECONDS` (default 3, of each load) make it smaller.
 */
import { join } from 'node:path';
import { buildApi } from '../../src/deploy/api';
import { compileFolderTemplate } from '../vite/compile-folder-template';
import type { Row } from './row';
import { digits, iris, type ServedCase } from './serve/served-models';
import { putLoad, startServer, unpack, type Answered, type Server } from './serve/server';
import { median, range } from './statistics';

const ROUNDS = Number(process.env.LOAM_BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.LOAM_BENCH_SECONDS ?? 3);
const LEAST_OF_ECHO = 0.9;
const MOST_P99_MS = 10;
const MOST_READY = 1.3;
const BARE = join(import.meta.dirname, 'serve/bare-app.mjs');

const rateOf = ({ answers, seconds }: Answered) => answers / seconds;

async function besides(
  { title, body }: ServedCase,
  ours: Server,
  peer: Server,
  peerName: string,
  [rows, connections]: readonly [number, number],
  atLeast: number | null,
): Promise<Row> {
  const load = { body: body(rows), connections, seconds: SECONDS, rate: 0 };
  const [mine, theirs, ratios]: [Answered[], number[], number[]] = [[], [], []];
  // The first round warms both up.
  for (let round = 0; round <= ROUNDS; round++) {
    const other = rateOf(await putLoad({ ...load, address: peer.address }));
    const own = await putLoad({ ...load, address: ours.address });
    if (round === 0) continue;
    mine.push(own);
    theirs.push(other);
    ratios.push(rateOf(own) / other);
  }
  const ratio = median(ratios);
  const times = `p50 ${median(mine.map(({ p50 }) => p50)).toFixed(2)} ms, p99 ${median(mine.map(({ p99 }) => p99)).toFixed(2)} ms`;
  return {
    task: `${title}, batch ${rows}, ${connections} connections`,
    metric: `requests / ${peerName}, ${times}, ratios ${range(ratios)}`,
    value: median(mine.map(rateOf)),
    unit: 'requests/s',
    peer: median(theirs),
    ratio,
    goal: atLeast === null ? null : `ratio >= ${atLeast}`,
    met: atLeast === null ? null : ratio >= atLeast,
  };
}

async function halfLoad(
  { title, body }: ServedCase,
  { address }: Server,
  most: number,
): Promise<Row> {
  const load = { address, body: body(1), connections: 64, seconds: SECONDS, rate: most / 2 };
  const p99s: number[] = [];
  for (let round = 0; round < ROUNDS; round++) p99s.push((await putLoad(load)).p99);
  const value = median(p99s);
  return {
    task: `${title}, batch 1, at half of the maximum load`,
    metric: `p99 from when a request was due, ${range(p99s)}`,
    value,
    unit: 'ms',
    peer: null,
    ratio: null,
    goal: `< ${MOST_P99_MS}`,
    met: value < MOST_P99_MS,
  };
}

async function ready(folder: string): Promise<Row> {
  const [mine, bare]: [number[], number[]] = [[], []];
  const once = async (words: string[], into: number[]) => {
    const server = await startServer(folder, words);
    into.push(server.readyMs);
    await server.stop();
  };
  for (let round = 0; round < 2 * ROUNDS + 1; round++) {
    await once([BARE, 'echo'], bare);
    await once(['server.mjs'], mine);
  }
  const ratio = median(mine) / median(bare);
  return {
    task: 'ready',
    metric: `from the start of the process until it listens / the bare app, ${range(mine)}`,
    value: median(mine),
    unit: 'ms',
    peer: median(bare),
    ratio,
    goal: `ratio <= ${MOST_READY}`,
    met: ratio <= MOST_READY,
  };
}

export async function bench(): Promise<Row[]> {
  const template = await compileFolderTemplate('api');
  const rows: Row[] = [];
  const echo = await startServer('.', [BARE, 'echo']);
  const tfjs = await startServer('.', [BARE, 'tfjs']);
  const folder = await unpack(buildApi({ models: [iris.input], template }));
  const large = await unpack(buildApi({ models: [digits.input], template }));
  const servers = [echo, tfjs];
  try {
    const ours = await startServer(folder.path, ['server.mjs']);
    const big = await startServer(large.path, ['server.mjs']);
    servers.push(ours, big);
    for (const batch of [1, 64]) {
      for (const connections of [1, 64]) {
        const load = [batch, connections] as const;
        rows.push(await besides(iris, ours, echo, 'echo', load, LEAST_OF_ECHO));
      }
    }
    rows.push(await halfLoad(iris, ours, rows[1]!.value));
    rows.push(await besides(iris, ours, tfjs, 'TensorFlow.js, cpu', [1, 64], null));
    rows.push(await besides(iris, ours, tfjs, 'TensorFlow.js, cpu', [64, 64], null));
    rows.push(await besides(digits, big, echo, 'echo', [1, 64], null));
    rows.push(await ready(folder.path));
    return rows;
  } finally {
    for (const server of servers) await server.stop();
    await folder.remove();
    await large.remove();
  }
}
