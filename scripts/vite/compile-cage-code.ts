/**
 * Compiles the scripts that the cage evaluates, each whole in itself: strict, without imports, in the form
 * of a function's body that returns what its entry exports.
 */
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

const entries = {
  runtime: source('kernel/cage/runtime.ts'),
  plot: source('kernel/cage/plot.ts'),
  arquero: source('kernel/cage/arquero.ts'),
  tf: source('ml/engine/tfjs/cage.ts'),
};

export type CageCodeName = keyof typeof entries;
export const cageCodeNames = Object.keys(entries) as CageCodeName[];

/** Beginning of what the runtime of the cage is given; see src/kernel/cage/runtime.ts. */
const endings: Record<CageCodeName, string> = {
  runtime: 'loamCage.start(port);',
  plot: 'return loamCage;',
  arquero: 'return loamCage;',
  tf: 'return loamCage;',
};

export interface CompiledCode {
  code: string;
  /** Every file that went in, to watch. */
  files: string[];
}

export async function compileCageCodeWithFiles(name: CageCodeName): Promise<CompiledCode> {
  // Vite's build sets NODE_ENV for the process that it runs in; a dev server or test run must not notice.
  const environment = process.env.NODE_ENV;
  const outcome = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4096,
      lib: { entry: entries[name], formats: ['iife'], name: 'loamCage', fileName: name },
      rolldownOptions: {
        // Names of classes are shown to people.
        output: { codeSplitting: false, keepNames: true },
      },
    },
  });
  if (environment === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = environment;
  const { output } = [outcome].flat()[0] as Rolldown.RolldownOutput;
  const [chunk] = output;
  if (!chunk || output.length > 1 || chunk.imports.length > 0 || chunk.dynamicImports.length > 0) {
    throw new Error(
      `the cage's ${name} must bundle to one script: ${output.map((f) => f.fileName)}`,
    );
  }
  return {
    code: `'use strict';${chunk.code.trim()}\n${endings[name]}`,
    files: Object.keys(chunk.modules).filter((file) => file.startsWith('/')),
  };
}

const compiled = new Map<CageCodeName, Promise<string>>();

/** One of them as text, compiled once per process. */
export function compileCageCode(name: CageCodeName): Promise<string> {
  let code = compiled.get(name);
  if (!code) compiled.set(name, (code = compileCageCodeWithFiles(name).then(({ code }) => code)));
  return code;
}
