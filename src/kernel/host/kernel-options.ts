/**
 * What a kernel is made of. Kernel code uses no bundler syntax: the app hands in the address of the
 * frame and the texts that are evaluated inside.
 *
 *     createKernel(options: KernelOptions): RunningKernel        // create-kernel.ts
 */
import type { Kernel, Verbs } from './types';
import type { OpenCage } from './frame';

/** Texts of `virtual:loam-template/cage-<name>`, each a script for the cage. */
export type CageCode = 'runtime' | 'plot' | 'arquero' | 'tf';

export interface KernelOptions {
  /** Address of cage.html, beside the app's index.html. */
  frameUrl: string;
  /** Asked at most once per name; `runtime` at once, the others when a cell first mentions them. */
  code(name: CageCode): Promise<string>;
  verbs: Verbs;
  /** The frame is put, unseen, at the end of its body. */
  document: Document;
  onState?(state: CageState): void;
  /** Default: a frame in `document`. Tests hand in a port without one. */
  openCage?: OpenCage;
}

export type CageState = 'starting' | 'ready' | 'busy' | 'lost';

export interface RunningKernel extends Kernel {
  /** The first cage is up. */
  readonly ready: Promise<void>;
  /** Messages out of the cage that did not fit the protocol and were dropped. */
  readonly dropped: number;
}
