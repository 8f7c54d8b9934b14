import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Digest } from './digest';

/** SHA-256 of bytes that arrive in pieces. */
export class HashStream {
  readonly #state = sha256.create();

  update(bytes: Uint8Array): void {
    this.#state.update(bytes);
  }

  /** Ends the stream. */
  digest(): Digest {
    return bytesToHex(this.#state.digest());
  }
}
