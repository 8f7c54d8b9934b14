/** Where a person can go: the left navigation and the command palette. */
import type { Findable } from '../app/commands/list-findable';
import type { Loam } from '../app/loam.svelte';
import type { Toasts } from './components/toasts.svelte';
import { failing } from './failing';
import type { Router } from './router.svelte';

export type Section =
  'home' | 'notebooks' | 'data' | 'tasks' | 'runs' | 'studies' | 'models' | 'workspace';

interface Place {
  label: string;
  href: string;
  section: Section;
}

const PLACES: Place[][] = [
  [{ label: 'Home', href: '#/', section: 'home' }],
  [
    { label: 'Notebooks', href: '#/notebooks', section: 'notebooks' },
    { label: 'Data', href: '#/data', section: 'data' },
    { label: 'Tasks', href: '#/tasks', section: 'tasks' },
    { label: 'Runs', href: '#/runs', section: 'runs' },
    { label: 'Studies', href: '#/studies', section: 'studies' },
    { label: 'Models', href: '#/models', section: 'models' },
  ],
  [{ label: 'Workspace', href: '#/workspace', section: 'workspace' }],
];

export function navigation(): Place[][] {
  return PLACES;
}

const GROUPS: Record<Findable['kind'], string> = {
  notebooks: 'Notebooks',
  models: 'Models',
  data: 'Data',
  tasks: 'Tasks',
  runs: 'Runs',
  studies: 'Studies',
};

interface PaletteSource {
  loam: Loam;
  router: Router;
  toasts: Toasts;
  /** What the open workspace holds, once it was listed. */
  findable: readonly Findable[];
}

export function paletteItems({ loam, router, toasts, findable }: PaletteSource) {
  const places = PLACES.flat().map(({ label, href }) => ({
    label,
    group: 'Go to',
    run: () => router.go(href.slice(2)),
  }));
  const workspaces = loam.workspaces
    .filter(({ id }) => id !== loam.session.id)
    .map(({ id, name }) => ({
      label: name,
      group: 'Switch workspace',
      run: () => void loam.switchTo(id),
    }));
  const found = findable.map(({ kind, id, name, hint }) => ({
    label: name,
    hint,
    group: GROUPS[kind],
    run: () => router.go(`${kind}/${id}`),
  }));
  return [
    ...places,
    {
      label: 'New notebook',
      group: 'Go to',
      run: () =>
        void failing(toasts, async () =>
          router.go(`notebooks/${await loam.session.notebooks.create()}`),
        ),
    },
    {
      label: 'Import a file',
      hint: 'CSV, TSV, JSON, JSON Lines',
      group: 'Go to',
      run: () => router.go('import'),
    },
    {
      label: 'Import a model',
      hint: 'ONNX, TensorFlow.js',
      group: 'Go to',
      run: () => router.go('import-model'),
    },
    {
      label: 'Components',
      hint: 'The design language on one page',
      group: 'Go to',
      run: () => router.go('components'),
    },
    ...found,
    ...workspaces,
  ];
}
