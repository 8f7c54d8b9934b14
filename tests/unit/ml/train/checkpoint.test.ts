import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, linkTo } from '../../../../src/core/hash/digest';
import type { EngineChoice } from '../../../../src/core/log/types';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type Checkpoint,
} from '../../../../src/ml/train/checkpoint';

const hash = (bytes: Uint8Array) => Promise.resolve(digestOf(bytes));
const recipe = linkTo('1'.repeat(64));

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0));
const array = fc.oneof(
  fc.float32Array({ maxLength: 9 }),
  fc.float64Array({ maxLength: 9 }),
  fc.int32Array({ maxLength: 9 }),
  fc.uint8Array({ maxLength: 9 }),
);
const backend = fc.constantFrom('exact' as const, 'webgpu' as const);
const choice = fc.record({
  backend,
  why: fc.string({ unit: 'grapheme' }),
  measured: fc.constant([{ backend: 'exact', msPerStep: 0.01 }] as EngineChoice['measured']),
});
const module = fc.option(fc.constant('c'.repeat(64)));
const folds = fc.record({
  choice,
  done: fc.array(
    fc.record({
      number: fc.nat(),
      answers: fc.float64Array({ maxLength: 9 }).map((values) => Float64Array.from(values)),
      bestEpoch: fc.nat(),
      seconds: finite,
      bytes: fc.nat(),
      engine: backend,
      module,
    }),
    { maxLength: 4 },
  ),
});
const training = fc.record({
  engine: choice,
  module,
  curves: fc.record({
    metric: fc.constant('accuracy' as const),
    train: fc.array(finite),
    validation: fc.array(fc.option(finite)),
    metricValidation: fc.array(fc.option(finite)),
  }),
  loop: fc.record({
    done: fc.nat(),
    best: fc.option(finite),
    bestEpoch: fc.nat(),
    lastGain: fc.nat(),
    session: fc.record({
      epoch: fc.nat(),
      step: fc.nat(),
      arrays: fc.dictionary(
        fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
        array,
        { maxKeys: 5, noNullPrototype: true },
      ),
    }),
  }),
});
const checkpoints: fc.Arbitrary<Checkpoint> = fc.record({
  recipe: fc.constant(recipe),
  seconds: finite,
  state: fc.record({ folds: fc.option(folds), training: fc.option(training) }),
});

async function sample(): Promise<{ checkpoint: Checkpoint; bytes: Uint8Array }> {
  const [checkpoint] = fc.sample(checkpoints, { numRuns: 1, seed: 5 });
  return { checkpoint: checkpoint!, bytes: await encodeCheckpoint(checkpoint!, hash) };
}

describe('a checkpoint', () => {
  it('reads back as it was, every array bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(checkpoints, async (checkpoint) => {
        const bytes = await encodeCheckpoint(checkpoint, hash);
        expect(await decodeCheckpoint(bytes, recipe, hash)).toEqual(checkpoint);
      }),
      { numRuns: 200 },
    );
  });

  it('reads from the middle of other bytes, and keeps no hold of them', async () => {
    const { checkpoint, bytes } = await sample();
    const around = new Uint8Array(bytes.length + 3);
    around.set(bytes, 3);
    const read = await decodeCheckpoint(around.subarray(3), recipe, hash);
    around.fill(0);
    expect(read).toEqual(checkpoint);
  });

  it('is as good as none wherever it was cut off, and with any byte changed', async () => {
    const { bytes } = await sample();
    for (let length = 0; length < bytes.length; length++) {
      expect(await decodeCheckpoint(bytes.subarray(0, length), recipe, hash), `${length}`).toBe(
        null,
      );
    }
    for (let at = 0; at < bytes.length; at++) {
      const torn = bytes.slice();
      torn[at]! ^= 1;
      expect(await decodeCheckpoint(torn, recipe, hash), `byte ${at}`).toBe(null);
    }
  });

  it('is as good as none for another recipe, and for another version of Loam', async () => {
    const { bytes } = await sample();
    expect(await decodeCheckpoint(bytes, linkTo('2'.repeat(64)), hash)).toBe(null);
    const text = new TextDecoder('latin1').decode(bytes);
    const at = text.indexOf('"loam":"') + '"loam":"'.length;
    const newer = bytes.slice();
    newer[at] = '9'.charCodeAt(0);
    const resealed = digestOf(newer.subarray(32));
    newer.set(Uint8Array.from(Buffer.from(resealed, 'hex')));
    expect(await decodeCheckpoint(newer, recipe, hash)).toBe(null);
  });
});
