/**
 * One error class and a closed union of codes. The code selects the words a person sees
 * (messages.ts); `facts` fill its blanks. Expected outcomes are values, not errors.
 */
export const ERROR_CODES = [
  // reading a file
  'file-empty',
  'file-no-rows',
  'file-not-text',
  'file-unbalanced-quote',
  'file-cell-too-long',
  'file-not-json',
  'file-too-many-columns',
  'file-unreadable',
  // data and tasks
  'target-missing',
  'target-constant',
  'target-too-many-classes',
  'no-features',
  'part-empty',
  'part-lacks-class',
  'part-learnt',
  'folds-lack-class',
  'fold-empty',
  'columns-differ',
  'nothing-to-judge',
  // training
  'loss-not-finite',
  'engine-unavailable',
  'engine-lost',
  'out-of-memory',
  'recipe-invalid',
  'study-invalid',
  'code-failed',
  'code-not-approved',
  // storage
  'storage-full',
  'storage-unavailable',
  'workspace-gone',
  'object-missing',
  'object-damaged',
  'newer-data',
  'stale-tab',
  'commit-incomplete',
  // files of ours
  'archive-damaged',
  'archive-not-loam',
  'page-damaged',
  'page-not-loam',
  'bundle-damaged',
  'bundle-not-loam',
  'export-refused',
  'claim-damaged',
  'claim-not-loam',
  'notebook-unreadable',
  'module-unreadable',
  'model-unreadable',
  // notebooks
  'argument-invalid',
  'not-found',
  'not-allowed',
  'test-sealed',
  // work
  'cancelled',
  'interrupted',
  'worker-died',
  'timed-out',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
export type Facts = Record<string, string | number>;

export class LoamError extends Error {
  override readonly name = 'LoamError';

  constructor(
    readonly code: ErrorCode,
    readonly facts: Facts = {},
    options?: { cause?: unknown },
  ) {
    super(`${code} ${JSON.stringify(facts)}`, options);
  }
}

export function isLoamError(error: unknown, code?: ErrorCode): error is LoamError {
  return error instanceof LoamError && (code === undefined || error.code === code);
}

/** Whatever was thrown, as a LoamError; a foreign error becomes `internal` with its message kept. */
export function toLoamError(error: unknown): LoamError {
  if (error instanceof LoamError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new LoamError('internal', { message }, { cause: error });
}

export function isErrorCode(code: string): code is ErrorCode {
  return (ERROR_CODES as readonly string[]).includes(code);
}
