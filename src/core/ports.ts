/** What core asks of the outside world. Implementations live above; fakes live in tests/support. */
import type { Digest } from './hash/digest';

/** SHA-256 of bytes as 64 lower-case hex digits. */
export type Hash = (bytes: Uint8Array) => Promise<Digest>;

/** Milliseconds since 1970-01-01 UTC. */
export type Clock = () => number;

/** `n` bytes nobody can guess; for identities of runs and leases, never for anything that is hashed. */
export type RandomBytes = (n: number) => Uint8Array;

/** Immutable bytes under their SHA-256. `get` verifies before it answers. */
export interface ObjectReader {
  /** @throws LoamError `object-missing` or `object-damaged` */
  get(digest: Digest): Promise<Uint8Array>;
  has(digest: Digest): Promise<boolean>;
}

/** Writing needs a lease: what is put stays until the lease ends or a committed manifest names it. */
export interface ObjectWriter {
  put(bytes: Uint8Array): Promise<Digest>;
}
