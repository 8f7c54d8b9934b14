/**
 * Compiles a template that is a folder: each script of its own becomes one self-contained ES module, and what
 * lies in `files/` goes along as it is. The result is text by path, the same for the same sources.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { coreWithoutComments } from './core-without-comments';
import { COMPILED_IN_PATH } from '../../src/deploy/bundle/paths';
import { compiledIn } from './compiled-in';

const TEMPLATES = fileURLToPath(new URL('../../src/deploy/templates/', import.meta.url));

interface Script {
  /** Path of its source below src/deploy/templates. */
  entry: string;
  /** Small, for pages; else as it was written, for people to read and change. */
  minify: boolean;
  /** What it imports at run time: `node:` always, and packages that the bundle's own package.json names. */
  packages: readonly string[];
  /** Modules of its source that stay files of the bundle: as it imports them, and their names there. */
  siblings?: Readonly<Record<string, string>>;
  /** Other scripts, by path in the bundle, that share `loam.mjs` with it: what they have of Loam is there once. */
  with?: Readonly<Record<string, string>>;
}

interface FolderTemplate {
  /** Folder below src/deploy/templates whose `files/` go along. */
  folder: string;
  /** By path in the bundle. */
  scripts: Record<string, Script>;
}

const readable = { minify: false, packages: [] };
const verify: Record<string, Script> = { 'verify.mjs': { entry: 'verify/main.ts', ...readable } };

const DERIVE = './derive';
/** Apart, as most models need none of it; see src/deploy/model/derive-script.ts. */
const derive: Script = { entry: '../../ml/preprocess/derive.ts', minify: true, packages: [] };
const besideDerive = { siblings: { [DERIVE]: './derive.mjs' } };
const belowDerive = { siblings: { [DERIVE]: '../derive.mjs' } };

const folderTemplates: Record<string, FolderTemplate> = {
  // The checker alone, for folders that bring nothing else of ours.
  verify: { folder: 'verify', scripts: verify },
  'page-folder': {
    folder: 'page-folder',
    scripts: { ...verify, 'sw.js': { entry: 'page-folder/service-worker.ts', ...readable } },
  },
  module: {
    folder: 'module',
    scripts: {
      ...verify,
      'index.js': {
        entry: 'module/index.ts',
        minify: true,
        packages: [],
        siblings: { './model-data': './model-data.js', './derive': './derive.js' },
      },
      'derive.js': derive,
      'element.js': {
        entry: 'module/element.ts',
        minify: true,
        packages: [],
        siblings: { './index': './index.js' },
      },
      'test.mjs': {
        entry: 'module/package-test.ts',
        ...readable,
        siblings: { './index': './index.js' },
      },
    },
  },
  scorer: {
    folder: 'scorer',
    scripts: { ...verify, 'score.mjs': { entry: 'scorer/main.ts', ...readable } },
  },
  api: {
    folder: 'api',
    scripts: {
      'derive.mjs': derive,
      'server.mjs': {
        entry: 'api/main.ts',
        minify: false,
        packages: ['fastify'],
        with: { 'verify.mjs': 'verify/main.ts' },
        ...besideDerive,
      },
      'try/page.js': { entry: 'api/try/page.ts', ...readable },
      'test/package.test.mjs': { entry: 'api/package-test/main.ts', ...readable, ...belowDerive },
    },
  },
  // What takes the place of files of `api` where ONNX Runtime computes.
  'api-onnx': {
    folder: 'api-onnx',
    scripts: {
      'server.mjs': {
        entry: 'api-onnx/main.ts',
        minify: false,
        packages: ['fastify', 'onnxruntime-node'],
        with: { 'verify.mjs': 'verify/main.ts' },
        ...besideDerive,
      },
      'test/package.test.mjs': { entry: 'api-onnx/package-test.ts', ...readable, ...belowDerive },
    },
  },
};

export const folderTemplateNames: readonly string[] = Object.keys(folderTemplates);

interface CompiledFolder {
  template: Record<string, string>;
  /** Every file that went in, to watch. */
  files: string[];
}

function keepSiblings(siblings: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'loam-siblings',
    enforce: 'pre',
    resolveId(source) {
      const id = siblings[source];
      return id === undefined ? null : { id, external: true };
    },
  };
}

interface CompiledScripts {
  /** Text by path in the bundle. */
  scripts: Record<string, string>;
  files: string[];
}

/** Everything below the templates, so that their own scripts stay short. */
const BELOW_TEMPLATES =
  /rolldown\/runtime|\/src\/(core|ml|deploy\/(?!templates\/)|deploy\/templates\/verify\/folder-files)/;

async function compileScript(
  path: string,
  { entry, minify, packages, siblings = {}, with: others }: Script,
): Promise<CompiledScripts> {
  const environment = process.env.NODE_ENV;
  const entries = { [path]: entry, ...others };
  const input = Object.fromEntries(
    Object.entries(entries).map(([name, source]) => [name, join(TEMPLATES, source)]),
  );
  const outcome = await build({
    configFile: false,
    logLevel: 'warn',
    root: TEMPLATES,
    publicDir: false,
    plugins: [keepSiblings(siblings), ...(minify ? [] : [coreWithoutComments(TEMPLATES)])],
    build: {
      write: false,
      target: 'es2022',
      minify,
      // As a library: no helper that preloads modules in a page comes along. Pages want it all small instead.
      ...(minify ? {} : { lib: { entry: input, formats: ['es'] } }),
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input,
        external: (id) => id.startsWith('node:') || packages.includes(id),
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: '[name]',
          chunkFileNames: '[name].mjs',
          codeSplitting: others ? { groups: [{ name: 'loam', test: BELOW_TEMPLATES }] } : false,
        },
      },
    },
  });
  // Vite's build sets NODE_ENV for the process that it runs in; a dev server or test run must not notice.
  if (environment === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = environment;
  const { output } = [outcome].flat()[0] as Rolldown.RolldownOutput;
  const chunks = output.filter((file) => file.type === 'chunk');
  if (chunks.length !== output.length || (!others && chunks.length > 1)) {
    throw new Error(`${entry} must bundle to scripts alone: ${output.map((f) => f.fileName)}`);
  }
  return {
    scripts: Object.fromEntries(chunks.map(({ fileName, code }) => [fileName, `${code.trim()}\n`])),
    files: chunks.flatMap(({ modules }) =>
      Object.keys(modules).filter((file) => file.startsWith('/')),
    ),
  };
}

async function plainFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

export async function compileFolderTemplateWithFiles(name: string): Promise<CompiledFolder> {
  const { folder, scripts } = folderTemplates[name]!;
  const base = join(TEMPLATES, folder, 'files');
  const template: Record<string, string> = {};
  const files: string[] = [];
  for (const path of await plainFiles(base)) {
    template[path.slice(base.length + 1).replaceAll('\\', '/')] = await readFile(path, 'utf8');
    files.push(path);
  }
  for (const [path, script] of Object.entries(scripts)) {
    const compiled = await compileScript(path, script);
    Object.assign(template, compiled.scripts);
    files.push(...compiled.files);
  }
  template[COMPILED_IN_PATH] = `${JSON.stringify(await compiledIn(files), null, 2)}\n`;
  return { template, files };
}

const compiled = new Map<string, Promise<Record<string, string>>>();

/** A folder template as text by path. Compiled once per process. */
export function compileFolderTemplate(name: string): Promise<Record<string, string>> {
  let known = compiled.get(name);
  known ??= compileFolderTemplateWithFiles(name).then(({ template }) => template);
  compiled.set(name, known);
  return known;
}
