/** What the compiled module exports; every argument is an address in its memory or a number. */
import { loadedOnce, loadModule } from '../load-module';
import type { EngineModule } from '../../engine';

/** Documented in assembly/. */
export interface TreesExports {
  findBounds(values: number, rows: number, bins: number, bounds: number, scratch: number): number;
  assignBins(values: number, rows: number, bounds: number, count: number, into: number): void;
  assignCodes(values: number, rows: number, count: number, into: number): void;
  takeAllRows(problem: number): void;
  gradients(problem: number): number;
  growTree(problem: number, output: number): number;
  predictRows(program: number, rows: number, count: number, out: number): void;
  takeClass(problem: number, nodes: number, output: number): void;
  addTree(problem: number, bins: number, rows: number, scores: number): void;
}

export interface TreesInstance {
  memory: WebAssembly.Memory;
  exports: TreesExports;
}

/** The module that this build has; it is loaded when it is asked for. */
export const treesModule = loadedOnce(async () => {
  const { TREES_BASE64, TREES_SHA256 } = await import('./trees.generated');
  return { base64: TREES_BASE64, digest: TREES_SHA256 };
});

/** @param bytes that its memory must hold */
export async function treesInstance(module: EngineModule, bytes: number): Promise<TreesInstance> {
  const { memory, exports } = await loadModule(module, bytes);
  return { memory, exports: exports as unknown as TreesExports };
}
