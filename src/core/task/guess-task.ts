/** From a table to a task nobody had to describe: target, kind, positive class, metric, roles, findings. */
import type { Column, DatasetProfile, Table } from '../dataset/types';
import { LoamError } from '../errors';
import { columnFacts, type ColumnFacts } from './guess/column-facts';
import { guessFindings } from './guess/guess-findings';
import { guessKind } from './guess/guess-kind';
import { guessMetric } from './guess/guess-metric';
import { guessPositive } from './guess/guess-positive';
import { guessRoles, type RoleGuess } from './guess/guess-roles';
import { guessSentence } from './guess/guess-sentence';
import { guessTarget } from './guess/guess-target';
import { rowKeys } from './row-keys';
import { checkTarget, labelCounts, orderClasses, readTarget } from './target';
import type { TaskGuess, TaskKind } from './types';

export interface GuessOptions {
  /** Overrides the guess of the target. */
  target?: string;
  /** Overrides the guess of the positive class; ignored where it is no class of a binary target. */
  positive?: string;
}

/** From this many rows on a hash threshold holds the shares well enough by itself. */
const LARGE = 2_000;
/** A class with fewer rows needs its share dealt to the row. */
const SMALL_CLASS = 50;

/**
 * @param table the whole dataset, or an evenly spaced sample of up to 50,000 of its rows
 * @param profile of the whole dataset
 * @throws LoamError `target-missing`, `target-constant`, `target-too-many-classes`
 */
export function guessTask(
  table: Table,
  profile: DatasetProfile,
  options: GuessOptions = {},
): TaskGuess {
  const all = columnFacts(table, profile);
  const chosen = options.target === undefined ? guessTarget(all) : named(all, options.target);
  const kind = kindOf(chosen);
  checkTarget(chosen.column, kind);

  const counts = kind === 'regression' ? null : labelCounts(chosen.column);
  const positive = kind === 'binary' ? positiveOf(counts!, options.positive) : null;
  const classes = counts && orderClasses(counts.keys(), positive);
  const target = readTarget(chosen.column, kind, classes);
  const roles = guessRoles(all, chosen.name, target);
  const values = target.type === 'number' ? target.values : null;
  return {
    kind,
    target: chosen.name,
    positive,
    classes,
    metric: guessMetric(kind, counts ?? new Map(), positive),
    roles: roles.map(({ column, role, why }) => ({ column, role, why })),
    by: byOf(all, roles, profile.rows, counts),
    findings: guessFindings({
      all,
      roles,
      profile,
      target: chosen.name,
      counts,
      repeatedButForId: repeatedButForId(table, roles, profile),
    }),
    sentence: guessSentence({ kind, target: chosen.name, positive, counts, values, roles }),
  };
}

/** What kind of task a target column asks for. */
export function guessTargetKind(column: Column, rows: number): TaskKind {
  return kindOf(columnFacts({ rows, columns: [column] })[0]!);
}

/** Nothing can be learnt where there are fewer than two values; `checkTarget` then says why. */
function kindOf(facts: ColumnFacts): TaskKind {
  return facts.distinct < 2 ? 'multiclass' : guessKind(facts);
}

function named(all: ColumnFacts[], name: string): ColumnFacts {
  const facts = all.find((f) => f.name === name);
  if (!facts) throw new LoamError('target-missing', { target: name });
  return facts;
}

function positiveOf(counts: ReadonlyMap<string, number>, wanted: string | undefined): string {
  return wanted !== undefined && counts.has(wanted) ? wanted : guessPositive(counts);
}

/** By time where the file is a time series: one row per moment, in order. Else by hash, stratified where small. */
function byOf(
  all: readonly ColumnFacts[],
  roles: readonly RoleGuess[],
  rows: number,
  counts: ReadonlyMap<string, number> | null,
): TaskGuess['by'] {
  const series = all.some(
    (f, i) =>
      f.column.schema.type === 'datetime' &&
      f.ordered &&
      (roles[i]!.role === 'time' || roles[i]!.role === 'feature'),
  );
  if (series && counts === null) return 'time';
  const least = counts ? Math.min(...counts.values()) : Infinity;
  return rows < LARGE || least < SMALL_CLASS ? 'stratified' : 'hash';
}

function repeatedButForId(
  table: Table,
  roles: readonly RoleGuess[],
  profile: DatasetProfile,
): number {
  const ids = new Set(roles.filter((r) => r.role === 'id').map((r) => r.column));
  if (ids.size === 0 || table.rows < profile.rows) return 0;
  const content = table.columns.map((c) => c.schema.name).filter((name) => !ids.has(name));
  const { high, low } = rowKeys(table, { seed: 0, content });
  const seen = new Set<number>();
  for (let i = 0; i < table.rows; i++) seen.add(high[i]! * 2097152 + (low[i]! >>> 11));
  return Math.max(0, table.rows - seen.size - profile.duplicateRows);
}
