/** Workspaces of any content: what a person might do in any order, with real manifests behind it. */
import fc from 'fast-check';
import type { DatasetManifest } from '../../src/core/dataset/types';
import { identityOf, linkTo, type Link } from '../../src/core/hash/digest';
import type { Operation } from '../../src/core/log/types';
import { compareMakings } from '../../src/core/reproduce/compare';
import type { WorkspaceStore } from '../../src/storage';
import { environmentHere, making } from './making';

export interface Step {
  do:
    | 'dataset'
    | 'task'
    | 'run'
    | 'end'
    | 'evaluate'
    | 'open'
    | 'model'
    | 'again'
    | 'export'
    | 'note'
    | 'remove'
    | 'restore'
    | 'come-back';
  /** Chooses among what is there. */
  pick: number;
  text: string;
  /** Sizes of the objects that the step writes. */
  sizes: number[];
}

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record<Step>({
    do: fc.constantFrom(
      'dataset',
      'task',
      'run',
      'end',
      'evaluate',
      'open',
      'model',
      'again',
      'export',
      'note',
      'remove',
      'restore',
      'come-back',
    ),
    pick: fc.nat({ max: 1000 }),
    text: fc.string({ unit: 'grapheme', maxLength: 12 }),
    sizes: fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 40 }) }, fc.constant(70_000)), {
      maxLength: 2,
    }),
  }),
  { maxLength: 8 },
);

const ENVIRONMENT = { loam: '0.1.0', tfjs: '4.22.0', userAgent: 'test', adapter: null };
const ENGINE = {
  backend: 'cpu' as const,
  why: 'only one',
  measured: [{ backend: 'cpu', msPerStep: 0.5 }],
};

function chosen<T>(list: readonly T[], pick: number): T | undefined {
  return list.length === 0 ? undefined : list[pick % list.length];
}

/** Does the steps that can be done; a step that lacks its subject is left out. */
export class Person {
  readonly #store: WorkspaceStore;
  readonly #datasets: Link[] = [];
  readonly #tasks: Link[] = [];
  readonly #recipes: { recipe: Link; task: Link }[] = [];
  readonly #runs: string[] = [];
  readonly #models: Link[] = [];
  readonly #subjects: string[] = [];
  #made = 0;

  constructor(store: WorkspaceStore) {
    this.#store = store;
  }

  async doAll(list: readonly Step[]): Promise<void> {
    for (const step of list) {
      const lease = await this.#store.lease();
      const op = await this.#operation(step, lease.id);
      if (!op) {
        await lease.end();
        continue;
      }
      const [entry] = await this.#store.commit([op], lease);
      if (op.type === 'dataset-saved') this.#subjects.push(`dataset:${entry?.id}`);
      if (op.type === 'task-saved') this.#subjects.push(`task:${entry?.id}`);
      if (op.type === 'model-saved' || op.type === 'model-restored')
        this.#subjects.push(`model:${entry?.id}`);
      if (op.type === 'run-started') this.#subjects.push(`run:${op.run}`);
    }
  }

  #bytes(size: number): Uint8Array {
    const seed = ++this.#made;
    return Uint8Array.from({ length: size }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 255);
  }

  async #operation(
    { do: what, pick, text, sizes }: Step,
    lease: string,
  ): Promise<Operation | null> {
    const store = this.#store;
    const put = async (size: number) => linkTo(await store.writer(lease).put(this.#bytes(size)));
    const json = (value: unknown) => store.putJson(lease, value);
    const dataset = chosen(this.#datasets, pick);
    const task = chosen(this.#tasks, pick);
    const run = chosen(this.#runs, pick);
    const model = chosen(this.#models, pick);
    const subject = chosen(this.#subjects, pick);
    const started = chosen(this.#recipes, pick);
    switch (what) {
      case 'dataset': {
        const columns: DatasetManifest['columns'] = [];
        for (const [i, size] of sizes.entries()) {
          const chunks = [{ object: await put(size), rows: size }];
          columns.push({ schema: { name: `${text}${i}`, type: 'number' }, chunks });
        }
        const manifest = await json({ format: 'loam.dataset/1', rows: pick, columns });
        const profile = await json({
          format: 'loam.profile/1',
          rows: pick,
          duplicateRows: 0,
          columns: [],
        });
        const source = { name: text, bytes: pick, sha256: 'ab'.repeat(32), reading: 'CSV' };
        this.#datasets.push(manifest);
        return {
          type: 'dataset-saved',
          name: text,
          manifest,
          profile,
          rows: pick,
          columns: sizes.length,
          bytes: 0,
          source,
          parent: dataset ?? null,
          note: '',
        };
      }
      case 'task': {
        if (!dataset) return null;
        const parts = await put(sizes[0] ?? 3);
        const made = await json({ format: 'loam.task/1', dataset, parts, target: text, pick });
        this.#tasks.push(made);
        return {
          type: 'task-saved',
          task: made,
          name: text,
          dataset,
          kind: 'binary',
          target: text,
          sentence: text,
        };
      }
      case 'run': {
        if (!task) return null;
        const recipe = await json({ format: 'loam.recipe/1', task, seed: pick });
        const id = `run-${this.#runs.length}`;
        this.#runs.push(id);
        this.#recipes.push({ recipe, task });
        return { type: 'run-started', run: id, name: text, recipe, task, model: 'MLP', note: '' };
      }
      case 'end': {
        if (!run) return null;
        const curves = await json({ format: 'loam.curves/1', train: sizes });
        const preprocessing = await json({
          format: 'loam.preprocessing/1',
          steps: [],
          width: pick,
        });
        const weights = await put(sizes[0] ?? 9);
        const made = await json({ format: 'loam.model/1', preprocessing, weights, target: text });
        this.#models.push(made);
        const outcome = {
          type: 'finished' as const,
          model: made,
          curves,
          weightHash: null,
          epochs: 3,
          bestEpoch: 2,
          stoppedEarly: false,
        };
        const ended = {
          type: 'run-ended',
          run,
          outcome,
          engine: ENGINE,
          seconds: pick / 7,
        } as const;
        // As the first version recorded it, or with a compiled engine of its own.
        if (pick % 2) return { ...ended, environment: ENVIRONMENT };
        const environment = { ...environmentHere, module: await put(sizes[1] ?? 12) };
        return { ...ended, environment, resumed: sizes.map((size) => ({ epoch: size, step: 0 })) };
      }
      case 'again': {
        if (!run || !subject?.startsWith('model:')) return null;
        const environment = { ...environmentHere, module: await put(sizes[0] ?? 12) };
        return {
          type: 'reproduced',
          model: subject.slice('model:'.length),
          run,
          proof: compareMakings(making(), making()),
          source: { type: 'retrained', environment, seconds: pick },
        };
      }
      case 'evaluate': {
        if (!run || !model || !task) return null;
        const evaluation = await json({ format: 'loam.evaluation/1', model, task, rows: pick });
        const part = pick % 2 ? 'validation' : 'test';
        return {
          type: 'evaluated',
          run,
          part,
          evaluation,
          metric: 'accuracy',
          value: pick / 1001,
          low: null,
          high: null,
        };
      }
      case 'open':
        return run && task ? { type: 'test-opened', run, task, reason: text } : null;
      case 'model':
        return model && started
          ? {
              type: 'model-saved',
              name: text,
              model,
              run: run ?? null,
              recipe: started.recipe,
              note: '',
            }
          : null;
      case 'export':
        return model
          ? { type: 'exported', model, kind: 'page', sha256: 'cd'.repeat(32), bytes: pick }
          : null;
      case 'note':
        return subject ? { type: 'noted', subject, note: text } : null;
      case 'remove':
        return subject ? { type: 'removed', subject } : null;
      case 'restore':
        return subject ? { type: 'restored', subject } : null;
      case 'come-back': {
        // Without the dataset and parts that the task speaks of.
        const parts = linkTo(identityOf(`parts ${pick}`));
        const absent = linkTo(identityOf(`dataset ${pick}`));
        const spoken = await json({ format: 'loam.task/1', dataset: absent, parts });
        const recipe = await json({ format: 'loam.recipe/1', task: spoken, seed: 1 });
        const card = await json({ format: 'loam.card/1', name: text });
        const weights = await put(sizes[0] ?? 8);
        const made = await json({ format: 'loam.model/1', preprocessing: null, weights });
        return {
          type: 'model-restored',
          name: text,
          model: made,
          recipe,
          task: spoken,
          card,
          note: '',
        };
      }
      default:
        return what satisfies never;
    }
  }
}
