/**
 * A claim: a small JSON file in which one device says what a recipe gave there, so that another can hold it
 * against its own. Its hash shows damage, not who wrote it: a claim is as good as the person who sends it.
 */
import { LoamError } from '../errors';
import { METRICS, type MetricName } from '../metrics/names';
import { identityOf, type Digest, type Link } from '../hash/digest';
import { canonicalBytes } from '../json/canonical';
import type { Device } from '../log/device';
import { device } from '../log/environment-shape';
import type { RunEngine } from '../recipe/types';
import { metricName, runEngine } from '../formats/vocabulary';
import {
  digest,
  distinct,
  link,
  listOf,
  number,
  only,
  orNull,
  record,
  text,
  where,
  wordOf,
} from '../shape/check';
import { TOLERANCE, type Making } from './compare';

export interface Claim {
  format: 'loam.claim/1';
  recipe: Link;
  task: Link;
  dataset: Link;
  engine: RunEngine;
  /** The compiled engine; null for engines of others. */
  module: Digest | null;
  /** The weights; of a model without weights, its manifest. */
  weightHash: Digest;
  losses: { train: number | null; validation: number | null };
  metrics: { name: MetricName; value: number | null }[];
  /** Relative, see `Proof.tolerance`. */
  tolerance: number;
  device: Device;
  loam: string;
  /** The identity of the other fields. */
  self: Digest;
}

/** Far more than any claim has. */
const MOST_BYTES = 64 * 1024;
const MOST_TEXT = 100;

const short = where(text, (value) => value.length <= MOST_TEXT);

const claim = where(
  record<Claim>({
    format: only('loam.claim/1'),
    recipe: link,
    task: link,
    dataset: link,
    engine: runEngine,
    module: orNull(digest),
    weightHash: digest,
    losses: record<Claim['losses']>({ train: orNull(number), validation: orNull(number) }),
    metrics: listOf(record<Claim['metrics'][number]>({ name: metricName, value: orNull(number) })),
    tolerance: number,
    device,
    loam: short,
    self: digest,
  }),
  ({ metrics, tolerance, device: { browser, system } }) =>
    distinct(metrics.map(({ name }) => name)) &&
    tolerance > 0 &&
    tolerance <= TOLERANCE &&
    short(browser) &&
    short(system),
);

/** The bytes of the file. */
export function writeClaim(fields: Omit<Claim, 'format' | 'self' | 'tolerance'>): Uint8Array {
  const body = { format: 'loam.claim/1' as const, tolerance: TOLERANCE, ...fields };
  return canonicalBytes({ ...body, self: identityOf(body) } satisfies Claim);
}

/**
 * @param name of the file, for the words of an error
 * @throws LoamError `claim-not-loam`, `claim-damaged`, `newer-data`
 */
export function readClaim(bytes: Uint8Array, name: string): Claim {
  const value = bytes.length <= MOST_BYTES ? parsed(bytes) : null;
  const format = wordOf(value, 'format') ?? '';
  const version = /^loam\.claim\/([1-9]\d*)$/.exec(format)?.[1];
  if (version === undefined) throw new LoamError('claim-not-loam', { name });
  if (version !== '1') throw new LoamError('newer-data', { format });
  if (!claim(value)) {
    throw new LoamError('claim-damaged', { name, reason: 'its fields are not those of a claim' });
  }
  const { self, ...body } = value;
  if (identityOf(body) !== self) {
    throw new LoamError('claim-damaged', { name, reason: 'it does not match its own hash' });
  }
  return value;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

/** What the claim says was made. */
export function claimedMaking({ weightHash, losses, metrics, device }: Claim): Making {
  const named = metrics.map(({ name, value }) => ({ name: METRICS[name].label, value }));
  return { bits: weightHash, losses, metrics: named, device };
}
