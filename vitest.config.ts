import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { templatePlugin } from './scripts/vite/template-plugin';

const soak = process.env.LOAM_SOAK === '1';

/** Of code that keeps no state, and has no surroundings to fake. TensorFlow.js counts its tensors in one place. */
const PURE = [
  'tests/unit/{core,deploy}/**/*.test.ts',
  'tests/unit/ml/{explain,formats,predict,preprocess}/**/*.test.ts',
];

export default defineConfig({
  // Runes in `.svelte.ts` state classes, and compiled templates, are the same as in the build.
  plugins: [svelte({ configFile: false }), templatePlugin()],
  test: {
    environment: 'node',
    setupFiles: ['tests/support/setup.ts'],
    testTimeout: soak ? 600_000 : 30_000,
    hookTimeout: soak ? 600_000 : 30_000,
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: PURE,
          // What touches nothing outside itself need not be loaded anew for each file.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'others',
          include: [
            'tests/{unit,contract,sync,migration,golden,server}/**/*.test.ts',
            'tests/*.test.ts',
            ...(soak ? ['tests/soak/**/*.test.ts'] : []),
          ],
          exclude: PURE,
        },
      },
    ],
  },
});
