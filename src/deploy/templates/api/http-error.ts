/** Every reason for which a request is not answered: its status, and the class that metrics count it under. */
export const REFUSALS = {
  'bad-json': 400,
  'bad-request': 400,
  'no-key': 401,
  'not-found': 404,
  'wrong-method': 405,
  'too-slow': 408,
  'too-large': 413,
  'wrong-type': 415,
  'too-many': 429,
  internal: 500,
  overloaded: 503,
  stopping: 503,
} as const;

export type Refusal = keyof typeof REFUSALS;

/** A request that is refused, with one plain sentence for who sent it. */
export class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    message: string,
    /** Seconds, for Retry-After. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

export function badRequest(message: string): Refused {
  return new Refused('bad-request', message);
}
