/**
 * What `noted` and `removed` speak of: `dataset:<id>`, `task:<id>`, `run:<id>`, `model:<id>`, `notebook:<id>`, `module:<id>`,
 * `brief:<id>` or `study:<id>`.
 */
import type { TableName } from './rows';
import type { LogEntry } from './types';

const TABLE_OF = {
  dataset: 'datasets',
  task: 'tasks',
  run: 'runs',
  model: 'models',
  notebook: 'notebooks',
  module: 'modules',
  brief: 'briefs',
  study: 'studies',
} as const satisfies Record<string, TableName>;

export type SubjectKind = keyof typeof TABLE_OF;
export type SubjectTable = (typeof TABLE_OF)[SubjectKind];

export function subjectFor(kind: SubjectKind, id: string): string {
  return `${kind}:${id}`;
}

/** Null for what is no subject. */
export function parseSubject(subject: string): { table: SubjectTable; id: string } | null {
  const colon = subject.indexOf(':');
  const kind = subject.slice(0, Math.max(0, colon));
  const id = subject.slice(colon + 1);
  if (!Object.hasOwn(TABLE_OF, kind) || id === '') return null;
  return { table: TABLE_OF[kind as SubjectKind], id };
}

/** The live documents that a log speaks of, removed ones included: those of its notebooks. */
export function documentsOf(entries: Iterable<LogEntry>): Set<string> {
  const documents = new Set<string>();
  for (const { op } of entries) if (op.type === 'notebook-saved') documents.add(op.notebook);
  return documents;
}

/** Those of notebooks that have been removed, and not restored since. */
export function removedDocuments(entries: Iterable<LogEntry>): Set<string> {
  const removed = new Set<string>();
  for (const { op } of entries) {
    const subject =
      op.type === 'removed' || op.type === 'restored' ? parseSubject(op.subject) : null;
    if (subject?.table !== 'notebooks') continue;
    if (op.type === 'removed') removed.add(subject.id);
    else removed.delete(subject.id);
  }
  return removed;
}

/** The subject that an entry is a part of, and goes with when that is removed; else null. */
export function subjectOf(entry: LogEntry): string | null {
  const { op } = entry;
  switch (op.type) {
    case 'dataset-saved':
      return subjectFor('dataset', entry.id);
    case 'task-saved':
      return subjectFor('task', entry.id);
    case 'model-saved':
    case 'model-restored':
      return subjectFor('model', entry.id);
    case 'reproduced':
      return subjectFor('model', op.model);
    case 'run-started':
    case 'run-ended':
    case 'evaluated':
      return subjectFor('run', op.run);
    case 'notebook-saved':
    case 'notebook-version':
    case 'results-kept':
      return subjectFor('notebook', op.notebook);
    case 'brief-saved':
      return subjectFor('brief', entry.id);
    case 'study-started':
    case 'study-changed':
    case 'trial-started':
    case 'trial-ended':
      return subjectFor('study', op.study);
    case 'module-saved':
      return subjectFor('module', entry.id);
    default:
      return null;
  }
}
