import { describe, expect, it } from 'vitest';
import { controlValues, createInput } from '../../../../src/kernel/cage/controls';
import type { ControlSpec, ControlValue } from '../../../../src/kernel/protocol';

function bench(controls: Record<number, ControlValue> = {}) {
  const shown: ControlSpec[] = [];
  let calls = 0;
  const input = createInput({
    next: () => calls++,
    valueOf: controlValues(controls),
    show: (index, control) => (shown[index] = control),
    keep: () => 9,
    tableOf: () => null,
  });
  return { input, shown };
}

describe('the inputs of a cell', () => {
  it('answer their default, and what the person set, by the order of the calls', () => {
    const { input, shown } = bench({ 1: 7, 3: 'b', 5: true });
    expect([
      input.slider({ max: 10, value: 3 }),
      input.slider({ max: 10, value: 3 }),
      input.number(),
      input.select(['a', 'b']),
      input.text({ value: 't' }),
      input.checkbox({ label: 'on' }),
      input.file({ accept: '.csv' }),
      input.rows([{ a: 1 }, { a: 2 }], { value: [1] }),
    ]).toEqual([3, 7, 0, 'b', 't', true, null, [1]]);
    expect(shown.map(({ type }) => type)).toEqual([
      'slider',
      'slider',
      'number',
      'select',
      'text',
      'checkbox',
      'file',
      'rows',
    ]);
    expect(shown[1]).toEqual({ type: 'slider', label: '', min: 0, max: 10, step: 0.1, value: 7 });
  });

  it('fall back to the default where the value set could not be theirs', () => {
    const { input } = bench({ 0: 99, 1: 'gone', 2: [5], 3: 'text' });
    expect(input.slider({ max: 10, value: 3 })).toBe(3);
    expect(input.select(['a'])).toBe('a');
    expect(input.rows([{ a: 1 }])).toEqual([]);
    expect(input.checkbox()).toBe(false);
  });

  it.each([
    [{ max: 0 }, /input\.slider: max must be greater than min/],
    [{ value: 5 }, /value must be between min and max/],
    [{ step: 0 }, /step must be greater than 0/],
    [{ min: 'a' }, /min must be a finite number/],
    [{ top: 1 }, /has no option "top"; its options are label, min, max, step, value/],
    [7, /options are an object/],
  ])('say what is wrong with %j', (options, message) => {
    expect(() => bench().input.slider(options)).toThrow(message);
  });

  it('say what is wrong with a select and with rows', () => {
    expect(() => bench().input.select([])).toThrow('options must be a list of 1 to 10000 texts');
    expect(() => bench().input.select({ options: ['a'], value: 'b' })).toThrow(
      'one of the options',
    );
    expect(() => bench().input.rows(7)).toThrow('a table or a list of records');
  });
});
