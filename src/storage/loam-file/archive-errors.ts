import { LoamError } from '../../core/errors';

/** `reason` completes "The file is damaged: ...". */
export function damaged(reason: string, facts: Record<string, string | number> = {}): LoamError {
  return new LoamError('archive-damaged', { reason, ...facts });
}
