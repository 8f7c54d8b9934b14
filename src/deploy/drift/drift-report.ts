/** From counts to what is said of each input, the worst first; limits and their sources are in DRIFT.md. */
import type { InputSignature } from '../../core/model/types';
import type { ColumnTally } from './column-count';
import { LEVELS, psi } from './psi';

export type DriftLevel = 'same' | 'watch' | 'shifted';

export interface InputDrift {
  input: string;
  level: DriftLevel;
  /** Null for texts, and where no number came. */
  psi: number | null;
  /** Shares of the rows. `unseen` is null where the signature names no categories, `outside` where it has no span. */
  missing: number;
  unseen: number | null;
  outside: number | null;
  /** What the level comes from, the worst first; empty for `same`. */
  reasons: DriftReason[];
}

export type DriftReason = 'psi' | 'unseen' | 'outside' | 'missing';

export interface DriftReport {
  rows: number;
  inputs: InputDrift[];
}

interface Limits {
  watch: number;
  shifted: number;
}

const PSI: Limits = { watch: 0.1, shifted: 0.25 };
const STRANGE: Limits = { watch: 0.01, shifted: 0.1 };
const MISSING: Limits = { watch: 0.1, shifted: 0.5 };
/** 95 % point of chi-squared with 5 degrees of freedom. */
const BY_CHANCE = 11.07;
const LEAST_ROWS = 3;

const ORDER: Record<DriftLevel, number> = { same: 0, watch: 1, shifted: 2 };

function levelOf(value: number, { watch, shifted }: Limits): DriftLevel {
  return value >= shifted ? 'shifted' : value >= watch ? 'watch' : 'same';
}

export function inputDrift(
  { name, categories, quantiles }: InputSignature,
  tally: ColumnTally,
): InputDrift {
  const { rows, missing, unseen, outside, below, upTo } = tally;
  const numbers = rows - missing;
  const hasPsi = below.length === LEVELS.length && numbers > 0;
  const index = hasPsi ? psi(below, upTo, numbers) : null;
  const hasSpan = quantiles !== null && quantiles.at(-1)! > quantiles[0]!;

  const share = (count: number) => (rows === 0 ? 0 : count / rows);
  const strange = (count: number, limits: Limits): DriftLevel =>
    count < LEAST_ROWS ? 'same' : levelOf(share(count), limits);
  const levels: [DriftReason, DriftLevel][] = [
    ['psi', index === null || index * numbers < BY_CHANCE ? 'same' : levelOf(index, PSI)],
    ['unseen', strange(unseen, STRANGE)],
    ['outside', strange(outside, STRANGE)],
    ['missing', strange(missing, MISSING)],
  ];
  const found = levels
    .filter(([, level]) => level !== 'same')
    .sort(([, a], [, b]) => ORDER[b] - ORDER[a]);
  return {
    input: name,
    level: found[0]?.[1] ?? 'same',
    psi: index,
    missing: share(missing),
    unseen: categories === null ? null : share(unseen),
    outside: hasSpan ? share(outside) : null,
    reasons: found.map(([reason]) => reason),
  };
}

/** How much there is to it, to order inputs of one level. */
function weight({ psi: index, unseen, outside, missing }: InputDrift): number {
  return Math.max(index ?? 0, unseen ?? 0, outside ?? 0, missing);
}

/** The worst first; equal ones keep their order. */
export function worstFirst(inputs: readonly InputDrift[]): InputDrift[] {
  return [...inputs].sort((a, b) => ORDER[b.level] - ORDER[a.level] || weight(b) - weight(a));
}
