import { defineConfig, devices } from '@playwright/test';
import { browserFlags, findBrowser } from './scripts/lib/browser.mjs';

const executablePath = await findBrowser();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // Waits end a test that hangs; they measure nothing, and a shared machine may be slow.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // On a busy machine one test of hundreds may still meet a stall: it is tried again, and named.
  retries: process.env.CI ? 1 : 0,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  workers: Number(process.env.LOAM_E2E_WORKERS ?? 2),
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    // A control that is not there fails soon, with its name, not at the end of the test's time.
    actionTimeout: 20_000,
    // Recording every step takes two fifths of a run: only what is tried again is recorded.
    trace: process.env.LOAM_TRACE ? 'on' : 'on-first-retry',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...browserFlags,
        '--enable-unsafe-webgpu',
        '--use-webgpu-adapter=swiftshader',
        '--enable-features=Vulkan',
      ],
    },
  },
  projects: [{ name: 'desktop' }],
});
