/** Whoever signs what leaves. */
export interface Signer {
  /** SubjectPublicKeyInfo of an ECDSA P-256 key, DER. */
  publicKey: Uint8Array;
  /** ECDSA over SHA-256 of the bytes: r and s, 32 bytes each. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}
