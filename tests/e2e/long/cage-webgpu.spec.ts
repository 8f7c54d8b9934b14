/** TensorFlow.js on WebGPU inside the cage, on an adapter in software: it is there, and it computes. */
import { chromium, expect, test, type Browser } from '@playwright/test';
import { browserFlags, findBrowser } from '../../../scripts/lib/browser.mjs';
import { webgpuFlags } from '../../../scripts/lib/webgpu-flags';
import type { Harness } from '../../browser/cage/main';
import { cagePage, type CagePage } from '../../support/cage-page';

declare const harness: Harness;

test.setTimeout(120_000);

let site: CagePage;
let browser: Browser;

test.beforeAll(async () => {
  site = await cagePage();
  browser = await chromium.launch({
    executablePath: (await findBrowser()) ?? undefined,
    args: [...browserFlags, ...webgpuFlags],
  });
});
test.afterAll(async () => {
  await browser.close();
  await site.close();
});

for (const [name, server] of [
  ['isolated', () => site.isolated],
  ['without headers', () => site.plain],
] as const) {
  test(`a cell multiplies, and follows a gradient, on WebGPU: ${name}`, async () => {
    const page = await browser.newPage();
    await page.goto(server().url);
    const seen = await page.evaluate(async () => {
      await harness.start();
      return harness.run(
        'gpu',
        `await tf.setBackend('webgpu');
await tf.ready();
const product = await tf.matMul([[1, 2], [3, 4]], [[1, 2], [3, 4]]).array();
const slope = await tf.grad((x) => x.square().sum())(tf.tensor1d([3, -1])).array();
[tf.getBackend(), product.flat().join(), slope.join()].join(' ')`,
      );
    });
    expect(seen.end).toMatchObject({ type: 'done' });
    expect(seen.outputs).toMatchObject([{ value: { text: 'webgpu 7,10,15,22 6,-2' } }]);
    await page.close();
  });
}
