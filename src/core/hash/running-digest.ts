/** The digest of bytes that come in pieces. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Digest } from './digest';

export interface RunningDigest {
  update(bytes: Uint8Array): void;
  /** Of everything so far; nothing can be added after it. */
  finish(): Digest;
}

export function runningDigest(): RunningDigest {
  const state = sha256.create();
  return {
    update: (bytes) => void state.update(bytes),
    finish: () => bytesToHex(state.digest()),
  };
}
