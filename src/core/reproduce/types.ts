/** What it means that a model was made again, as the log keeps it. */
import type { Digest } from '../hash/digest';
import type { Device } from '../log/device';
import type { Environment } from '../log/environment';

/**
 * 0 recorded: recipe and data are known, nothing more. 1: the same numbers within the tolerance. 2: the same
 * bits on the same device. 3: the same bits on another device.
 */
export type Level = 0 | 1 | 2 | 3;

/** One number of both. */
export interface ComparedNumber {
  /** "train loss", "validation loss", or the name of a metric. */
  what: string;
  first: number | null;
  again: number | null;
  /** Within the tolerance. */
  same: boolean;
}

export interface Proof {
  level: Level;
  /** Largest difference of two numbers that count as the same, as a share of the larger. */
  tolerance: number;
  /** The weights of both; of models without weights, their manifests. */
  bits: { first: Digest; again: Digest };
  numbers: ComparedNumber[];
  /** Where the model was first made, and where again. */
  devices: { first: Device; again: Device };
}

export type ProofSource =
  | { type: 'retrained'; environment: Environment; seconds: number }
  /** Someone's file says so: `claim` is its own hash. */
  | { type: 'claim'; claim: Digest; loam: string };

/** A proof with where it comes from. */
export interface Check {
  proof: Proof;
  source: ProofSource;
}
