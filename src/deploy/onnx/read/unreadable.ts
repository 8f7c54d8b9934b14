import { LoamError } from '../../../core/errors';

/** A file that is no model, or one that says what Loam cannot; `reason` is one plain clause. */
export function unreadable(reason: string, cause?: unknown): LoamError {
  return new LoamError('model-unreadable', { name: 'The ONNX file', reason }, { cause });
}

const LONGEST_SHOWN = 80;

/** A name from a file, short enough to be shown. */
export function shown(name: string): string {
  return name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}…` : name;
}
