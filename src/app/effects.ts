/** What the app asks of the browser, in one place, so that tests can hand in fakes. */
import type { Clock, RandomBytes } from '../core/ports';
import type { RunOnnx } from '../deploy/onnx';
import type { OpenOnnx } from '../../workers/onnx/open-onnx';
import type { StartKernel } from './notebook/cell-runner';

export interface AppEffects {
  now: Clock;
  randomBytes: RandomBytes;
  /** Fetches a file that is part of the app itself. */
  asset(path: string): Promise<Uint8Array>;
  /** Offers bytes to the person as a download. */
  download(name: string, content: Blob): void;
  userAgent: string;
  /** Logical processors; 0 where that is not known. */
  cores: number;
  /** Opens a cage. Default: the frame of the app's own page, loaded when one is needed. */
  startKernel?: StartKernel;
  /** Runs an ONNX file. Default: ONNX Runtime in a worker, loaded when one is needed. */
  runOnnx?: RunOnnx;
  /** Opens an ONNX file that a model is computed by. Default: the same, in a worker per file. */
  openOnnx?: OpenOnnx;
}

function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export const defaultEffects: AppEffects = {
  now: () => Date.now(),
  randomBytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
  async asset(path) {
    const response = await fetch(new URL(path, document.baseURI));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  },
  download,
  userAgent: navigator.userAgent,
  cores: navigator.hardwareConcurrency ?? 0,
};

/** `n` random bytes as hex. */
export function randomHex(effects: AppEffects, n: number): string {
  return Array.from(effects.randomBytes(n), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
