/** What a person can look for by name: notebooks, models, data, tasks, runs and studies, newest first. */
import type { WorkspaceStore } from '../../storage';

export interface Findable {
  kind: 'notebooks' | 'models' | 'data' | 'tasks' | 'runs' | 'studies';
  id: string;
  name: string;
  hint: string;
}

/** So many of each kind; older ones are found in their lists. */
const MOST = { limit: 500 };

export async function listFindable(store: WorkspaceStore): Promise<Findable[]> {
  const [notebooks, models, datasets, tasks, runs, studies] = await Promise.all([
    store.list('notebooks', MOST),
    store.list('models', MOST),
    store.list('datasets', MOST),
    store.list('tasks', MOST),
    store.list('runs', MOST),
    store.list('studies', MOST),
  ]);
  return [
    ...notebooks.map(({ id, title }) => ({
      kind: 'notebooks' as const,
      id,
      name: title || 'Untitled notebook',
      hint: '',
    })),
    ...models.map(({ id, name, version, note }) => ({
      kind: 'models' as const,
      id,
      name: `${name} ${version}`,
      hint: note,
    })),
    ...datasets.map(({ id, name, version, source }) => ({
      kind: 'data' as const,
      id,
      name: `${name} ${version}`,
      hint: source.name,
    })),
    ...tasks.map(({ id, name, target }) => ({
      kind: 'tasks' as const,
      id,
      name,
      hint: `predicts ${target}`,
    })),
    ...runs.map(({ id, name, model }) => ({ kind: 'runs' as const, id, name, hint: model })),
    ...studies.map(({ id, name, kind }) => ({ kind: 'studies' as const, id, name, hint: kind })),
  ];
}
