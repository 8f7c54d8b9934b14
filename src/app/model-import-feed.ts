/** Which columns feed a model made elsewhere, and what its answers stand for, as first guessed. */
import type { ColumnSchema } from '../core/dataset/types';
import type { TaskManifest } from '../core/task/types';
import { feedProblem } from '../deploy/foreign/feed-problem';
import type { ForeignSummary } from './commands/import-model';

export interface FeedLine {
  input: ForeignSummary['inputs'][number];
  /** Null where none is chosen. */
  column: string | null;
  /** As a clause; null where it can feed the input. */
  problem: string | null;
}

/** What a model may be fed with: features first, then what the task ignores. Never the target. */
export function feedingColumns(
  task: TaskManifest,
  schemas: readonly ColumnSchema[],
): ColumnSchema[] {
  const roles = new Map(task.roles.map(({ column, role }) => [column, role]));
  const withRole = (wanted: string) =>
    schemas.filter(({ name }) => roles.get(name) === wanted && name !== task.target);
  return [...withRole('feature'), ...withRole('ignore')];
}

/** By equal names; where no name is known, by the order of the columns. */
export function guessColumns(
  inputs: readonly { name: string }[],
  task: TaskManifest,
  schemas: readonly ColumnSchema[],
): (string | null)[] {
  const usable = feedingColumns(task, schemas);
  const names = new Set(usable.map(({ name }) => name));
  if (inputs.some(({ name }) => names.has(name))) {
    return inputs.map(({ name }) => (names.has(name) ? name : null));
  }
  const roles = new Map(task.roles.map(({ column, role }) => [column, role]));
  const features = usable.filter(({ name }) => roles.get(name) === 'feature');
  // Blank edges of an image are ignored in training, but the file wants all of its pixels.
  const used = new Set(
    (features.length >= inputs.length ? features : usable).map(({ name }) => name),
  );
  const inOrder = schemas.filter(({ name }) => used.has(name));
  return inputs.map((_, i) => inOrder[i]?.name ?? null);
}

export function feedLines(
  inputs: ForeignSummary['inputs'],
  columns: readonly (string | null)[],
  schemas: readonly ColumnSchema[],
): FeedLine[] {
  const known = new Map(schemas.map((schema) => [schema.name, schema]));
  const uses = new Map<string, number>();
  for (const column of columns) if (column) uses.set(column, (uses.get(column) ?? 0) + 1);
  return inputs.map((input, i) => {
    const column = columns[i] ?? null;
    const schema = column === null ? undefined : known.get(column);
    if (column === null || !schema) return { input, column: null, problem: 'no column is chosen' };
    if (uses.get(column)! > 1) return { input, column, problem: 'it feeds another input, too' };
    return { input, column, problem: feedProblem(input, schema) };
  });
}

/** The task's class for each of the file's: by equal labels, else by place. Null for numbers. */
export function guessAnswers(
  summary: Pick<ForeignSummary, 'classes'>,
  task: Pick<TaskManifest, 'classes'>,
): { answers: string[] | null; byLabel: boolean } {
  const { classes: theirs } = summary;
  const { classes: ours } = task;
  if (!theirs || !ours) return { answers: null, byLabel: false };
  const byLabel = theirs.length === ours.length && theirs.every((label) => ours.includes(label));
  return { answers: byLabel ? [...theirs] : [...ours], byLabel };
}

/** Gives `label` to one place; what stood there goes where the label was. */
export function reassigned(answers: readonly string[], at: number, label: string): string[] {
  const before = answers[at]!;
  return answers.map((each, i) => (i === at ? label : each === label ? before : each));
}
