/** The matrix, and what breaks it. */
import type { Edge, SourceFile, Tree } from './read-tree';

type Layer =
  'core' | 'ml' | 'storage' | 'sync' | 'kernel' | 'deploy' | 'workers' | 'app' | 'ui' | 'cli';

interface Rule {
  imports: Layer[];
  packages: string[];
  /** What to do instead of a forbidden import. */
  instead: string;
}

const codemirror = (part: string) => `@codemirror/${part}`;

const rules: Record<Layer, Rule> = {
  core: {
    imports: [],
    packages: ['@noble/hashes'],
    instead: 'state what core needs as a port (src/core/ports.ts) and let the caller hand it in',
  },
  ml: {
    imports: ['core'],
    packages: [],
    instead: 'take the data as a parameter, or move what both need down into src/core',
  },
  storage: {
    imports: ['core'],
    packages: ['dexie'],
    instead: 'move what both need down into src/core, or join the two in src/app or workers',
  },
  sync: {
    imports: ['core'],
    packages: ['yjs', 'fractional-indexing'],
    instead: 'move what both need down into src/core, or join the two in src/app',
  },
  kernel: {
    imports: ['core'],
    packages: ['acorn', 'sucrase', '@observablehq/plot', 'arquero', 'marked', 'linkedom'],
    instead: 'move what both need down into src/core, or join the two in src/app',
  },
  deploy: {
    imports: ['core', 'ml'],
    packages: ['fflate'],
    instead: 'take the bytes as a parameter, or join the two in src/app or workers',
  },
  workers: {
    imports: ['core', 'ml', 'storage', 'deploy'],
    packages: ['comlink'],
    instead: 'pass it in the request (workers/contract.ts), or do that part in src/app',
  },
  app: {
    imports: ['core', 'ml', 'storage', 'sync', 'kernel', 'deploy', 'workers'],
    packages: ['comlink', 'fflate', 'svelte', 'yjs'],
    instead: 'let the screen call a command or read a state class of src/app',
  },
  ui: {
    imports: ['core', 'app'],
    packages: [
      'svelte',
      'bits-ui',
      'uplot',
      '@internationalized/date',
      'yjs',
      'y-codemirror.next',
      'dompurify',
      'marked',
      '@lezer/highlight',
      ...['autocomplete', 'commands', 'lang-javascript', 'lang-markdown', 'language'].map(
        codemirror,
      ),
      ...['lint', 'merge', 'search', 'state', 'view'].map(codemirror),
    ],
    instead: 'go through a command or a state class of src/app',
  },
  cli: {
    imports: ['core', 'ml', 'deploy'],
    packages: [],
    instead: 'move what both need down into src/core',
  },
};

const WARN_LINES = 300;
const MAX_LINES = 400;

function layerOf(path: string): Layer | null {
  const match = /^(?:src\/([^/]+)(?:\/|$)|(workers)(?:\/|$))/.exec(path);
  const name = match?.[1] ?? match?.[2];
  return name && name in rules ? (name as Layer) : null;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Templates run elsewhere: those of Node have Node, and the server has the package that its own package.json names. */
const NODE_TEMPLATES = ['api', 'api-onnx', 'module', 'scorer', 'verify'];

function isOfItsArtefact(path: string, name: string): boolean {
  const template = /^src\/deploy\/templates\/([^/]+)\//.exec(path)?.[1];
  if (!template || !NODE_TEMPLATES.includes(template)) return false;
  if (name.startsWith('node:')) return true;
  if (template === 'api') return name === 'fastify';
  return template === 'api-onnx' && name === 'onnxruntime-node';
}

function packageFinding(file: SourceFile, layer: Layer, edge: Edge): string | null {
  const name = packageOf(edge.specifier);
  const at = `${file.path}:${edge.line}`;
  if (name === 'virtual:pwa-register') return null;
  if (name.startsWith('@tensorflow/')) {
    return file.path.startsWith('src/ml/engine/tfjs/')
      ? null
      : `${at} imports ${name}: TensorFlow.js stays in src/ml/engine/tfjs; use the engine interface of src/ml/engine`;
  }
  if (name === 'onnxruntime-web') {
    return ['workers/onnx/', 'src/app/onnx-runtime.ts'].some((home) => file.path.startsWith(home))
      ? null
      : `${at} imports ${name}: ONNX Runtime stays in workers/onnx; use openOnnx of src/app/onnx-runtime.ts`;
  }
  if (name.startsWith('loam:') || name.startsWith('virtual:')) {
    return layer === 'app' || layer === 'ui'
      ? null
      : `${at} imports ${edge.specifier}: that is bundler syntax, which belongs to app; take the bytes as a parameter`;
  }
  // The compiler of AssemblyScript has a library of its own.
  if (name === 'util' && file.path.includes('/assembly/')) return null;
  if (rules[layer].packages.includes(name)) return null;
  if (isOfItsArtefact(file.path, name)) return null;
  return `${at} imports the package ${edge.specifier}: ${layer} may use ${rules[layer].packages.join(', ') || 'none'}; ${rules[layer].instead}`;
}

function edgeFinding(file: SourceFile, layer: Layer, edge: Edge): string | null {
  const query = /\?(.+)$/.exec(edge.specifier)?.[1];
  if (query && layer !== 'app' && layer !== 'ui') {
    return `${file.path}:${edge.line} uses ?${query}: bundler syntax belongs to app and ui; take the address or the bytes as a parameter`;
  }
  if (edge.target === null) return packageFinding(file, layer, edge);
  const target = layerOf(edge.target);
  if (target === layer) return null;
  if (target === null) {
    return `${file.path} imports ${edge.target}, which is no layer of the program: put it into one`;
  }
  if (rules[layer].imports.includes(target)) return null;
  const allowed = [layer, ...rules[layer].imports].join(', ');
  return `${file.path} imports ${edge.target} (line ${edge.line}): ${layer} may import ${allowed}; ${rules[layer].instead}`;
}

function fileFindings(file: SourceFile, layer: Layer): string[] {
  const found: string[] = [];
  const lines = file.text.split('\n').length;
  if (lines > MAX_LINES) {
    found.push(
      `${file.path} has ${lines} lines: split it by idea (under ${WARN_LINES}, better 200)`,
    );
  }
  if (layer !== 'app' && layer !== 'ui' && /import\.meta\.(env|glob|hot)\b/.test(file.text)) {
    found.push(
      `${file.path} uses import.meta.env, glob or hot: bundler syntax belongs to app and ui; take the value as a parameter`,
    );
  }
  if (
    /(^|\/|-)(utils?|helpers?|common|misc|manager|data2)(\.svelte)?\.(ts|svelte)$/.test(file.path)
  ) {
    found.push(`${file.path}: a file is named for what it holds, not for being handy`);
  }
  return found;
}

/** Everything that breaks the matrix, as sentences; empty when all is well. */
export function findings(tree: Tree): string[] {
  const found: string[] = [];
  for (const file of tree.values()) {
    const layer = layerOf(file.path);
    if (!layer) {
      if (file.path.split('/').length > 2) found.push(`${file.path} is in no layer of the program`);
      continue;
    }
    found.push(...fileFindings(file, layer));
    for (const edge of file.imports) {
      const finding = edgeFinding(file, layer, edge);
      if (finding) found.push(finding);
    }
  }
  return found;
}

/** Files that ask to be split, without failing. */
export function longFiles(tree: Tree): string[] {
  return [...tree.values()]
    .map((file) => ({ path: file.path, lines: file.text.split('\n').length }))
    .filter(({ lines }) => lines > WARN_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines`);
}
