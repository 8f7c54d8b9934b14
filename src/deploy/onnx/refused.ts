import { LoamError } from '../../core/errors';

/** A part of a model that a format has no way to say. */
export function refused(format: string, reason: string): LoamError {
  return new LoamError('export-refused', { format, reason });
}
