/** A file that ONNX Runtime has open may take any time: what takes too long is ended, and the next question begins anew. */
import type { Endpoint } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LoamError } from '../../../../src/core/errors';
import { explain } from '../../../../src/core/messages';
import type { ModelManifest } from '../../../../src/core/model/types';
import { writeOnnx } from '../../../../src/deploy/onnx';
import { expose } from '../../../../workers/expose';
import type { OnnxApi, OnnxValue } from '../../../../workers/onnx/contract';
import { modelPredictor } from '../../../../workers/onnx/model-predictor';
import { onnxOpener, RUN_MS } from '../../../../workers/onnx/open-onnx';
import { plainInputs, sealedModel } from '../../../support/sealed-model';

/** Of timers alone: messages between threads stay real. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Lets every message that is under way arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

interface Started {
  runs: number;
  ended: boolean;
}

/** Workers whose file is answered by `run`, as they are started. */
function workersOf(run: OnnxApi['run']) {
  const started: Started[] = [];
  const spawn = (): Worker => {
    const state: Started = { runs: 0, ended: false };
    started.push(state);
    const { port1, port2 } = new MessageChannel();
    const api: OnnxApi = {
      open: () => Promise.resolve({ inputs: ['x0'], outputs: ['value'] }),
      run: (request, context) => {
        state.runs++;
        return run(request, context);
      },
    };
    expose(api, port2 as Endpoint);
    const terminate = () => {
      state.ended = true;
      port1.close();
      port2.close();
    };
    return Object.assign(port1 as unknown as Worker, { terminate });
  };
  return { started, open: onnxOpener({ worker: 'worker.js', wasm: 'wasm' }, spawn) };
}

const file = sealedModel({
  ...plainInputs(1),
  network: { type: 'constant', output: [1] },
  outputs: 1,
});

/** Any file; what it answers is what the workers say. */
const kept: ModelManifest = {
  ...file.manifest,
  targetTransform: { offset: 0, scale: 1 },
  network: {
    type: 'onnx',
    inputs: 1,
    feeds: [{ name: 'x0', type: 'double', shape: [1], inputs: [0], texts: null }],
    answer: { read: 'value', output: 'value' },
  },
};

const answer: Record<string, OnnxValue> = {
  value: { type: 'float64', shape: [1], values: Float64Array.of(7) },
};

describe('a kept model whose run does not end', () => {
  it('is ended after its bound with an error that says so, and is opened anew by the next question', async () => {
    let isEndless = true;
    const { started, open } = workersOf(() =>
      isEndless ? new Promise(() => undefined) : Promise.resolve(answer),
    );
    const { predictor, release } = await modelPredictor(
      kept,
      file.preprocessing,
      writeOnnx(file),
      open,
    );
    const outcome = predictor.predictCells({ x0: 1 }).then(
      () => null,
      (error: unknown) => error,
    );
    await settle();
    expect(started).toEqual([{ runs: 1, ended: false }]);

    vi.advanceTimersByTime(RUN_MS - 1);
    await settle();
    expect(started).toEqual([{ runs: 1, ended: false }]);

    vi.advanceTimersByTime(1);
    await settle();
    expect(started).toEqual([{ runs: 1, ended: true }]);
    const error = (await outcome) as LoamError;
    expect(error).toBeInstanceOf(LoamError);
    expect([error.code, error.facts.seconds]).toEqual(['timed-out', RUN_MS / 1000]);
    expect(explain(error)).toEqual({
      what: 'The background work did not answer for 60 seconds and was ended.',
      kept: expect.stringMatching(/as before/) as string,
      todo: 'Try again; take fewer rows or a smaller model if it happens twice.',
    });

    isEndless = false;
    expect((await predictor.predictCells({ x0: 1 })).answer).toBe(7);
    expect(started).toEqual([
      { runs: 1, ended: true },
      { runs: 1, ended: false },
    ]);
    release();
    await settle();
    expect(started[1]!.ended).toBe(true);
  });
});
