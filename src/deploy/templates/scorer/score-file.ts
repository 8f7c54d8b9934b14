/** One file from input to output, with a state beside the output from which a later run can go on. */
import type { Digest } from '../../../core/hash/digest';
import type { ModelManifest } from '../../../core/model/types';
import type { Predictor } from '../../../ml/predict/predictor';
import { scoreCsv } from '../../scoring/score-csv';
import type { ScoreOutcome, ScorePoint } from '../../scoring/types';
import { openInput, type InputFile } from './input-file';
import { outputEnding, OutputFile, partialBytes, removeFile } from './output-file';
import { readState, writeState, type RunState } from './state-file';

/** Bytes of output between two states: well under a second of work. */
const STATE_BYTES = 4 << 20;

export interface FileJob {
  input: string;
  output: string;
  resume: boolean;
  /** Identity of the scorer. */
  scorer: Digest;
  manifest: ModelManifest;
  predictor: Predictor;
  signal: AbortSignal;
  onProgress(share: number, rows: number): void;
  /** Where a run goes on, or why it does not although it was asked to. */
  onStart(start: Start): void;
}

export type Start =
  | { type: 'new' }
  | { type: 'resumed'; rows: number }
  /** The partial output is of another scorer or input, or is not there. */
  | { type: 'unfit'; reason: string };

export function statePath(output: string): string {
  return `${output}.state.json`;
}

type Identity = Pick<RunState, 'scorer' | 'input'>;

function misfit(state: RunState, { scorer, input }: Identity, partial: number): string | null {
  if (state.scorer !== scorer) return 'it was made by another scorer';
  if (state.input.bytes !== input.bytes || state.input.digest !== input.digest)
    return 'it was made of another input';
  return partial < state.written ? 'a part of it is missing' : null;
}

async function startOf(
  { output, resume, onStart }: FileJob,
  identity: Identity,
): Promise<RunState | null> {
  const state = resume ? await readState(statePath(output)) : null;
  const reason = state && misfit(state, identity, partialBytes(output));
  if (reason) onStart({ type: 'unfit', reason });
  else if (state) onStart({ type: 'resumed', rows: state.point.tally.rows });
  else onStart({ type: 'new' });
  return reason ? null : state;
}

/** @throws Ending, or LoamError as `scoreCsv` does; the state stays for a later run */
export async function scoreFile(job: FileJob): Promise<ScoreOutcome> {
  const input = await openInput(job.input);
  try {
    return await scoreOpened(job, input);
  } finally {
    await input.close();
  }
}

async function scoreOpened(job: FileJob, input: InputFile): Promise<ScoreOutcome> {
  const { output, manifest, predictor, signal, onProgress } = job;
  const identity: Identity = {
    scorer: job.scorer,
    input: { bytes: input.source.size, digest: await input.digest() },
  };
  const start = await startOf(job, identity);
  const place = statePath(output);
  // A state must never stand beside an output that it is not of.
  if (!start) removeFile(place);

  let file: OutputFile | null = null;
  const opened = () => (file ??= new OutputFile(output, start?.written ?? 0));
  let stated = start?.written ?? 0;
  const keepState = (point: () => ScorePoint) => {
    const { written } = opened();
    if (written - stated < STATE_BYTES && !signal.aborted) return;
    opened().settle();
    const state: RunState = { format: 'loam.scorer-state/1', ...identity, written, point: point() };
    try {
      writeState(place, state);
    } catch (error) {
      throw outputEnding(output, error);
    }
    stated = written;
  };
  const outcome = await scoreCsv(input.source, manifest, predictor, {
    write: (bytes) => opened().write(bytes),
    signal,
    onProgress,
    onPoint: keepState,
    ...(start && { from: start.point }),
  });
  if (outcome.type === 'scored') {
    opened().finish();
    removeFile(place);
  }
  return outcome;
}
