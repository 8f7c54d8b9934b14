import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const clock =
  'Take time as a parameter (Clock of src/core/ports.ts); the app hands in the real one.';
const random =
  'Use a named stream of src/core/random, or take RandomBytes (src/core/ports.ts) as a parameter.';
const math =
  'Its last bits differ between browsers. Use the function of that name in src/core/math.';
const locale =
  'Order text by code unit (a < b ? -1 : a > b ? 1 : 0); formatting belongs to src/ui.';
const network =
  'Nothing leaves the device: only AppEffects.asset (src/app/effects.ts) fetches, and only files of the app itself.';
const database = 'Only src/storage talks to the database; go through one of its repositories.';
const timer =
  'Take waiting as a parameter with a default (see src/app/effects.ts), so that tests need no clock.';

const unsafeMath = [
  'exp',
  'expm1',
  'log',
  'log2',
  'log10',
  'log1p',
  'pow',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'atan2',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
  'cbrt',
  'hypot',
];

const noNetwork = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].map((name) => ({
  name,
  message: network,
}));
const noDatabase = [{ name: 'indexedDB', message: database }];
const noTimers = ['setTimeout', 'setInterval'].map((name) => ({ name, message: timer }));

/** Time and chance come in as parameters. */
const noClock = [
  { object: 'Date', property: 'now', message: clock },
  { object: 'performance', property: 'now', message: clock },
  { object: 'Math', property: 'random', message: random },
];

const noWallClock = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: clock,
};

/** What a hash may depend on gives the same bits everywhere. */
const sameBitsEverywhere = [
  { selector: 'BinaryExpression[operator="**"]', message: math },
  { selector: 'AssignmentExpression[operator="**="]', message: math },
  { selector: 'MemberExpression[object.name="Intl"]', message: locale },
  {
    selector: 'MemberExpression[property.name=/^(localeCompare|toLocale[A-Z].*)$/]',
    message: locale,
  },
  noWallClock,
];

export default ts.config(
  {
    ignores: [
      'src/core/ingest/assembly/**',
      'src/deploy/templates/api/predict/assembly/**',
      'src/ml/engine/fused/*/assembly/**',
      'dist/',
      'public/',
      'node_modules/',
      '**/*.generated.ts',
      'artefacts/',
      'test-results/',
      'playwright-report/',
      '.cache/',
    ],
  },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    files: ['src/core/ambient.d.ts'],
    languageOptions: { parserOptions: { projectService: false, project: './tsconfig.core.json' } },
  },
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
    },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/return-await': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    rules: {
      // Expressions of runes and snippets look like statements without effect.
      '@typescript-eslint/no-unused-expressions': 'off',
      'prefer-const': 'off',
      'svelte/no-navigation-without-resolve': 'off',
      // State is replaced, not mutated ($state.raw), so plain collections are right.
      'svelte/prefer-svelte-reactivity': 'off',
      // It does not see warnings of the TypeScript in a component.
      'svelte/no-unused-svelte-ignore': 'off',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-target-blank': 'error',
    },
  },
  {
    files: ['src/core/**/*.ts', 'src/ml/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...noNetwork, ...noDatabase, ...noTimers],
      'no-restricted-properties': [
        'error',
        ...noClock,
        ...unsafeMath.map((property) => ({ object: 'Math', property, message: math })),
      ],
      'no-restricted-syntax': ['error', ...sameBitsEverywhere],
    },
  },
  {
    // Constants of the arithmetic itself.
    files: ['src/core/math/**/*.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    // TensorFlow.js is bounded by promises and timers of its own.
    files: ['src/ml/engine/tfjs/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...noNetwork, ...noDatabase] },
  },
  {
    files: ['src/storage/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...noNetwork, ...noTimers],
      'no-restricted-properties': ['error', ...noClock],
      'no-restricted-syntax': ['error', noWallClock],
    },
  },
  {
    files: ['src/deploy/**/*.ts'],
    ignores: ['src/deploy/templates/**'],
    rules: {
      'no-restricted-globals': ['error', ...noNetwork, ...noDatabase, ...noTimers],
      'no-restricted-properties': ['error', ...noClock],
      'no-restricted-syntax': ['error', noWallClock],
    },
  },
  {
    files: ['workers/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...noNetwork, ...noDatabase] },
  },
  {
    files: ['src/app/**/*.ts', 'src/ui/**/*.ts', 'src/ui/**/*.svelte'],
    ignores: ['src/app/effects.ts'],
    rules: {
      'no-restricted-globals': ['error', ...noNetwork, ...noDatabase],
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Use AppEffects.randomBytes (src/app/effects.ts).',
        },
      ],
    },
  },
  {
    files: ['scripts/**', 'tests/**', '*.config.*'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
    },
  },
);
