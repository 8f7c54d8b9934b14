/** What the gallery's notebook completes, the forms it has, and a list of notebooks that keeps nothing. */
import { LoamError } from '../../../core/errors';
import type {
  NameDoc,
  NotebookListed,
  NotebookShelf,
  SampleNotebook,
  SampleOpening,
  SmartForms,
} from '../../../app/notebook/shelf-types';

export const SAMPLE_DOCS: readonly NameDoc[] = [
  {
    name: 'loam.data',
    signature: 'loam.data(ref: string): Promise<Dataset>',
    text: 'A dataset of this workspace by name and version.',
    example: "const data = await loam.data('churn@3')",
  },
  {
    name: 'loam.train',
    signature: 'loam.train(task: Task, spec: Spec | Spec[]): Promise<Run>',
    text: 'Trains, or answers the run that did so already.',
    example: 'const run = await loam.train(task, loam.model.trees())',
  },
  {
    name: 'loam.model.trees',
    signature: 'loam.model.trees(options?): Spec',
    text: 'Boosted trees.',
    example: 'loam.model.trees({ depth: 4 })',
  },
  {
    name: 'input.slider',
    signature: 'input.slider({ min, max, step, value, label }): number',
    text: 'Draws a slider. Its value is a number that other cells react to.',
    example: 'const threshold = input.slider({ min: 0, max: 1 })',
  },
];

const kinds = ['baseline', 'linear', 'trees', 'mlp'].map((value) => ({ value, label: value }));

export const SAMPLE_FORMS: SmartForms = {
  list: [
    {
      form: 'train',
      title: 'Train',
      text: 'Trains the kinds of model that you tick, on one task.',
    },
  ],
  start: () => ({ task: '', kinds: ['baseline'], seed: 1, calibrate: false }),
  fields: () =>
    Promise.resolve([
      {
        kind: 'select',
        name: 'task',
        label: 'Task',
        hint: '',
        optional: false,
        options: [{ value: 'task', label: 'task' }],
      },
      { kind: 'choices', name: 'kinds', label: 'Kinds of model', hint: '', options: kinds },
      {
        kind: 'number',
        name: 'seed',
        label: 'Seed',
        hint: 'The same seed gives the same model.',
        min: 0,
        max: 999,
        step: 1,
      },
      { kind: 'text', name: 'note', label: 'Note', hint: '', placeholder: 'why' },
      {
        kind: 'checkbox',
        name: 'calibrate',
        label: 'Calibrate',
        hint: 'Shares that can be read as chances.',
      },
    ]),
  code: ({ values }) => {
    const specs = (Array.isArray(values.kinds) ? values.kinds : []).map(
      (kind) => `loam.model.${String(kind)}()`,
    );
    return `const ladder = await loam.train(${String(values.task) || 'task'}, [${specs.join(', ')}], { seed: ${String(values.seed)} })`;
  },
};

const SAMPLES: readonly SampleNotebook[] = [
  {
    file: 'tour.ts',
    title: 'A first tour',
    sentence: 'Text, code, a control and a chart.',
    datasets: [],
  },
  {
    file: 'slow.ts',
    title: 'One that comes slowly',
    sentence: 'Until it is cancelled.',
    datasets: [],
  },
  { file: 'gone.ts', title: 'One that is not there', sentence: 'It fails.', datasets: [] },
];

export class SampleShelf implements NotebookShelf {
  readonly docs = SAMPLE_DOCS;
  readonly smart = SAMPLE_FORMS;
  #list = $state.raw<NotebookListed[]>([]);

  constructor(empty: boolean, now: number) {
    if (empty) return;
    this.#list = ['Who leaves?', 'Digits with a CNN', 'Churn 4, for the board'].map((title, i) => ({
      id: `sample-${i}`,
      title,
      at: now - i * 9_000_000,
      by: 'A',
    }));
  }

  get list() {
    return this.#list;
  }

  create(title = 'Untitled') {
    return Promise.resolve(title);
  }
  async bring(file: File) {
    if (!/\.(ts|ipynb)$/.test(file.name))
      throw new LoamError('file-unreadable', { name: file.name });
    return { type: 'notebook' as const, id: await this.create(file.name) };
  }
  samples() {
    return Promise.resolve(SAMPLES);
  }
  openSample({ file, title }: SampleNotebook, { signal, onProgress }: SampleOpening) {
    if (file === 'tour.ts') return this.create(title);
    if (file === 'gone.ts') return Promise.reject(new LoamError('object-missing'));
    onProgress({ done: 0.4, label: 'Reading' });
    return new Promise<string>((_, fail) =>
      signal.addEventListener('abort', () => fail(new LoamError('cancelled'))),
    );
  }
  open() {
    return Promise.reject(new LoamError('object-missing'));
  }
  rename(id: string, title: string) {
    this.#list = this.#list.map((each) => (each.id === id ? { ...each, title } : each));
    return Promise.resolve();
  }
  remove(id: string) {
    this.#list = this.#list.filter((each) => each.id !== id);
    return Promise.resolve();
  }
}
