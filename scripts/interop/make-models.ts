/** Models of every kind, trained on the samples as the app trains them, and the rows that they are asked about. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rowsOf } from '../../src/core/dataset/cell';
import { readTable } from '../../src/core/dataset/read-table';
import type { Table } from '../../src/core/dataset/types';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, linkTo, type Link } from '../../src/core/hash/digest';
import { ingest } from '../../src/core/ingest/ingest';
import { canonicalBytes } from '../../src/core/json/canonical';
import { toRecipe, type ModelChoice } from '../../src/core/recipe/spec';
import type { ExportInput } from '../../src/deploy/model/types';
import { exactProvider } from '../../src/ml/engine/fused/provider';
import { sourceOf } from '../../tests/support/ingest-text';
import { MemoryObjects } from '../../tests/support/memory-objects';
import { memoryStore, trainerEffects } from '../../tests/support/trainer-effects';
import { loopEffects } from '../../tests/support/training';
import { evaluateModel } from '../../workers/analyst/evaluate-model';
import { makeTask } from '../../workers/analyst/make-task';
import { Trainer } from '../../workers/trainer/trainer';

export interface InteropModel {
  name: string;
  input: ExportInput;
  table: Table;
}

interface Sample {
  name: string;
  target: string;
  ignore: string[];
  csv(text: string): string;
}

const SAMPLES: Sample[] = [
  { name: 'iris', target: 'species', ignore: [], csv: (text) => text },
  {
    name: 'churn',
    target: 'left',
    ignore: ['customer', 'cancel_form', 'last_note'],
    csv: (text) => withBooleans(text.split('\n').slice(0, 3001)),
  },
  { name: 'diabetes', target: 'progression', ignore: [], csv: (text) => text },
];

const MODELS: Record<string, ModelChoice> = {
  net: { kind: 'mlp', hidden: [12, 6], activation: 'gelu' },
  plain: { kind: 'mlp', hidden: [8], activation: 'tanh' },
  trees: 'trees',
  forest: 'forest',
  baseline: 'baseline',
};

/** The sample has no column of truths: one is made of a row's number, with gaps. */
function withBooleans([header, ...lines]: string[]): string {
  const marks = ['yes', 'no', 'no', '', 'yes'];
  const rows = lines.filter((line) => line !== '');
  return [`paperless,${header}`, ...rows.map((line, i) => `${marks[i % 5]},${line}`)].join('\n');
}

const silent = { signal: new AbortController().signal, progress: () => undefined };

async function modelsOf({ name, target, ignore, csv }: Sample): Promise<InteropModel[]> {
  const file = join(import.meta.dirname, '../../public/samples', `${name}.csv`);
  const objects = new MemoryObjects();
  const put = async (value: unknown): Promise<Link> =>
    linkTo(await objects.put(canonicalBytes(value)));
  const store = {
    objects,
    writer: () => objects,
    putJson: (_: string, value: unknown) => put(value),
    close: () => undefined,
  };
  const source = sourceOf(csv(await readFile(file, 'utf8')));
  const { manifest, profile } = await ingest(source, {}, { writer: objects });
  const dataset = await put(manifest);
  const spec = {
    dataset,
    target,
    roles: ignore.map((column) => ({ column, role: 'ignore' as const })),
    by: 'stratified' as const,
  };
  const { task, link } = await makeTask(store, '', spec, silent);
  const facts = {
    rows: task.counts.train,
    kind: task.kind,
    classes: task.classes,
    roles: task.roles,
    columns: profile.columns,
  };
  const table = await readTable(manifest, objects);
  const trainer = new Trainer(
    trainerEffects(memoryStore(objects), [exactProvider(loopEffects.now)]),
  );
  const made: InteropModel[] = [];
  for (const [label, model] of Object.entries(MODELS)) {
    const recipe = toRecipe({ task: link, model, trainer: { epochs: 30 }, engine: 'exact' }, facts);
    const request = { workspace: '', lease: '', recipe: await put(recipe) };
    const { outcome } = await trainer.train(request, silent);
    if (outcome.type !== 'finished') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    const trained = await readManifest(objects, outcome.model, 'loam.model/1');
    const judged = { model: outcome.model, task: link, part: 'validation' as const };
    const evaluation = await evaluateModel(store, '', judged, silent, () => Promise.resolve());
    made.push({
      name: `${name}-${label}`,
      table,
      input: {
        model: {
          link: outcome.model,
          manifest: trained,
          preprocessing: await readManifest(objects, trained.preprocessing, 'loam.preprocessing/1'),
          weights: trained.weights && (await objects.get(linkDigest(trained.weights))),
        },
        recipe,
        task,
        dataset: { name, version: 1, manifest: dataset, rows: table.rows },
        evaluation: await readManifest(objects, evaluation.link, 'loam.evaluation/1'),
        name: `${name}-${label}`,
        version: 1,
        note: 'Made to be read by other tools.',
      },
    });
  }
  return made;
}

export async function makeModels(): Promise<InteropModel[]> {
  const lists: InteropModel[][] = [];
  for (const sample of SAMPLES) lists.push(await modelsOf(sample));
  return lists.flat();
}

/** `count` rows of the model's own columns, evenly over the table, and one in which nothing is given. */
export function askedRows({ input, table }: InteropModel, count: number) {
  const columns = input.model.manifest.inputs.map(({ name }) =>
    table.columns.find(({ schema }) => schema.name === name)!,
  );
  const all = rowsOf(columns, 0, table.rows);
  const step = Math.max(1, Math.floor(all.length / count));
  const picked = all.filter((_, row) => row % step === 0).slice(0, count);
  return [...picked, columns.map(() => null)];
}
