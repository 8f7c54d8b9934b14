import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { templatePlugin } from './scripts/vite/template-plugin';

const soak = process.env.LOAM_SOAK === '1';

export default defineConfig({
  // Runes in `.svelte.ts` state classes, and compiled templates, are the same as in the build.
  plugins: [svelte({ configFile: false }), templatePlugin()],
  test: {
    environment: 'node',
    include: [
      'tests/{unit,contract,sync,migration,golden,server}/**/*.test.ts',
      'tests/*.test.ts',
      ...(soak ? ['tests/soak/**/*.test.ts'] : []),
    ],
    setupFiles: ['tests/support/setup.ts'],
    testTimeout: soak ? 600_000 : 30_000,
    hookTimeout: soak ? 600_000 : 30_000,
  },
});
