#!/usr/bin/env node
/** `node score.mjs in.csv out.csv`: see README.md beside it. */
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import process, { argv, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { isLoamError } from '../../../core/errors';
import { fusedPredictor } from '../../../ml/engine/fused/predict/fused-predictor';
import { readArguments, type Asked } from './arguments';
import { Ending, EXIT } from './exit-codes';
import { ownBundle } from './own-bundle';
import { progressLine } from './progress-line';
import { scoreFile, type Start } from './score-file';
import {
  inputErrorText,
  mismatchText,
  stoppedText,
  summaryText,
  unexpectedText,
  USAGE,
} from './words';

type Job = Extract<Asked, { type: 'score' }>;

function isSameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false; // one of them is not there yet
  }
}

function sayStart(start: Start, output: string): void {
  switch (start.type) {
    case 'new':
      return;
    case 'resumed':
      stderr.write(`Going on after ${start.rows} rows.\n`);
      return;
    case 'unfit':
      stderr.write(`${output}.partial cannot be gone on with: ${start.reason}. Starting anew.\n`);
      return;
    default:
      start satisfies never;
  }
}

async function score({ input, output, resume, quiet }: Job, signal: AbortSignal): Promise<void> {
  if (isSameFile(input, output)) {
    throw new Ending(EXIT.usage, 'The file to write must be another than the one to read.');
  }
  const { models, identity } = await ownBundle(dirname(fileURLToPath(import.meta.url)));
  const { manifest, preprocessing, weights } = models[0]!.model;
  const predictor = await fusedPredictor(manifest, preprocessing, weights);
  const progress = progressLine(quiet ? null : stderr);
  const outcome = await scoreFile({
    input,
    output,
    resume,
    scorer: identity,
    manifest,
    predictor,
    signal,
    onProgress: (share, rows) => progress.show(share, rows),
    onStart: (start) => {
      if (!quiet || start.type === 'unfit') sayStart(start, output);
    },
  }).finally(() => progress.clear());
  if (outcome.type === 'header-mismatch') {
    throw new Ending(EXIT.input, mismatchText(input, outcome));
  }
  if (!quiet) stderr.write(summaryText(manifest, preprocessing, outcome));
}

/** How it ended, said on the standard error output. */
function ended(error: unknown, { input, output }: Job, stoppedWith: number): number {
  if (error instanceof Ending) {
    stderr.write(`${error.message}\n`);
    return error.code;
  }
  if (isLoamError(error, 'cancelled')) {
    stderr.write(`${stoppedText(output)}\n`);
    return stoppedWith;
  }
  const text = isLoamError(error) ? inputErrorText(input, error) : null;
  stderr.write(`${text ?? unexpectedText(error)}\n`);
  return text ? EXIT.input : EXIT.unexpected;
}

async function main(): Promise<number> {
  const asked = readArguments(argv.slice(2));
  switch (asked.type) {
    case 'help':
      stdout.write(USAGE);
      return EXIT.done;
    case 'wrong':
      stderr.write(`${asked.problem}\n\n${USAGE}`);
      return EXIT.usage;
    case 'score': {
      const stop = new AbortController();
      let stoppedWith: number = EXIT.interrupted;
      process.once('SIGINT', () => stop.abort());
      process.once('SIGTERM', () => {
        stoppedWith = EXIT.terminated;
        stop.abort();
      });
      try {
        await score(asked, stop.signal);
        return EXIT.done;
      } catch (error) {
        return ended(error, asked, stoppedWith);
      }
    }
    default:
      return asked satisfies never;
  }
}

process.exitCode = await main();
