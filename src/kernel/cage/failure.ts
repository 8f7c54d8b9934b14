/**
 * Whatever a cell threw, in words, with the place in the cell's source. Stacks are read in Chromium's
 * (`at f (cell-a.js:3:5)`) and in Firefox's form (`f@cell-a.js:3:5`).
 */
import type { CellFailure } from '../protocol';
import { columnInSource, LINES_BEFORE_BODY } from '../analysis/evaluable';
import { leafOf } from './leaf';
import {
  append,
  apply,
  exec,
  getOwnPropertyDescriptor,
  getterOf,
  slice,
  textOf,
} from './primordials';
import { isProxy } from './proxies';
import { className, dataProperty } from './structure';

const TEXT = 10_000;
const FRAMES = 20;

/** `stack` is data in some engines, and a native getter of each error or of the prototype in others. */
const sample = new Error('');
const nativeStack =
  getOwnPropertyDescriptor(sample, 'stack')?.get ??
  getOwnPropertyDescriptor(Error.prototype, 'stack')?.get;
const exception = typeof DOMException === 'undefined' ? null : DOMException.prototype;
const exceptionName = exception && getterOf(exception, 'name');
const exceptionMessage = exception && getterOf(exception, 'message');

export function stackOf(error: object): string {
  try {
    const found = isProxy(error) ? undefined : getOwnPropertyDescriptor(error, 'stack');
    if (typeof found?.value === 'string') return found.value;
    const stack: unknown = nativeStack && apply(nativeStack, error, []);
    return typeof stack === 'string' ? stack : '';
  } catch {
    return '';
  }
}

export const sourceName = (cell: string) => `cell-${cell}.js`;

export interface CellFrame {
  cell: string;
  line: number;
  column: number;
}

/** The frames that are in cells, innermost first; places are those of the evaluated text. */
export function cellFrames(stack: string): CellFrame[] {
  const frames: CellFrame[] = [];
  const place = /cell-([A-Za-z0-9_-]{1,64})\.js:(\d+):(\d+)/g;
  while (frames.length < FRAMES) {
    const found = exec(place, stack);
    if (!found) break;
    append(frames, { cell: found[1]!, line: +found[2]! - LINES_BEFORE_BODY, column: +found[3]! });
  }
  return frames;
}

function nameAndMessage(thrown: unknown): { name: string; message: string } {
  if ((typeof thrown === 'object' || typeof thrown === 'function') && thrown !== null) {
    if (isProxy(thrown)) return { name: 'Thrown value', message: 'a Proxy was thrown' };
    try {
      if (exceptionName && exceptionMessage) {
        const [name, message] = [exceptionName(thrown), exceptionMessage(thrown)];
        return { name: name as string, message: message as string };
      }
    } catch {
      // Not a DOMException.
    }
    const name = dataProperty(thrown, 'name');
    const message = dataProperty(thrown, 'message');
    const isError = stackOf(thrown) !== '';
    if (typeof message === 'string' && (isError || typeof name === 'string')) {
      return { name: typeof name === 'string' ? name : className(thrown), message };
    }
    const what = leafOf(thrown)?.text ?? className(thrown);
    return { name: 'Thrown value', message: `a value that is not an Error was thrown: ${what}` };
  }
  const text = leafOf(thrown)!.text;
  return { name: 'Thrown value', message: `a value that is not an Error was thrown: ${text}` };
}

/** @param bodies the evaluated text of each cell, for columns */
export function failureOf(
  thrown: unknown,
  cell: string,
  bodyOf: (cell: string) => string | undefined,
): CellFailure {
  let failure: CellFailure;
  try {
    const { name, message } = nameAndMessage(thrown);
    failure = {
      name: slice(name, 0, 200),
      message: slice(message, 0, TEXT),
      line: null,
      column: null,
      stack: [],
    };
    if (thrown === null || typeof thrown !== 'object') return failure;
    const frames = cellFrames(stackOf(thrown));
    for (let i = 0; i < frames.length; i++) {
      const frame = frames[i]!;
      if (frame.line < 1) continue;
      if (failure.line === null && frame.cell === cell) {
        failure.line = frame.line;
        failure.column = columnInSource(bodyOf(cell) ?? '', frame.line, frame.column);
      } else append(failure.stack, `cell ${frame.cell}, line ${textOf(frame.line)}`);
    }
    return failure;
  } catch {
    return {
      name: 'Thrown value',
      message: 'what was thrown cannot be looked at',
      line: null,
      column: null,
      stack: [],
    };
  }
}
