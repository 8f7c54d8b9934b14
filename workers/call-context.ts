/** What every call to a worker has beside its request. */
export interface CallContext<P> {
  signal: AbortSignal;
  progress(event: P): void;
}

/** Share of the work done, 0 to 1, and what is being done in a few words. */
export interface Progress {
  done: number;
  label: string;
}
