/** Models of irises that ONNX Runtime computes, taken into a workspace as a person does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importModel } from '../../src/app/commands/import-model';
import { loadModel, type LoadedModel } from '../../src/app/commands/load-model';
import { notebookPlace, sampleLines, type NotebookPlace } from './notebook-place';

const FOLDER = 'tests/golden/onnx/kept';

export const bytesOf = (name: string) => readFileSync(join(FOLDER, `${name}.onnx`));
export const fileOf = (name: string) => new File([bytesOf(name)], `${name}.onnx`);

/** A workspace with the irises and a task over them. The caller closes it. */
export async function irisPlace(): Promise<NotebookPlace> {
  const place = await notebookPlace();
  const { loam } = place;
  await place.add('iris', sampleLines('iris.csv', 150));
  const task = loam.task(await loam.data('iris'), { predict: 'species' });
  await loam.train(task, loam.model.baseline());
  return place;
}

export async function irisFeedOf({ session }: NotebookPlace) {
  const [dataset] = await session.store.find('datasets', 'name', 'iris');
  const [task] = await session.store.find('tasks', 'dataset', dataset!.manifest);
  const { classes } = await session.json(task!.task, 'loam.task/1');
  const { columns } = await session.json(dataset!.manifest, 'loam.dataset/1');
  const names = columns.map(({ schema }) => schema.name);
  return { task: task!, classes: classes!, columns: names.slice(0, 4) };
}

/** The file of that name in tests/golden/onnx/kept, as a model version. */
export async function keptIrisModel(place: NotebookPlace, name: string): Promise<LoadedModel> {
  const { session } = place;
  const { task, classes, columns } = await irisFeedOf(place);
  const answers = name === 'svc' ? ['setosa', 'versicolor', 'virginica'] : classes;
  const { model } = await importModel(session, {
    files: [fileOf(name)],
    task,
    columns,
    answers,
    name,
    note: '',
  });
  return (await loadModel(session, model))!;
}
