/**
 * Training on WebGPU beside stock TensorFlow.js on WebGPU: kernels per step, and samples per second in turns.
 * A graphics card is used where there is one, software otherwise, so that speed only informs.
 * `LOAM_BENCH_ROUNDS` sets the rounds of each.
 */
import { join } from 'node:path';
import { openHarness } from '../lib/open-harness';
import { webgpuFlags } from '../lib/webgpu-flags';
import type { Row } from './row';

const ROUNDS = Number(process.env.LOAM_BENCH_ROUNDS ?? 7);
const MLPS = ['784-128-10', '32-64-32-2'] as const;
const MOST_KERNELS = 1 / 3;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

export async function bench(): Promise<Row[]> {
  const harness = await openHarness(join(import.meta.dirname, 'webgpu/harness'), webgpuFlags);
  const { page } = harness;
  try {
    await page.waitForFunction(() => 'webgpu' in window);
    const rows: Row[] = [];
    for (const name of MLPS) {
      const task = `${name}, batch 128, Adam`;
      const kernels = await page.evaluate((mlp) => window.webgpu.kernels(mlp), name);
      const ratio = kernels.ours / kernels.stock;
      rows.push({
        task,
        metric: 'kernels per step',
        value: kernels.ours,
        unit: 'kernels',
        peer: kernels.stock,
        ratio,
        goal: 'ratio <= 1/3',
        met: ratio <= MOST_KERNELS,
      });
      const request = [name, ROUNDS] as const;
      const speed = await page.evaluate(([mlp, n]) => window.webgpu.speed(mlp, n), request);
      const [ours, stock] = [median(speed.ours), median(speed.stock)];
      rows.push({
        task: `${task}, on ${speed.adapter}`,
        metric: 'training speed',
        value: ours,
        unit: 'samples/s',
        peer: stock,
        ratio: ours / stock,
        goal: null,
        met: null,
      });
    }
    return rows;
  } finally {
    await harness.close();
  }
}
