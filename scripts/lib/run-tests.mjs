/** Runs test files, in Node and in a real Chromium, and counts what passed and failed. */
import { existsSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from './build.mjs';
import { obtainBrowser, obtainFirefox } from './browser.mjs';
import { root, runTool } from './run.mjs';

/** Paths of the files below a folder with this ending that a filter is part of; all without filters. */
export async function filesBelow(folder, ending, filters) {
  if (!existsSync(join(root, folder))) return [];
  return (await readdir(join(root, folder), { recursive: true }))
    .map((entry) => `${folder}/${entry.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(ending))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .sort();
}

async function reportOf(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}

export class TestRuns {
  #passed = 0;
  #failed = 0;
  #notes = [];

  #add(passed, failed) {
    this.#passed += passed;
    this.#failed += failed;
  }

  note(text) {
    this.#notes.push(text);
  }

  /** Without `files` every test file that the configuration names. */
  async unit(files, env = {}) {
    const report = join(root, 'test-results/unit.json');
    await rm(report, { force: true });
    const { code } = await runTool(
      'vitest',
      [
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...(files ?? []),
      ],
      { env },
    );
    const result = await reportOf(report);
    const broken = (result?.testResults ?? []).filter(
      (file) =>
        file.status === 'failed' && file.assertionResults.every((a) => a.status !== 'failed'),
    ).length;
    const failed = (result?.numFailedTests ?? 0) + broken;
    this.#add(result?.numPassedTests ?? 0, code !== 0 ? Math.max(1, failed) : failed);
  }

  /** Builds first. */
  async endToEnd(files, env = {}) {
    if (!(await build({ quiet: true }))) {
      this.note('The build failed, so no end-to-end test could run.');
      return this.#add(0, 1);
    }
    const browser = await obtainBrowser();
    if (!browser) {
      this.note(
        process.env.CHROMIUM_PATH
          ? `CHROMIUM_PATH names no file (${process.env.CHROMIUM_PATH}): end-to-end tests were skipped.`
          : 'No Chromium was found and none could be installed: end-to-end tests were skipped. Install one, or set CHROMIUM_PATH.',
      );
      return this.#add(0, 1);
    }
    if (!(await obtainFirefox())) this.note('No Firefox was found: one test was skipped.');
    const report = join(root, 'test-results/report.json');
    await rm(report, { force: true });
    const { code } = await runTool('@playwright/test', ['test', ...files], {
      env: { CHROMIUM_PATH: browser, ...env },
    });
    const stats = (await reportOf(report))?.stats;
    const failed = stats?.unexpected ?? 0;
    this.#add(
      (stats?.expected ?? 0) + (stats?.flaky ?? 0),
      code !== 0 ? Math.max(1, failed) : failed,
    );
    if (stats?.flaky) {
      this.note(
        `${stats.flaky} end-to-end tests passed on the second try only; the list above names them as flaky.`,
      );
    }
  }

  /** Says what came of it; 1 where a test failed or none ran. */
  end() {
    for (const note of this.#notes) console.error(`\n${note}`);
    console.log(`\n${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed > 0 || this.#passed === 0 ? 1 : 0;
  }
}
