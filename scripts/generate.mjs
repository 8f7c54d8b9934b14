/**
 * Writes the modules that are made: WebAssembly travels as a base64 module, so that page, worker, Node and
 * exported files load it alike, without a request. One comes from an installed package, ours are compiled
 * from AssemblyScript, each only when its sources have changed.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** @type {{ from: string, to: string, name: string }[]} */
const PACKAGED = [
  {
    from: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
    to: 'src/ml/engine/tfjs/wasm-bytes.generated.ts',
    name: 'WASM_BASE64',
  },
];

/** Memory is imported, so that it can be shared between threads. */
const SHARED_MEMORY = [
  ...['--noExportMemory', '--importMemory', '--sharedMemory', '--maximumMemory', '65536'],
  ...['--enable', 'threads'],
];

/**
 * Sources below `folder`, `folder`/index.ts being what is exported; there is no runtime.
 * Without SHARED_MEMORY a module exports memory of its own. `digest` names the SHA-256 of the module's bytes,
 * for those that runs name: hashing them takes longer than compiling them.
 *
 * @type {{ folder: string, to: string, name: string, digest?: string, flags: string[] }[]}
 */
const COMPILED = [
  {
    folder: 'src/ml/engine/fused/nets/assembly',
    to: 'src/ml/engine/fused/nets/exact.generated.ts',
    name: 'EXACT_NETS_BASE64',
    digest: 'EXACT_NETS_SHA256',
    flags: SHARED_MEMORY,
  },
  {
    folder: 'src/ml/engine/fused/nets/assembly',
    to: 'src/ml/engine/fused/nets/fast.generated.ts',
    name: 'FAST_NETS_BASE64',
    digest: 'FAST_NETS_SHA256',
    flags: [...SHARED_MEMORY, '--enable', 'relaxed-simd'],
  },
  {
    folder: 'src/ml/engine/fused/predict/assembly',
    to: 'src/ml/engine/fused/predict/predict.generated.ts',
    name: 'PREDICT_BASE64',
    digest: 'PREDICT_SHA256',
    flags: SHARED_MEMORY,
  },
  {
    folder: 'src/ml/engine/fused/trees/assembly',
    to: 'src/ml/engine/fused/trees/trees.generated.ts',
    name: 'TREES_BASE64',
    digest: 'TREES_SHA256',
    flags: SHARED_MEMORY,
  },
  {
    folder: 'src/core/ingest/assembly',
    to: 'src/core/ingest/scan-records.generated.ts',
    name: 'SCAN_RECORDS_BASE64',
    flags: [],
  },
  {
    folder: 'src/deploy/templates/api/predict/assembly',
    to: 'src/deploy/templates/api/predict/write-rows.generated.ts',
    name: 'WRITE_ROWS_BASE64',
    flags: [],
  },
];

const FLAGS = [
  ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
  ...['--enable', 'simd', '--enable', 'bulk-memory'],
];

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function moduleText(origin, { name, digest }, bytes) {
  return [
    `// Made by scripts/generate.mjs from ${origin}.`,
    ...(digest ? [`export const ${digest} = '${sha256(bytes)}';`] : []),
    `export const ${name} =`,
    `  '${bytes.toString('base64')}';`,
    '',
  ].join('\n');
}

/** Writes unless it is there; returns whether it did. */
function write(to, text) {
  const path = resolve(root, to);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return false;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return true;
}

function packaged(module) {
  const { from, to } = module;
  const bytes = readFileSync(resolve(root, from));
  return write(to, moduleText(`${from} (sha256 ${sha256(bytes)})`, module, bytes));
}

/** Name and content of every source, the flags, and the compiler's version: the same gives the same text. */
function sourceHash({ folder, flags, digest }) {
  const files = readdirSync(resolve(root, folder), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts'))
    .sort();
  const version = JSON.parse(
    readFileSync(resolve(root, 'node_modules/assemblyscript/package.json'), 'utf8'),
  ).version;
  const parts = files.map((file) => [file, sha256(readFileSync(resolve(root, folder, file)))]);
  return files.length === 0 ? null : sha256(JSON.stringify([version, FLAGS, flags, parts, digest]));
}

async function compiled(module) {
  const { folder, to, flags } = module;
  const hash = sourceHash(module);
  if (hash === null) throw new Error(`There is no source in ${folder}`);
  const origin = `${folder} (sources ${hash})`;
  const path = resolve(root, to);
  if (existsSync(path) && readFileSync(path, 'utf8').split('\n', 1)[0]?.includes(origin))
    return false;
  const { main } = await import('assemblyscript/asc');
  const scratch = mkdtempSync(join(tmpdir(), 'loam-asc-'));
  const out = join(scratch, 'module.wasm');
  try {
    const { error, stderr } = await main([
      `${folder}/index.ts`,
      '--baseDir',
      root,
      '-o',
      out,
      ...FLAGS,
      ...flags,
    ]);
    if (error)
      throw new Error(`${folder} does not compile:\n${stderr.toString() || error.message}`);
    return write(to, moduleText(origin, module, readFileSync(out)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Returns the paths that were written; files that are up to date stay untouched. */
export async function generate() {
  const written = [];
  for (const module of PACKAGED) if (packaged(module)) written.push(module.to);
  for (const module of COMPILED) if (await compiled(module)) written.push(module.to);
  return written;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const path of await generate()) console.log(`wrote ${path}`);
}
