import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planNetwork, planSteps, sizeOf } from '../../../../src/core/network/plan';
import type { LayerSpec, Padding, Pair } from '../../../../src/core/network/types';

const conv = (filters: number, size: Pair, stride: Pair, padding: Padding): LayerSpec => ({
  layer: 'conv2d',
  filters,
  size,
  stride,
  padding,
  activation: 'relu',
});
const pool: LayerSpec = {
  layer: 'pool2d',
  of: 'max',
  size: [2, 2],
  stride: [2, 2],
  padding: 'valid',
};
const flatten: LayerSpec = { layer: 'flatten' };

const shapes = (input: number[], layers: LayerSpec[], outputs = 10) =>
  planNetwork({ input, layers, outputs }).layers.map(({ output }) => output);

describe('planning a network', () => {
  it('gives the shapes and parameters that Keras counts for a small convolutional net', () => {
    const layers = [
      conv(8, [5, 5], [1, 1], 'valid'),
      pool,
      conv(16, [5, 5], [1, 1], 'valid'),
      pool,
      flatten,
    ];
    expect(shapes([28, 28, 1], layers)).toEqual([
      [24, 24, 8],
      [12, 12, 8],
      [8, 8, 16],
      [4, 4, 16],
      [256],
      [10],
    ]);
    const { parameters } = planNetwork({ input: [28, 28, 1], layers, outputs: 10 });
    expect(parameters).toBe(208 + 3216 + 2570);
  });

  it('slides with "same" over ceil(length / stride) places, and shares zeros between both ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5 }),
        (length, size, stride) => {
          const [layer] = planNetwork({
            input: [length, length, 1],
            layers: [conv(1, [size, size], [stride, stride], 'same'), flatten],
            outputs: 1,
          }).layers;
          if (layer?.op !== 'conv2d') throw new Error('not planned');
          const { output, pad } = layer.window;
          const places = Math.ceil(length / stride);
          expect(output[0]).toBe(places);
          const zeros = Math.max(0, (places - 1) * stride + size - length);
          expect(pad[0]).toBe(Math.floor(zeros / 2));
          expect(pad[0]).toBeLessThan(size);
        },
      ),
    );
  });

  it('turns layers of one dimension into those of two, one high', () => {
    const layers: LayerSpec[] = [
      { layer: 'conv1d', filters: 3, size: 4, stride: 2, padding: 'valid', activation: 'relu' },
      { layer: 'pool1d', of: 'average', size: 2, stride: 2, padding: 'same' },
      flatten,
    ];
    const plan = planNetwork({ input: [11, 2], layers, outputs: 1 });
    expect(plan.layers.map(({ output }) => output)).toEqual([[4, 3], [2, 3], [6], [1]]);
    expect(plan.layers[0]).toMatchObject({
      op: 'conv2d',
      window: { input: [1, 11, 2], output: [1, 4, 3], size: [1, 4], stride: [1, 2], pad: [0, 0] },
    });
  });

  it('lays parameters one after another, without gap or overlap, each named once', () => {
    const layers: LayerSpec[] = [
      conv(4, [3, 3], [1, 1], 'same'),
      { layer: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
      {
        layer: 'depthwise2d',
        multiplier: 2,
        size: [3, 3],
        stride: [1, 1],
        padding: 'same',
        activation: 'relu',
      },
      { layer: 'layer-norm', epsilon: 1e-3 },
      { layer: 'dropout', rate: 0.5 },
      flatten,
      { layer: 'dense', units: 7, activation: 'gelu' },
    ];
    const plan = planNetwork({ input: [6, 6, 3], layers, outputs: 2 });
    const parameters = plan.layers.flatMap((layer) => layer.parameters);
    let at = 0;
    for (const parameter of parameters) {
      expect(parameter.at).toBe(at);
      expect(parameter.size).toBe(sizeOf(parameter.shape));
      at += parameter.size;
    }
    expect(at).toBe(plan.parameters);
    expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length);
    const still = parameters.filter(({ trained }) => !trained).map(({ role }) => role);
    expect(still).toEqual(['mean', 'variance']);
  });

  it('says which layer does not fit and why, and plans what comes before it', () => {
    const { steps } = planSteps({
      input: [4, 4, 1],
      layers: [pool, conv(2, [3, 3], [1, 1], 'valid'), flatten],
      outputs: 1,
    });
    expect(steps.map(({ ok }) => ok)).toEqual([true, false]);
    expect(steps[1]).toMatchObject({ reason: 'has a window of 3 x 3, larger than 2 x 2' });
    expect(() => planNetwork({ input: [4, 4, 1], layers: [pool], outputs: 1 })).toThrow(
      expect.objectContaining({ code: 'recipe-invalid' }),
    );
  });
});
