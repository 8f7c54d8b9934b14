/**
 * Training on WebGPU, in software: the numbers of the plain backend, few kernels, and a clear end when the
 * device goes.
 */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openHarness, type Harness } from '../../../scripts/lib/open-harness';
import { webgpuFlags } from '../../../scripts/lib/webgpu-flags';

test.describe.configure({ mode: 'serial' });
test.setTimeout(120_000);

let harness: Harness;

test.beforeAll(async () => {
  const root = join(import.meta.dirname, '../../../scripts/bench/webgpu/harness');
  harness = await openHarness(root, webgpuFlags);
  await harness.page.waitForFunction(() => 'webgpu' in window);
});
test.afterAll(() => harness.close());

const JOBS = [
  ...(['sgd', 'momentum', 'rmsprop', 'adam', 'adamw'] as const),
  ...(['clipped', 'cnn', 'embedding'] as const),
];

for (const name of JOBS) {
  test(`learns what the plain backend learns, to 1e-4: ${name}`, async () => {
    const apart = await harness.page.evaluate((job) => window.webgpu.compare(job, 'webgpu'), name);
    expect(apart).toBeLessThan(1e-4);
  });
}

for (const name of ['adam', 'cnn', 'embedding'] as const) {
  test(`WebGL learns what the plain backend learns, to 1e-4: ${name}`, async () => {
    const apart = await harness.page.evaluate((job) => window.webgpu.compare(job, 'webgl'), name);
    expect(apart).toBeLessThan(1e-4);
  });
}

for (const name of ['adam', 'cnn'] as const) {
  test(`a training taken up again ends with the numbers of one that never stopped: ${name}`, async () => {
    const apart = await harness.page.evaluate((job) => window.webgpu.goOn(job), name);
    expect(apart).toBeLessThan(1e-6);
  });
}

for (const name of ['784-128-10', '32-64-32-2'] as const) {
  test(`a step runs at most a third of the kernels of stock TensorFlow.js: ${name}`, async () => {
    const { ours, stock } = await harness.page.evaluate((mlp) => window.webgpu.kernels(mlp), name);
    console.log(`${name}: ${ours} kernels per step, stock ${stock}`);
    expect(ours).toBeGreaterThan(0);
    expect(ours / stock).toBeLessThanOrEqual(1 / 3);
  });
}

// Last, since the page has no device afterwards.
test('a lost device ends in engine-lost, whatever is asked of it', async () => {
  const codes = await harness.page.evaluate(() => window.webgpu.lose());
  const lost = 'engine-lost';
  expect(codes).toEqual([lost, lost, lost, lost, lost, 'engine-unavailable']);
});
