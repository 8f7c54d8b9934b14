/** What every call to a worker has beside its request. */
export interface CallContext<P> {
  signal: AbortSignal;
  /** @param mayWait of many that come fast: they are sent together, once per frame. Default: sent at once */
  progress(event: P, mayWait?: boolean): void;
}

/** Share of the work done, 0 to 1, and what is being done in a few words. */
export interface Progress {
  done: number;
  label: string;
}
