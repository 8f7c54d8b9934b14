/**
 * A file that is open while it is asked something, and a while longer. One whose runtime has failed or was ended is
 * opened anew by the next question.
 */
import type { RunGraph } from '../../src/deploy/onnx/kept';
import type { OpenedOnnx, OpenOnnx } from './open-onnx';

const IDLE_MS = 30_000;

export interface IdleGraph {
  run: RunGraph;
  /** Lets go at once; a later question opens it again. */
  release(): void;
}

export function idleGraph(model: Uint8Array, open: OpenOnnx, idleMs: number = IDLE_MS): IdleGraph {
  let opened: Promise<OpenedOnnx> | null = null;
  let running = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function release(): void {
    clearTimeout(timer);
    // What could not be opened has let go by itself, and has told whoever asked.
    opened?.then(
      (onnx) => onnx.release(),
      () => undefined,
    );
    opened = null;
  }

  return {
    release,
    async run(feeds, outputs) {
      clearTimeout(timer);
      running++;
      const asked = (opened ??= open(model));
      try {
        return await (await asked).run(feeds, outputs);
      } catch (error) {
        if (opened === asked) release();
        throw error;
      } finally {
        running--;
        if (running === 0) timer = setTimeout(release, idleMs);
      }
    },
  };
}
