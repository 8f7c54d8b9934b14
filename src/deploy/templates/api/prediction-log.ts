/** Answers and what they were given for, as JSON Lines: a sample, with columns masked, into a file; off unless asked for. */
import { createWriteStream, type WriteStream } from 'node:fs';
import type { Log } from './log';

/** Bytes that may wait for the disk; beyond them entries are left out, and counted. */
const MOST_WAITING = 4 * 1024 * 1024;

export interface LoggedRow {
  row: Record<string, string | number | null>;
  answer: string | number | null;
  probabilities: readonly number[] | null;
  /** Where the model gives them. */
  low?: number;
  high?: number;
  set?: readonly string[];
}

export interface LoggedRequest {
  time: string;
  request: string;
  version: number;
  rows: readonly LoggedRow[];
}

export class PredictionLog {
  readonly #stream: WriteStream;
  readonly #masked: ReadonlySet<string>;
  #seen = 0;
  #left = 0;

  constructor(
    file: string,
    readonly share: number,
    mask: readonly string[],
    log: Log,
  ) {
    this.#masked = new Set(mask);
    this.#stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
    this.#stream.on('error', (error) =>
      log.write('error', 'prediction-log-failed', { reason: error.message }),
    );
  }

  /** Whether the next request is one of the sample: after n of them floor(n * share) were. */
  takesNext(): boolean {
    this.#seen++;
    return Math.floor(this.#seen * this.share) > Math.floor((this.#seen - 1) * this.share);
  }

  write({ rows, ...request }: LoggedRequest): void {
    if (this.#stream.writableLength > MOST_WAITING || !this.#stream.writable) {
      this.#left += rows.length;
      return;
    }
    const lines = rows.map((entry) => {
      const row = Object.fromEntries(
        Object.entries(entry.row).map(([name, cell]) => [
          name,
          this.#masked.has(name) ? '***' : cell,
        ]),
      );
      return `${JSON.stringify({ ...request, ...entry, row })}\n`;
    });
    this.#stream.write(lines.join(''));
  }

  /** Rows of the sample that were not written, because the disk was too slow or refused. */
  get leftOut(): number {
    return this.#left;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stream.closed || this.#stream.errored) resolve();
      else this.#stream.end(() => resolve());
    });
  }
}
