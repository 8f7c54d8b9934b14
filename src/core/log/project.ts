/** One entry of the log as changes to the rows that the screens list. Pure: same log, same rows. */
import { toEnvironment } from './environment';
import type { Score, TableName, Tables } from './rows';
import { parseSubject } from './subjects';
import type { LogEntry, Operation } from './types';

/**
 * `put` adds a row and leaves a row of the same id as it is. `remove` hides a row, `restore` shows it
 * again, and `patch` reaches hidden rows too; of a row that is not there they do nothing. So an entry
 * about an unknown run changes nothing.
 */
export type Change = {
  [T in TableName]:
    | { type: 'put'; table: T; row: Tables[T] }
    | { type: 'patch'; table: T; id: string; fields: Partial<Tables[T]> }
    | { type: 'remove' | 'restore'; table: T; id: string };
}[TableName];

export type VersionedTable = 'datasets' | 'models' | 'notebookVersions' | 'modules';

/** The name under which an operation saves a further version; null for operations that save none. */
export function versionedName(op: Operation): { table: VersionedTable; name: string } | null {
  if (op.type === 'dataset-saved') return { table: 'datasets', name: op.name };
  if (op.type === 'model-saved' || op.type === 'model-restored')
    return { table: 'models', name: op.name };
  if (op.type === 'notebook-version') return { table: 'notebookVersions', name: op.notebook };
  if (op.type === 'module-saved') return { table: 'modules', name: op.name };
  return null;
}

/**
 * @param versionOf how many versions have been saved under a name so far, removed ones included, so that
 * a version number is never given twice; 0 for a new name.
 */
export function project(
  entry: LogEntry,
  versionOf: (table: VersionedTable, name: string) => number,
): Change[] {
  const { op, id, at, by } = entry;
  switch (op.type) {
    case 'dataset-saved': {
      const { type: _, ...fields } = op;
      const version = versionOf('datasets', op.name) + 1;
      return [{ type: 'put', table: 'datasets', row: { id, at, by, ...fields, version } }];
    }
    case 'task-saved': {
      const { type: _, ...fields } = op;
      return [{ type: 'put', table: 'tasks', row: { id, at, by, note: '', ...fields } }];
    }
    case 'run-started': {
      const { type: _, run, ...fields } = op;
      const pending = {
        code: 'code' in op ? op.code : null,
        status: 'running' as const,
        outcome: null,
        engine: null,
        environment: null,
        seconds: null,
        resumed: [],
        validation: null,
        test: null,
      };
      return [{ type: 'put', table: 'runs', row: { id: run, at, by, ...fields, ...pending } }];
    }
    case 'run-ended': {
      const { outcome, engine, seconds } = op;
      const environment = toEnvironment(op.environment);
      const resumed = 'resumed' in op ? op.resumed : [];
      const fields = { status: outcome.type, outcome, engine, environment, seconds, resumed };
      return [{ type: 'patch', table: 'runs', id: op.run, fields }];
    }
    case 'evaluated': {
      const { type: _, run, ...score } = op;
      return scored(run, score);
    }
    case 'test-opened': {
      const { run, task, reason } = op;
      return [{ type: 'put', table: 'openings', row: { id, at, by, note: '', run, task, reason } }];
    }
    case 'model-saved': {
      const { type: _, ...fields } = op;
      const version = versionOf('models', op.name) + 1;
      const row = { id, at, by, ...fields, card: null, version, again: null, elsewhere: null };
      return [{ type: 'put', table: 'models', row }];
    }
    case 'model-restored': {
      const { name, model, recipe, card, note } = op;
      const version = versionOf('models', name) + 1;
      const row = { id, at, by, name, model, recipe, card, note, run: null, version };
      return [{ type: 'put', table: 'models', row: { ...row, again: null, elsewhere: null } }];
    }
    case 'reproduced': {
      const { model, proof, source } = op;
      const check = { at, by, proof, source };
      const fields = source.type === 'claim' ? { elsewhere: check } : { again: check };
      return [{ type: 'patch', table: 'models', id: model, fields }];
    }
    case 'exported': {
      const { type: _, ...fields } = op;
      return [{ type: 'put', table: 'exports', row: { id, at, by, note: '', ...fields } }];
    }
    case 'notebook-saved': {
      const { notebook, title } = op;
      const row = {
        id: notebook,
        at,
        by,
        note: '',
        title,
        versions: 0,
        changed: at,
        results: null,
      };
      const fields = { title, changed: at };
      return [
        { type: 'put', table: 'notebooks', row },
        { type: 'patch', table: 'notebooks', id: notebook, fields },
      ];
    }
    case 'notebook-version': {
      const { type: _, ...fields } = op;
      const version = versionOf('notebookVersions', op.notebook) + 1;
      const changes = { versions: version, changed: at };
      const modules = 'modules' in op ? op.modules : [];
      const row = { id, at, by, note: '', ...fields, version, modules };
      return [
        { type: 'put', table: 'notebookVersions', row },
        { type: 'patch', table: 'notebooks', id: op.notebook, fields: changes },
      ];
    }
    case 'results-kept': {
      const { notebook, results } = op;
      return [{ type: 'patch', table: 'notebooks', id: notebook, fields: { results } }];
    }
    case 'module-saved': {
      const { type: _, ...fields } = op;
      const version = versionOf('modules', op.name) + 1;
      return [{ type: 'put', table: 'modules', row: { id, at, by, note: '', ...fields, version } }];
    }
    case 'brief-saved': {
      const { type: _, ...fields } = op;
      return [{ type: 'put', table: 'briefs', row: { id, at, by, note: '', ...fields } }];
    }
    case 'study-started': {
      const { type: _, study, ...fields } = op;
      const row = { id: study, at, by, note: '', ...fields, state: 'running' as const };
      return [{ type: 'put', table: 'studies', row }];
    }
    case 'study-changed':
      return [{ type: 'patch', table: 'studies', id: op.study, fields: { state: op.state } }];
    case 'trial-started': {
      const { type: _, ...fields } = op;
      const pending = { outcome: 'running' as const, result: null, mean: null, sd: null };
      const row = { id: trialId(op), at, by, note: '', ...fields, ...pending };
      return [{ type: 'put', table: 'trials', row }];
    }
    case 'trial-ended': {
      const { outcome, result, mean, sd } = op;
      const fields = { outcome, result, mean, sd };
      return [{ type: 'patch', table: 'trials', id: trialId(op), fields }];
    }
    case 'analysed': {
      const { type: _, ...fields } = op;
      return [{ type: 'put', table: 'analyses', row: { id, at, by, note: '', ...fields } }];
    }
    case 'noted': {
      const subject = parseSubject(op.subject);
      return subject ? [{ type: 'patch', ...subject, fields: { note: op.note } }] : [];
    }
    case 'removed':
    case 'restored': {
      const subject = parseSubject(op.subject);
      return subject ? [{ type: op.type === 'removed' ? 'remove' : 'restore', ...subject }] : [];
    }
    case 'workspace-named':
      return [];
    default:
      return op satisfies never;
  }
}

/** The id of a trial's row. */
export function trialId({ study, number }: { study: string; number: number }): string {
  return `${study}:${number}`;
}

/** A run's row shows validation and test; scores on train stay in the log. */
function scored(run: string, score: Score): Change[] {
  if (score.part === 'train') return [];
  return [{ type: 'patch', table: 'runs', id: run, fields: { [score.part]: score } }];
}
