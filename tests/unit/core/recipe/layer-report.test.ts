import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYER_KINDS, newLayer } from '../../../../src/core/network/new-layer';
import { planNetwork } from '../../../../src/core/network/plan';
import type { LayerSpec } from '../../../../src/core/network/types';
import { reportLayers } from '../../../../src/core/recipe/layer-report';

const exact = (count: number) => ({ count, exact: true });
const dense = (units: number): LayerSpec => ({ layer: 'dense', units, activation: 'relu' });
const conv = newLayer('conv2d');
const pool = newLayer('pool2d');
const flatten = newLayer('flatten');

describe('the report on a network', () => {
  it('gives each layer its shape and its parameters, and all of them together', () => {
    const report = reportLayers([8, 8, 1], [conv, pool, flatten, dense(10)], exact(64), 3);
    expect(report.problem).toBeNull();
    expect(report.lines).toEqual([
      { output: [8, 8, 16], parameters: 3 * 3 * 16 + 16, error: null },
      { output: [4, 4, 16], parameters: 0, error: null },
      { output: [256], parameters: 0, error: null },
      { output: [10], parameters: 2570, error: null },
    ]);
    expect(report.answers).toEqual({ output: [3], parameters: 33, error: null });
    expect(report.parameters).toBe(160 + 2570 + 33);
  });

  it('names the first layer that does not fit, says why, and knows nothing of those behind it', () => {
    const report = reportLayers([8, 8, 1], [conv, dense(4), dense(5)], exact(64), 1);
    expect(report.problem).toBe(
      'Layer 2: Dense units need one value after another: put a flatten layer before.',
    );
    expect(report.lines.map(({ error }) => error !== null)).toEqual([false, true, false]);
    expect(report.lines[2]).toEqual({ output: null, parameters: null, error: null });
    expect(report.parameters).toBeNull();
  });

  it('says so where the answers themselves have nothing flat to stand on', () => {
    const { problem, answers } = reportLayers([8, 8, 1], [conv], exact(64), 1);
    expect(answers.error).toMatch(/^The answers need one value after another/);
    expect(problem).toBe(answers.error);
  });

  it('finds settings half typed at every layer, not only the first', () => {
    const half = reportLayers(null, [dense(NaN), dense(8), dense(0)], exact(4), 1);
    expect(half.lines[0]!.error).toBe('Units must be from 1 to 16,384.');
    expect(half.lines[1]!.error).toBeNull();
    expect(half.lines[2]!.error).toBe('Units must be from 1 to 16,384.');
    expect(half.answers.output).toBeNull();
  });

  it('holds a shape against the inputs only where their number is certain', () => {
    const wrong = reportLayers([8, 8, 1], [flatten], exact(61), 1);
    expect(wrong.inputError).toBe('8 × 8 × 1 = 64 values, but the columns make 61 inputs.');
    expect(wrong.problem).toBe(`Input: ${wrong.inputError}`);
    const guessed = reportLayers([8, 8, 1], [flatten], { count: 61, exact: false }, 1);
    expect(guessed.problem).toBeNull();
    expect(reportLayers([8, NaN, 1], [flatten], exact(64), 1).problem).toMatch(/whole number/);
  });

  it('refuses more layers than a recipe may have', () => {
    const layers = Array.from({ length: 65 }, () => dense(2));
    expect(reportLayers(null, layers, exact(2), 1).problem).toMatch(/more than 64/);
    expect(reportLayers(null, layers.slice(1), exact(2), 1).problem).toBeNull();
  });

  it('never throws, and finds no problem exactly where the network can be planned', () => {
    const kind = fc.constantFrom(...LAYER_KINDS);
    const shape = fc.constantFrom<number[] | null>(null, [64], [16, 4], [8, 8, 1]);
    fc.assert(
      fc.property(shape, fc.array(kind, { maxLength: 6 }), fc.nat(9), (input, kinds, more) => {
        const layers = kinds.map(newLayer);
        const outputs = more + 1;
        const report = reportLayers(input, layers, exact(64), outputs);
        let planned: number | null = null;
        try {
          planned = planNetwork({ input: input ?? [64], layers, outputs }).parameters;
        } catch {
          planned = null;
        }
        expect(report.problem === null).toBe(planned !== null);
        expect(report.parameters).toBe(planned);
        expect(report.lines).toHaveLength(layers.length);
      }),
    );
  });
});
