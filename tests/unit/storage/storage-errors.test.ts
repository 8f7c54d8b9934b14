import { describe, expect, it } from 'vitest';
import { LoamError } from '../../../src/core/errors';
import { inLoamWords, storageError } from '../../../src/storage/storage-errors';

const named = (name: string, inner?: unknown) =>
  Object.assign(new Error(`${name} message`), { name, inner });

describe('an error of the database', () => {
  it('has its code by what lies at the bottom of it', () => {
    const full = named('AbortError', new DOMException('', 'QuotaExceededError'));
    expect(storageError(full).code).toBe('storage-full');
    expect(storageError(named('OpenFailedError', named('VersionError'))).code).toBe('newer-data');
    const forbidden = named('DatabaseClosedError', named('SecurityError'));
    expect(storageError(forbidden).code).toBe('storage-unavailable');
    expect(storageError(named('DatabaseClosedError')).code).toBe('workspace-gone');
    expect(storageError(named('ConstraintError'))).toMatchObject({
      code: 'internal',
      facts: { message: 'ConstraintError message' },
    });
    expect(storageError('odd').code).toBe('internal');
  });

  it('keeps its code when it is Loam’s own, also inside another', () => {
    const own = new LoamError('stale-tab', { known: 1 });
    expect(storageError(own)).toBe(own);
    expect(storageError(named('AbortError', own))).toBe(own);
  });

  it('is a full disk when the transaction says so, whatever was thrown', async () => {
    const failing = () => Promise.reject(named('TransactionInactiveError'));
    const why = () => new DOMException('', 'QuotaExceededError');
    await expect(inLoamWords(failing, why)).rejects.toMatchObject({ code: 'storage-full' });
    await expect(inLoamWords(failing)).rejects.toMatchObject({ code: 'internal' });
  });
});
