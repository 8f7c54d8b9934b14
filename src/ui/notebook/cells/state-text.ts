/** A cell's state in words, and the sign at its edge. */
import type { CellState, KernelState, ResultAge } from '../../../app/notebook/types';
import { ago } from '../../ago';
import type { Tone } from '../../components/tone';
import { formatDuration } from '../../format';

export interface StateText {
  sign: string;
  text: string;
  tone: Tone;
}

export function stateText(state: CellState, seconds: number | null): StateText {
  switch (state) {
    case 'idle':
      return { sign: '', text: 'not run', tone: 'plain' };
    case 'stale':
      return { sign: '▲', text: 'stale', tone: 'warn' };
    case 'queued':
      return { sign: '…', text: 'waits', tone: 'info' };
    case 'running':
      return { sign: '', text: 'runs', tone: 'info' };
    case 'done':
      return {
        sign: '✓',
        text: seconds === null ? 'done' : formatDuration(seconds * 1000),
        tone: 'ok',
      };
    case 'failed':
      return { sign: '✕', text: 'failed', tone: 'bad' };
    case 'ready':
      return { sign: '◆', text: 'ready, waits for a press', tone: 'info' };
    case 'unapproved':
      return { sign: '▲', text: 'not approved', tone: 'warn' };
    default:
      throw state satisfies never;
  }
}

/** What stands in place of the state where the result is not of this session. */
export function ageText({ at, file, stale, whole }: ResultAge): StateText {
  const when = file ? 'came with the file' : `from ${ago(at)}`;
  if (!whole) {
    const text = `result ${when} was too large to keep, run the cell to see it`;
    return { sign: '', text, tone: 'plain' };
  }
  return stale
    ? { sign: '▲', text: `stale, ${when}`, tone: 'warn' }
    : { sign: '', text: when, tone: 'plain' };
}

export function kernelText(kernel: KernelState): { text: string; tone: Tone } {
  switch (kernel) {
    case 'off':
      return { text: 'kernel off', tone: 'plain' };
    case 'starting':
      return { text: 'kernel starts', tone: 'info' };
    case 'ready':
      return { text: 'kernel ready', tone: 'ok' };
    case 'busy':
      return { text: 'kernel busy', tone: 'info' };
    case 'lost':
      return { text: 'kernel lost', tone: 'bad' };
    default:
      throw kernel satisfies never;
  }
}
