/** A page with one kernel, as the app makes it, for tests to drive: `harness` on its global. */
import arquero from 'virtual:loam-template/cage-arquero';
import plot from 'virtual:loam-template/cage-plot';
import runtime from 'virtual:loam-template/cage-runtime';
import tf from 'virtual:loam-template/cage-tf';
import { analyseCell } from '../../../src/kernel/analysis/analyse-cell';
import { createKernel } from '../../../src/kernel/host/create-kernel';
import type { CageState, RunningKernel } from '../../../src/kernel/host/kernel-options';
import type { RunEnd, VerbCall } from '../../../src/kernel/host/types';
import type { ConsoleLine, ControlValue, Output } from '../../../src/kernel/protocol';

export interface RunResult {
  end: RunEnd;
  outputs: Output[];
  lines: ConsoleLine[];
  dropped: number;
  /** Messages with outputs, and with console lines. */
  messages: { outputs: number; console: number };
  changed: string[][];
  milliseconds: number;
}

const codes = { runtime, plot, arquero, tf };
const states: CageState[] = [];
const verbs: { cell: string; verb: string; args: unknown; aborted: () => boolean }[] = [];
const declared = new Map<string, string[]>();
const results = new Map<string, RunResult>();
const stops = new Map<string, AbortController>();
let kernel: RunningKernel;
let startMs = 0;

async function answer({ cell, verb, args, signal }: VerbCall): Promise<unknown> {
  verbs.push({ cell, verb, args, aborted: () => signal.aborted });
  if (verb === 'data') return new Promise(() => undefined);
  return { verb, args };
}

async function start(): Promise<void> {
  const begin = performance.now();
  kernel = createKernel({
    frameUrl: new URL('cage.html', document.baseURI).href,
    code: (name) => Promise.resolve(codes[name]),
    verbs: answer,
    document,
    onState: (state) => states.push(state),
  });
  await kernel.ready;
  startMs = performance.now() - begin;
}

async function run(
  cell: string,
  source: string,
  controls: Record<number, ControlValue> = {},
): Promise<RunResult> {
  const { body, declares, free, problems } = analyseCell(source);
  if (body === null) throw new Error(JSON.stringify(problems));
  const others = new Set([...declared].filter(([id]) => id !== cell).flatMap(([, names]) => names));
  const compiled = {
    cell,
    body,
    uses: free.map(({ name }) => name).filter((name) => others.has(name)),
    declares: declares.map(({ name }) => name),
    modules: { tools: 'sha256:tools' },
  };
  declared.set(cell, compiled.declares);
  const result: RunResult = {
    end: { type: 'stopped' },
    outputs: [],
    lines: [],
    dropped: 0,
    messages: { outputs: 0, console: 0 },
    changed: [],
    milliseconds: 0,
  };
  results.set(cell, result);
  const stop = new AbortController();
  stops.set(cell, stop);
  const begin = performance.now();
  result.end = await kernel.run(
    compiled,
    controls,
    {
      outputs(outputs) {
        result.messages.outputs++;
        result.outputs = outputs;
      },
      console(lines, dropped) {
        result.messages.console++;
        result.lines.push(...lines);
        result.dropped = dropped;
      },
      changed: (names) => result.changed.push(names),
    },
    stop.signal,
  );
  result.milliseconds = performance.now() - begin;
  return result;
}

const harness = {
  start,
  run,
  stop: (cell: string) => stops.get(cell)?.abort(),
  result: (cell: string) => results.get(cell),
  kernel: () => kernel,
  startMs: () => startMs,
  states,
  verbs,
};

export type Harness = typeof harness;
(globalThis as unknown as { harness: Harness }).harness = harness;
