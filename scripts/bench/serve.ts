/**
 * The exported API server beside a bare Fastify app that only echoes, which is the limit, and beside the same app with
 * TensorFlow.js and with ONNX Runtime behind it. Load comes from a process of its own; the servers take turns in
 * short slices, and medians of the ratios within blocks of slices count (see serve/turns.ts).
 *
 * `LOAM_BENCH_ROUNDS` (default 12, blocks of slices) and `LOAM_BENCH_SLICE_MS` (default 400) make it smaller.
 */
import { loadavg } from 'node:os';
import type { Row } from './row';
import {
  BARE,
  PEERS,
  startContestants,
  type Contestant,
  type Contestants,
} from './serve/contestants';
import { startLoad, type Answered, type LoadProcess } from './serve/load';
import { onnxRuntime } from './serve/onnx-runtime';
import { digits, iris, trees, type ServedCase } from './serve/served-models';
import { startServer } from './serve/server';
import { inTurns, medianRatio, ratiosOf } from './serve/turns';
import { median, range } from './statistics';

const ROUNDS = Number(process.env.LOAM_BENCH_ROUNDS ?? 12);
/** Of models whose figures are only reported. */
const FEW_ROUNDS = Math.max(1, Math.ceil(ROUNDS / 4));
const SLICE_MS = Number(process.env.LOAM_BENCH_SLICE_MS ?? 400);
/** Before the first slice that counts: of a new process, so that its code is compiled, and of a new kind of load. */
const NEW_MS = 8 * SLICE_MS;
const WARM_MS = 2 * SLICE_MS;
const LEAST_OF_ECHO = 0.9;
const MOST_P99_MS = 10;
const MOST_READY = 1.3;

const rateOf = ({ answers, seconds }: Answered) => answers / seconds;
const heldOf = (name: string) => `${name}, load average ${loadavg()[0]!.toFixed(1)}`;

interface Shape {
  rows: number;
  connections: number;
}

/** One row beside each of the others; ours is measured once. */
async function besides(
  { title, body }: ServedCase,
  { servers }: Contestants,
  load: LoadProcess,
  { rows, connections }: Shape,
  isTheBar: boolean,
): Promise<Row[]> {
  const asked = { body: body(rows), connections, rate: 0 };
  const put = (name: Contestant, milliseconds: number) =>
    load.put({ ...asked, address: servers[name]!.address, milliseconds });
  const names = Object.keys(servers) as Contestant[];
  for (const name of names) await put(name, WARM_MS);

  const mine: Answered[] = [];
  const rates = await inTurns(names, isTheBar ? ROUNDS : FEW_ROUNDS, async (name) => {
    const answered = await put(name, SLICE_MS);
    if (name === 'ours') mine.push(answered);
    return rateOf(answered);
  });
  const times = (['p50', 'p99'] as const)
    .map((time) => `${time} ${median(mine.map((each) => each[time])).toFixed(2)} ms`)
    .join(', ');
  return names
    .filter((name) => name !== 'ours')
    .map((name) => {
      const ratio = medianRatio(rates.ours, rates[name]);
      const least = name === 'echo' && isTheBar ? LEAST_OF_ECHO : null;
      return {
        task: `${title}, batch ${rows}, ${connections === 1 ? 'one connection' : `${connections} connections`}`,
        metric: heldOf(
          `requests / ${PEERS[name]}, ${times}, ratios ${range(ratiosOf(rates.ours, rates[name]))}`,
        ),
        value: median(rates.ours),
        unit: 'requests/s',
        peer: median(rates[name]),
        ratio,
        goal: least === null ? null : `ratio >= ${least}`,
        met: least === null ? null : ratio >= least,
      };
    });
}

/** The same rate is put on the echo: what it has of a tail is the machine's and the load's own. */
async function halfLoad(
  { title, body }: ServedCase,
  { servers }: Contestants,
  load: LoadProcess,
  most: number,
): Promise<Row> {
  const asked = { body: body(1), connections: 64, milliseconds: 2 * SLICE_MS, rate: most / 2 };
  const late: number[] = [];
  const p99s = await inTurns(['ours', 'echo'], ROUNDS, async (name) => {
    const { p99, late99 } = await load.put({ ...asked, address: servers[name].address });
    if (name === 'ours') late.push(late99!);
    return p99;
  });
  const value = median(p99s.ours);
  return {
    task: `${title}, batch 1, at half of the maximum load`,
    metric: heldOf(
      `p99 from when a request was due / echo at the same rate, ${range(p99s.ours)}, sent ${median(late).toFixed(2)} ms late (p99)`,
    ),
    value,
    unit: 'ms',
    peer: median(p99s.echo),
    ratio: medianRatio(p99s.ours, p99s.echo),
    goal: `< ${MOST_P99_MS}`,
    met: value < MOST_P99_MS,
  };
}

async function ready(folder: string): Promise<Row> {
  const all = { ours: [] as number[], bare: [] as number[] };
  const times = await inTurns(['ours', 'bare'], ROUNDS, async (name) => {
    const [place, words] = name === 'ours' ? [folder, ['server.mjs']] : ['.', [BARE, 'echo']];
    const server = await startServer(place, words);
    await server.stop();
    all[name].push(server.readyMs);
    return server.readyMs;
  });
  const ratio = medianRatio(times.ours, times.bare);
  const [least, leastBare] = [Math.min(...all.ours), Math.min(...all.bare)];
  return {
    task: 'ready',
    metric: heldOf(
      `from the start of the process until it listens / the bare app, ${range(all.ours)}, of the least ${(least / leastBare).toFixed(3)}`,
    ),
    value: median(all.ours),
    unit: 'ms',
    peer: median(all.bare),
    ratio,
    goal: `ratio <= ${MOST_READY}`,
    met: ratio <= MOST_READY,
  };
}

/** @param isTheBar whether the bars beside the echo, and for the start, are for this model */
async function measured(
  served: ServedCase,
  runtime: string | null,
  load: LoadProcess,
  isTheBar: boolean,
): Promise<Row[]> {
  const contestants = await startContestants(served, runtime);
  const rows: Row[] = [];
  try {
    for (const { address } of Object.values(contestants.servers)) {
      const body = served.body(1);
      await load.put({ address, body, connections: 64, rate: 0, milliseconds: NEW_MS });
    }
    let most = 0;
    for (const batch of [1, 64]) {
      for (const connections of [1, 64]) {
        const shape = { rows: batch, connections };
        const found = await besides(served, contestants, load, shape, isTheBar);
        rows.push(...found);
        if (batch === 1) most = found[0]!.value;
      }
    }
    rows.push(await halfLoad(served, contestants, load, most));
    if (isTheBar) rows.push(await ready(contestants.folder));
    return rows;
  } finally {
    await contestants.stop();
  }
}

export async function bench(): Promise<Row[]> {
  const runtime = await onnxRuntime();
  const load = startLoad();
  try {
    return [
      ...(await measured(iris(), runtime, load, true)),
      ...(await measured(digits(), runtime, load, false)),
      ...(await measured(await trees(), runtime, load, false)),
    ];
  } finally {
    load.stop();
  }
}
