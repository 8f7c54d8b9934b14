import { device, environment } from '../log/environment-shape';
import {
  digest,
  flag,
  listOf,
  number,
  only,
  orNull,
  record,
  text,
  union,
  where,
  type Check as ShapeCheck,
} from '../shape/check';
import type { ComparedNumber, Level, Proof, ProofSource } from './types';

const level: ShapeCheck<Level> = (value): value is Level =>
  value === 0 || value === 1 || value === 2 || value === 3;

const comparedNumber = record<ComparedNumber>({
  what: text,
  first: orNull(number),
  again: orNull(number),
  same: flag,
});

const proof = where(
  record<Proof>({
    level,
    tolerance: number,
    bits: record<Proof['bits']>({ first: digest, again: digest }),
    numbers: listOf(comparedNumber),
    devices: record<Proof['devices']>({ first: device, again: device }),
  }),
  // The same bits are level 2 or 3, other bits are below.
  ({ level, bits }) => (bits.first === bits.again) === level >= 2,
);

const source = union<ProofSource, 'type'>('type', {
  retrained: record({ type: only('retrained'), environment, seconds: number }),
  claim: record({ type: only('claim'), claim: digest, loam: text }),
});

/** The fields of a `Check`. */
export const check = { proof, source };
