/** What a person should know before training, one plain sentence each; the gravest first. */
import type { DatasetProfile } from '../../dataset/types';
import type { Finding } from '../types';
import type { ColumnFacts } from './column-facts';
import type { RoleGuess } from './guess-roles';
import { plainList } from './plain-list';
import { plainNumber } from '../../evaluation/plain-number';
import { plainShare } from './plain-share';

/** Significant digits in sentences. */
const DIGITS = 4;

const MOSTLY = 0.5;
const MANY = 100;
const FEW_ROWS = 20;

function columnFinding(facts: ColumnFacts, guess: RoleGuess): Finding | null {
  const { name: column } = facts;
  const missing = 1 - facts.present / facts.rows;
  switch (guess.reason) {
    case 'leak':
      return { type: 'leak', column, text: `${column} is left out because ${guess.why}.` };
    case 'identifier':
      return { type: 'identifier', column, text: `${column} is not learnt from: ${guess.why}.` };
    case 'empty':
    case 'constant':
      return { type: 'constant', column, text: `${column} is left out: ${guess.why}.` };
    case 'free-text':
      return { type: 'free-text', column, text: `${column} is left out: ${guess.why}.` };
    case 'near-unique':
      return { type: 'many-categories', column, text: `${column} is left out: ${guess.why}.` };
    case 'feature':
      if (missing > MOSTLY) {
        return {
          type: 'mostly-missing',
          column,
          text: `${column} is missing in ${plainShare(missing)} of rows.`,
        };
      }
      if (facts.column.kind === 'coded' && facts.distinct > MANY) {
        const text = `${column} has ${plainNumber(facts.distinct, DIGITS)} categories; rare ones share one input.`;
        return { type: 'many-categories', column, text };
      }
      return null;
    case 'target':
    case 'group':
    case 'time':
      return null;
    default:
      return guess.reason satisfies never;
  }
}

function classFindings(
  target: string,
  counts: ReadonlyMap<string, number>,
  rows: number,
  profileRows: number,
): Finding[] {
  const findings: Finding[] = [];
  const single = [...counts].filter(([, n]) => n === 1).map(([label]) => label);
  if (single.length > 0 && rows === profileRows) {
    const text = `${plainList(single)} of ${target} ${single.length === 1 ? 'has a single row, which trains' : 'have a single row each, which train'} and cannot be judged.`;
    findings.push({ type: 'single-row-class', column: target, text });
  }
  const rare = [...counts].filter(
    ([, n]) => n > 1 && (n < FEW_ROWS || n < 0.01 * rows) && counts.size > 1,
  );
  const uneven = rare.filter(([, n]) => n * counts.size * 2 < rows);
  if (uneven.length > 0) {
    const named = uneven.map(
      ([label, n]) => `${label} (${plainNumber(n, DIGITS)} ${n === 1 ? 'row' : 'rows'})`,
    );
    findings.push({
      type: 'rare-class',
      column: target,
      text: `Rare in ${target}: ${plainList(named)}.`,
    });
  }
  return findings;
}

function repeatFinding(profile: DatasetProfile, repeated: number, id: string | null): Finding[] {
  const findings: Finding[] = [];
  const rows = (n: number) => (n === 1 ? '1 row repeats' : `${plainNumber(n, DIGITS)} rows repeat`);
  if (profile.duplicateRows > 0) {
    const text = `${rows(profile.duplicateRows)} an earlier row in every column; equal rows stay in one part.`;
    findings.push({ type: 'duplicates', column: null, text });
  }
  if (id !== null && repeated > 0) {
    const text = `${rows(repeated)} an earlier row in everything but ${id}; such rows may be dealt to different parts.`;
    findings.push({ type: 'duplicates', column: id, text });
  }
  return findings;
}

export interface FindingsInput {
  all: readonly ColumnFacts[];
  roles: readonly RoleGuess[];
  profile: DatasetProfile;
  target: string;
  /** Rows per class; null for regression. */
  counts: ReadonlyMap<string, number> | null;
  /** Rows of the sample that repeat another in everything but the id. */
  repeatedButForId: number;
}

export function guessFindings(input: FindingsInput): Finding[] {
  const { all, roles, profile, target, counts } = input;
  const columns = all.flatMap((facts, i) => columnFinding(facts, roles[i]!) ?? []);
  const infinite = profile.columns.flatMap((p): Finding[] => {
    const n = p.numeric?.infinite ?? 0;
    if (n === 0) return [];
    return [
      {
        type: 'infinite',
        column: p.name,
        text: `${p.name} is infinite in ${plainNumber(n, DIGITS)} rows; they count as missing.`,
      },
    ];
  });
  const rows = all[0]?.rows ?? 0;
  const id = roles.find((r) => r.role === 'id')?.column ?? null;
  return [
    ...columns.filter((f) => f.type === 'leak'),
    ...(counts ? classFindings(target, counts, rows, profile.rows) : []),
    ...repeatFinding(profile, input.repeatedButForId, id),
    ...columns.filter((f) => f.type !== 'leak'),
    ...infinite,
  ];
}
