/** Every kind of export, as a person makes it; what proves itself is dropped back. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { button, learnFrom, messages, sample, saveModel, train } from '../../support/app-gestures';
import { expect, expectAccessible, openApp, test } from '../fixtures';

const run = promisify(execFile);

async function exportAs(page: Page, label: string): Promise<{ name: string; bytes: Buffer }> {
  await button(page, 'Export…').click();
  await page.getByRole('radio', { name: new RegExp(`^${label}(?! Runtime)`) }).check();
  await expect(button(page, 'Download')).toBeEnabled();
  const event = page.waitForEvent('download');
  await button(page, 'Download').click();
  const download = await event;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function unpack(bytes: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'loam-export-'));
  for (const [path, content] of Object.entries(unzipSync(bytes))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

test('each kind is made, recorded, and what is a bundle checks itself', async ({ page, app }) => {
  test.slow();
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);
  await saveModel(page);

  for (const [label, ending] of [
    ['Page to host', '-page-folder.zip'],
    ['ES module', '-module.zip'],
    ['Batch scorer', '-scorer.zip'],
    ['API package', '-api.zip'],
  ] as const) {
    const { name, bytes } = await exportAs(page, label);
    expect(name).toContain(ending);
    const folder = await unpack(bytes);
    const { stdout } = await run('node', ['verify.mjs'], { cwd: folder });
    expect(stdout, label).toMatch(/signed/i);
    await writeFile(join(folder, 'models/1/weights.safetensors'), 'something else');
    await expect(run('node', ['verify.mjs'], { cwd: folder })).rejects.toMatchObject({ code: 1 });
  }
  for (const [label, ending] of [
    ['ONNX', '-onnx.onnx'],
    ['TensorFlow.js', '-tfjs.zip'],
    ['safetensors', '-safetensors.zip'],
    ['MLflow', '-mlflow.zip'],
    ['Hugging Face', '-huggingface.zip'],
  ] as const) {
    const { name, bytes } = await exportAs(page, label);
    expect(name).toContain(ending);
    expect(bytes.length).toBeGreaterThan(1000);
  }
  const exports = page.getByRole('complementary').getByText(/^(Page to host|ONNX|API package)$/);
  await expect(exports).toHaveCount(3);
});

test('a bundle that is dropped proves itself, and is a model again', async ({ page, app }) => {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);
  await saveModel(page);
  const { bytes } = await exportAs(page, 'Page to host');

  const give = (content: Buffer) =>
    page.locator('body').evaluate((body, base64) => {
      const data = new DataTransfer();
      const file = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([file], 'iris.zip'));
      document
        .querySelector('main')!
        .dispatchEvent(
          new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      return body.nodeName;
    }, content.toString('base64'));
  await give(bytes);
  await expect(messages(page)).toContainText('The bundle proved itself');
  await expect(page.getByText('from an export')).toBeVisible();

  const altered = Buffer.from(bytes);
  altered[Math.floor(altered.length / 2)]! ^= 1;
  await give(altered);
  await expect(messages(page)).toContainText('was changed since it was made');
});

test('the dialog is for everyone, and a kind that cannot carry the model says so', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await page.getByText('Boosted trees', { exact: true }).click();
  await train(page);
  await saveModel(page);
  await button(page, 'Export…').click();
  await page.getByRole('radio', { name: /^TensorFlow\.js/ }).check();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
    'cannot carry this model',
  );
  await expect(button(page, 'Download')).toBeDisabled();
  await expectAccessible(page);
});

test('an API package of two versions is released as a person says, on ONNX Runtime, with the keyboard alone on a phone', async ({
  page,
  app,
}) => {
  test.slow();
  await openApp(page, app);
  await learnFrom(page, sample('iris'));
  await train(page);
  await saveModel(page, 'iris');
  await learnFrom(page, sample('iris'));
  await page.getByText('Boosted trees', { exact: true }).click();
  await train(page);
  await saveModel(page, 'iris');
  await page.setViewportSize({ width: 390, height: 844 });
  const dialog = page.getByRole('dialog');
  await button(page, 'Export…').click();
  await dialog.getByRole('radio', { name: /^API package/ }).check();
  await expect(dialog.getByText('Which version answers')).toHaveCount(0);
  await dialog.getByRole('radio', { name: 'ONNX Runtime' }).focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('checkbox', { name: 'iris 1' }).focus();
  await page.keyboard.press('Space');
  await dialog.getByLabel('Which version answers').selectOption('Version 1');
  await dialog.getByRole('radio', { name: 'Answers a share of requests' }).focus();
  await page.keyboard.press('Space');
  const share = dialog.getByLabel('Its share of requests');
  await share.fill('100');
  await expect(dialog.getByText('the share must be between 0 and 100 %')).toBeVisible();
  await expect(button(page, 'Download')).toBeDisabled();
  await share.fill('25');
  await expect(button(page, 'Download')).toBeEnabled({ timeout: 60_000 });
  await expectAccessible(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);

  const event = page.waitForEvent('download');
  await button(page, 'Download').click();
  const folder = await unpack(await readFile(await (await event).path()));
  const read = async (path: string) =>
    JSON.parse(await readFile(join(folder, path), 'utf8')) as Record<string, unknown>;
  expect(await read('release.json')).toEqual({
    format: 'loam.release/1',
    aliases: { champion: 1, challenger: 2 },
    default: 'champion',
    canary: { alias: 'challenger', share: 0.25 },
    shadow: null,
    ab: null,
    keyHeader: 'x-release-key',
  });
  expect((await read('package.json')).dependencies).toHaveProperty('onnxruntime-node');
  for (const version of [1, 2]) {
    const { length } = await readFile(join(folder, `models/${version}/model.onnx`));
    expect(length).toBeGreaterThan(1000);
  }
  const { stdout } = await run('node', ['verify.mjs'], { cwd: folder });
  expect(stdout).toMatch(/signed/i);
});

test('ONNX Runtime is fetched when it is first needed, and is there offline from then on', async ({
  page,
  app,
  context,
}) => {
  test.slow();
  const asked: string[] = [];
  context.on('request', (request) => {
    if (/ort-wasm.*\.wasm$/.test(request.url())) asked.push(request.url());
  });
  await openApp(page, app);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
    }
  });
  await learnFrom(page, sample('iris'));
  await train(page);
  await saveModel(page);
  expect(asked).toEqual([]);
  const first = await exportAs(page, 'ONNX');
  expect(asked.length).toBeGreaterThan(0);
  await context.setOffline(true);
  await page.reload();
  const second = await exportAs(page, 'ONNX');
  expect(second.bytes.equals(first.bytes)).toBe(true);
  await context.setOffline(false);
});
