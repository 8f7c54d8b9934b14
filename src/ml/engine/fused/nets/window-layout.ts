/**
 * A window as the module wants it (assembly/window.ts): numbers for its block, and the offsets of places
 * and taps. Offsets are into one row, which is a staged one where the window reaches past the edge.
 */
import type { Window } from '../../../../core/network/plan';

export interface WindowLayout {
  /** Bytes of each place of the window, and of each value in it, from the first value of a row. */
  placeOffsets: Uint32Array;
  tapOffsets: Uint32Array;
  /** Values from one staged row to the next; 0 where rows serve as they are. */
  stagedPitch: number;
  stagedWidth: number;
  lines: number;
  /** Values in each line of the window. */
  segment: number;
  /** Values from one line of a row to the next. */
  linePitch: number;
  copies: number;
}

/** Values that a store of a whole panel may reach past the last line. */
const SLACK = 8;

/** A window over all channels. `backwards`: its input has a gradient, which is stored by panels of 8. */
export function convLayout(window: Window, backwards: boolean): WindowLayout {
  const [height, width] = window.size;
  const channels = window.input[2];
  const segment = width * channels;
  const staged = reaches(window) || (backwards && segment % 8 !== 0);
  const base = layoutOf(window, 1, staged);
  const tapOffsets = new Uint32Array(height * segment);
  for (let tap = 0; tap < tapOffsets.length; tap++) {
    const line = Math.floor(tap / segment);
    tapOffsets[tap] = 4 * (line * base.linePitch + (tap % segment));
  }
  return { ...base, tapOffsets, lines: height, segment };
}

/** A window over each channel, of which there are `copies`. */
export function depthwiseLayout(window: Window, copies: number): WindowLayout {
  const [height, width] = window.size;
  const channels = window.input[2] * copies;
  const base = layoutOf(window, copies, reaches(window) || copies > 1);
  const tapOffsets = new Uint32Array(height * width);
  for (let tap = 0; tap < tapOffsets.length; tap++) {
    const line = Math.floor(tap / width);
    tapOffsets[tap] = 4 * (line * base.linePitch + (tap % width) * channels);
  }
  return { ...base, tapOffsets, lines: height, segment: width * channels };
}

type Base = Omit<WindowLayout, 'tapOffsets' | 'lines' | 'segment'>;

function layoutOf(window: Window, copies: number, staged: boolean): Base {
  const [lines, columns] = window.output;
  const channels = window.input[2] * copies;
  const [stagedHeight, stagedWidth] = staged ? extent(window) : window.input;
  const linePitch = stagedWidth * channels;
  const placeOffsets = new Uint32Array(lines * columns);
  for (let place = 0; place < placeOffsets.length; place++) {
    const y = Math.floor(place / columns) * window.stride[0];
    const x = (place % columns) * window.stride[1];
    placeOffsets[place] = 4 * (y * linePitch + x * channels);
  }
  const stagedSize = stagedHeight * linePitch;
  const stagedPitch = staged ? Math.ceil((stagedSize + SLACK) / 4) * 4 : 0;
  return { placeOffsets, stagedPitch, stagedWidth, linePitch, copies };
}

/** Height and width with the zeros that the window reaches. */
function extent(window: Window): [number, number] {
  const along = (axis: 0 | 1) =>
    Math.max(window.pad[axis] + window.input[axis], reachOf(window, axis));
  return [along(0), along(1)];
}

function reachOf({ output, stride, size }: Window, axis: 0 | 1): number {
  return (output[axis] - 1) * stride[axis] + size[axis];
}

function reaches(window: Window): boolean {
  const past = (axis: 0 | 1) => window.pad[axis] > 0 || reachOf(window, axis) > window.input[axis];
  return past(0) || past(1);
}
