/** The scored file while it is made: `<output>.partial`, which takes its own name when it is whole. */
import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { Ending, EXIT } from './exit-codes';

export function partialPath(output: string): string {
  return `${output}.partial`;
}

/** Bytes of the partial output; 0 where there is none. */
export function partialBytes(output: string): number {
  return statSync(partialPath(output), { throwIfNoEntry: false })?.size ?? 0;
}

export class OutputFile {
  written: number;
  readonly #file: number;
  readonly #path: string;

  /** @param keep bytes of an earlier run that stay; 0 begins anew */
  constructor(
    readonly output: string,
    keep: number,
  ) {
    this.#path = partialPath(output);
    this.written = keep;
    this.#file = this.#try(() => openSync(this.#path, keep > 0 ? 'r+' : 'w'));
    this.#try(() => ftruncateSync(this.#file, keep));
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const from = at;
      at += this.#try(() =>
        writeSync(this.#file, bytes, from, bytes.length - from, this.written + from),
      );
    }
    this.written += bytes.length;
  }

  /** Returns when what was written is on the disk. */
  settle(): void {
    this.#try(() => fdatasyncSync(this.#file));
  }

  /** Takes its own name, in place of what had it. */
  finish(): void {
    this.settle();
    this.close();
    this.#try(() => renameSync(this.#path, this.output));
  }

  close(): void {
    this.#try(() => closeSync(this.#file));
  }

  /** @throws Ending */
  #try<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw outputEnding(this.output, error);
    }
  }
}

export function outputEnding(output: string, error: unknown): Ending {
  const reason = error instanceof Error ? error.message : String(error);
  return new Ending(
    EXIT.output,
    `${output} cannot be written: ${reason}\nWhat was there under that name is as it was. When it is mended, --resume goes on.`,
    { cause: error },
  );
}

export function removeFile(path: string): void {
  rmSync(path, { force: true });
}
