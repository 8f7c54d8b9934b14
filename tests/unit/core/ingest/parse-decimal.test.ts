import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDecimal, SHAPE } from '../../../../src/core/ingest/parse-decimal';
import { stream } from '../../../../src/core/random/philox';

const bytes = new Uint8Array(400);
const out = { value: 0, shape: 0 };

function parse(text: string, mark = 46): number | null {
  const { written } = new TextEncoder().encodeInto(text, bytes);
  bytes[written] = 10;
  return parseDecimal(bytes, 0, written, mark, out) ? out.value : null;
}

function shape(text: string): number {
  expect(parse(text)).not.toBeNull();
  return out.shape;
}

/** Counts texts whose value is not Number() of the text, and names the first. */
function differing(texts: Iterable<string>): { count: number; first: string | null } {
  let count = 0;
  let first: string | null = null;
  for (const text of texts) {
    if (Object.is(parse(text), Number(text))) continue;
    count++;
    first ??= text;
  }
  return { count, first };
}

const none = { count: 0, first: null };
const RUNS = process.env.LOAM_SOAK === '1' ? 5_000_000 : 50_000;

function* randomDecimals(name: string, digits: (i: number) => number): Generator<string> {
  const random = stream(20_240_229, name);
  for (let i = 0; i < RUNS; i++) {
    const n = digits(random.uint32(i * 8));
    let text = random.uint32(i * 8 + 1) % 3 === 0 ? '-' : '';
    const all = [2, 3, 4].map((k) => String(random.uint32(i * 8 + k)).padStart(10, '7')).join('');
    const mantissa = all.slice(-n);
    const point = random.uint32(i * 8 + 5) % (n + 1);
    text += `${mantissa.slice(0, point)}.${mantissa.slice(point)}`;
    const power = random.uint32(i * 8 + 6) % 4 === 0;
    yield power ? `${text}e${(random.uint32(i * 8 + 7) % 60) - 30}` : text;
  }
}

describe('parseDecimal is bit-equal to Number()', () => {
  test('on random decimals of 1 to 15 digits', () => {
    expect(differing(randomDecimals('short', (u) => 1 + (u % 15)))).toEqual(none);
  });

  test('on random decimals of 16 to 19 digits', () => {
    expect(differing(randomDecimals('long', (u) => 16 + (u % 4)))).toEqual(none);
  });

  test('on random decimals of up to 30 digits', () => {
    expect(differing(randomDecimals('longest', (u) => 1 + (u % 30)))).toEqual(none);
  });

  test('on the shortest text of random doubles, small and large', () => {
    const random = stream(7, 'doubles');
    function* texts(): Generator<string> {
      for (let i = 0; i < RUNS; i++) {
        const u = random.uniform(i);
        yield String(u);
        yield String((u - 0.5) * 1e6);
        yield u.toPrecision(17);
      }
    }
    expect(differing(texts())).toEqual(none);
  });

  test('on every kind of double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(differing([String(value), value.toExponential(20), value.toPrecision(16)])).toEqual(
          none,
        );
      }),
      { numRuns: 5000 },
    );
  });

  test('half way between two doubles, and just beside', () => {
    expect(
      differing([
        '9007199254740993',
        '9007199254740993.0000000000000001',
        '9007199254740992.9999999999999999',
        '9007199254740995',
        '0.500000000000000166533453693773481063544750213623046875',
        '1.00000000000000011102230246251565404',
        '1.00000000000000011102230246251565',
        '5e-324',
        '2.4703282292062327e-324',
        '2.4703282292062328e-324',
        '1.7976931348623157e308',
        '1.7976931348623159e308',
        '1e400',
        '-1e-400',
        '0e999999999',
        '1e-999999999',
        '1e22',
        '1e23',
        '123456789012345678e-22',
        '999999999999999999e22',
        '8.5e22',
        '0.000000000000000000000001',
        '00000000000000000000000000.5',
        '1' + '0'.repeat(300),
        '0.' + '0'.repeat(300) + '1',
      ]),
    ).toEqual(none);
  });
});

describe('parseDecimal', () => {
  test('refuses what is not a decimal number', () => {
    const not = [
      '',
      '-',
      '+',
      '.',
      '-.',
      'e5',
      '1e',
      '1e+',
      '1.2.3',
      '1,5',
      '0x10',
      '1_000',
      ' 1',
      '1 ',
      '--1',
      '1e5.',
      'Infinity',
    ];
    expect(not.filter((text) => parse(text) !== null)).toEqual([]);
  });

  test('takes a point at either end and any sign', () => {
    expect(['.5', '5.', '+5', '-.5e+1', '-0'].map((text) => parse(text))).toEqual([
      0.5, 5, 5, -5, -0,
    ]);
  });

  test('reads a decimal comma when that is the mark', () => {
    expect([parse('1,5', 44), parse('-0,1234567890123456789', 44), parse('1.5', 44)]).toEqual([
      1.5,
      -0.12345678901234568,
      null,
    ]);
  });

  test('tells identifiers from numbers: leading zeros, long integers, telephone numbers', () => {
    expect(['0', '12', '-7', '+5', '9007199254740991'].map(shape)).toEqual(
      Array(5).fill(SHAPE.integer),
    );
    expect(['0.5', '1.0', '1e3', '123456789012345678.5'].map(shape)).toEqual(
      Array(4).fill(SHAPE.fraction),
    );
    expect(
      ['9007199254740992', '12345678901234567890', '-99999999999999999999999999'].map(shape),
    ).toEqual(Array(3).fill(SHAPE.long));
    expect(['01234', '-01', '00', '00.5', '+4915112345678'].map(shape)).toEqual(
      Array(5).fill(SHAPE.padded),
    );
  });
});
