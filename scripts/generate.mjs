/**
 * Writes the modules that are made from installed packages. WebAssembly travels as a base64 module, so
 * that page, worker, Node and exported files load it alike, without a request.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** @type {{ from: string, to: string, name: string }[]} */
const WASM_MODULES = [
  {
    from: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
    to: 'src/ml/engine/tfjs/wasm-bytes.generated.ts',
    name: 'WASM_BASE64',
  },
];

/** Returns the paths that were written; files that are up to date stay untouched. */
export function generate() {
  const written = [];
  for (const { from, to, name } of WASM_MODULES) {
    const bytes = readFileSync(resolve(root, from));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const text = [
      `// Made by scripts/generate.mjs from ${from} (sha256 ${sha256}).`,
      `export const ${name} =`,
      `  '${bytes.toString('base64')}';`,
      '',
    ].join('\n');
    const path = resolve(root, to);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    written.push(to);
  }
  return written;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const path of generate()) console.log(`wrote ${path}`);
}
