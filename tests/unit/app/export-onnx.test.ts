/** What is ONNX is tried before it leaves the app: a runtime that disagrees with the golden examples keeps it here. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handOver, prepareExport } from '../../../src/app/commands/export-model';
import { loadModel, type LoadedModel } from '../../../src/app/commands/load-model';
import { isLoamError, type LoamError } from '../../../src/core/errors';
import type { ExportKind } from '../../../src/core/log/export-kinds';
import { explain } from '../../../src/core/messages';
import type { RunOnnx } from '../../../src/deploy/onnx';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../support/notebook-place';
import { runOnnx } from '../../support/onnx-runtime';

let place: NotebookPlace;
let model: LoadedModel;

beforeAll(async () => {
  place = await notebookPlace();
  const { loam, session } = place;
  await place.add('iris', sampleLines('iris.csv', 150));
  const task = loam.task(await loam.data('iris'), { predict: 'species' });
  const { id } = await loam.save(await loam.train(task, loam.model.linear()), 'irises');
  model = (await loadModel(session, id))!;
}, 60_000);
afterAll(() => place.close());

/** Answers as ONNX Runtime does, but for one probability of the row. */
function off(row: number, by: number): RunOnnx {
  return async (bytes, feeds) => {
    const answers = await runOnnx(bytes, feeds);
    const probabilities = Array.from(answers.probabilities as ArrayLike<number>);
    const classes = model.manifest.classes!.length;
    probabilities[row * classes] = probabilities[row * classes]! + by;
    return { ...answers, probabilities };
  };
}

async function prepared(kind: ExportKind, run: RunOnnx) {
  const { session } = place;
  session.effects.runOnnx = run;
  const api = kind === 'api' ? ({ runtime: 'onnx' } as const) : {};
  return prepareExport(session, kind, [model], api);
}

const HOLDS_ONNX: ExportKind[] = ['onnx', 'mlflow', 'huggingface', 'api'];

describe('an export that holds an ONNX file', () => {
  it.each(HOLDS_ONNX)('leaves as %s where ONNX Runtime answers as the app does', async (kind) => {
    const made = await prepared(kind, runOnnx);
    expect(made.bytes.length).toBeGreaterThan(0);
    await handOver(place.session, made);
    const found = await place.session.store.find('exports', 'model', model.row.model);
    expect(found.map((row) => row.kind)).toContain(kind);
  });

  it.each(HOLDS_ONNX)(
    'is refused as %s where it answers a golden example otherwise, and says which',
    async (kind) => {
      const before = await place.session.store.list('exports');
      const downloads = [...place.asked.downloads];
      const error = await prepared(kind, off(2, 1e-3)).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(isLoamError(error, 'export-refused')).toBe(true);
      const { facts } = error as LoamError;
      expect(facts.reason).toMatch(/^golden example 3 is answered with 0\.\d+ instead of 0\.\d+ /);
      const { what, kept } = explain(error as LoamError);
      expect(what).toContain(`cannot carry this model: ${facts.reason}`);
      expect(kept).toBe('Nothing has left; the model is as before.');
      expect(await place.session.store.list('exports')).toEqual(before);
      expect(place.asked.downloads).toEqual(downloads);
    },
  );

  it('is refused where the runtime cannot run it at all, with what that says', async () => {
    const error = new Error('no kernel for Gather');
    await expect(prepared('onnx', () => Promise.reject(error))).rejects.toBe(error);
  });
});
