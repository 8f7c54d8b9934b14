import { zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unzipBundle, zipBundle, type BundleFiles } from '../../../../src/deploy/bundle';
import { bundleOf, someData } from '../../../support/bundle-of';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const list = bytesOf('{}');

function problem(zip: Uint8Array, limits?: Parameters<typeof unzipBundle>[1]) {
  try {
    return [...unzipBundle(zip, limits).keys()];
  } catch (error) {
    const { code, facts } = error as { code: string; facts: { reason?: string } };
    return facts.reason ? `${code}: ${facts.reason}` : code;
  }
}

/** Where the n-th record with this mark starts. */
function find(zip: Uint8Array, mark: number, n = 0): number {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.length);
  for (let at = 0; at + 4 <= zip.length; at++) {
    if (view.getUint32(at, true) === mark && n-- === 0) return at;
  }
  throw new Error('no such record');
}

const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** One field of a record, changed. */
function set(zip: Uint8Array, at: number, bytes: 2 | 4, value: number): Uint8Array {
  const copy = zip.slice();
  const view = new DataView(copy.buffer);
  if (bytes === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
  return copy;
}

const paths = fc.stringMatching(/^[a-z0-9@_-]{1,8}(\/[a-z0-9._-]{1,8}[a-z]){0,3}$/);
const bundles: fc.Arbitrary<BundleFiles> = fc
  .uniqueArray(fc.tuple(paths, fc.uint8Array({ maxLength: 400 })), {
    maxLength: 12,
    selector: ([path]) => path,
  })
  .map((files) => files.filter(([path]) => !/^(node_modules|logs)(\/|$)/.test(path)))
  .map((files) => new Map([...files, ['bundle.json', list] as const].sort(byPath)));

function byPath([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

describe('a zipped bundle', () => {
  it('is unzipped into the very files that it was made of', () => {
    fc.assert(
      fc.property(bundles, (files) => {
        expect(unzipBundle(zipBundle(files))).toEqual(files);
      }),
    );
  });

  it('has the same bytes each time, in whatever order the files come', () => {
    fc.assert(
      fc.property(bundles, (files) => {
        expect(zipBundle(new Map([...files].reverse()))).toEqual(zipBundle(files));
      }),
      { numRuns: 30 },
    );
    const files = bundleOf(someData());
    expect(zipBundle(bundleOf(someData()))).toEqual(zipBundle(files));
  });

  it('may have been packed again, also with a folder around it and what use has added', () => {
    const plain = zipSync({ 'bundle.json': list, 'a/b.txt': list }, { level: 0 });
    expect(problem(plain)).toEqual(['bundle.json', 'a/b.txt']);
    const around = zipSync({
      'iris/': new Uint8Array(),
      'iris/bundle.json': list,
      'iris/node_modules/.bin/what ever': list,
      'iris/a/b.txt': list,
    });
    expect(problem(around)).toEqual(['bundle.json', 'a/b.txt']);
  });

  it('is no bundle when it is no zip, or has no list', () => {
    expect(problem(new Uint8Array())).toBe('bundle-not-loam');
    expect(problem(bytesOf('a,b\n1,2\n'))).toBe('bundle-not-loam');
    expect(problem(zipSync({ 'a.txt': list }))).toBe('bundle-not-loam');
    expect(problem(zipSync({}))).toBe('bundle-not-loam');
    expect(problem(zipSync({ 'a/bundle.json': list, 'b.txt': list }))).toBe('bundle-not-loam');
  });

  it('is refused when it was cut short, or something was added to it', () => {
    const zip = zipBundle(bundleOf(someData()));
    for (const cut of [1, 30, 76, 90, 1000]) {
      expect(problem(zip.subarray(0, -cut))).toMatch(/^bundle-damaged: /);
    }
    expect(problem(Uint8Array.from([...zip, 0]))).toMatch(/^bundle-damaged: /);
    expect(problem(Uint8Array.from([0, ...zip]))).toMatch(/^bundle-(damaged: |not-loam)/);
  });

  it('never gives files outside of its folder, nor two of one name', () => {
    for (const path of [
      '../up.txt',
      'a/../../up.txt',
      '/root.txt',
      'a//b',
      './a',
      'C:\\a',
      'a\\b',
      'a b',
      'ä',
      '',
      'x'.repeat(201),
    ]) {
      const zip = zipSync({ 'bundle.json': list, [path]: list });
      expect(problem(zip)).toBe(
        `bundle-damaged: the zip has a file named ${JSON.stringify(latin1(path))}`,
      );
    }
    const twice = zipSync({ 'bundle.json': list, 'a.txt': list, 'b.txt': list });
    for (const mark of [CENTRAL, 0x04034b50]) {
      const nameAt = mark === CENTRAL ? 46 : 30;
      twice[find(twice, mark, 2) + nameAt] = 'a'.charCodeAt(0);
    }
    expect(problem(twice)).toBe('bundle-damaged: a.txt is there twice');
  });

  it('keeps a file named like a part of every object', () => {
    const files: BundleFiles = new Map([
      ['bundle.json', list],
      ['constructor', list],
    ]);
    expect(unzipBundle(zipBundle(files))).toEqual(files);
    const hostile = zipSync({ 'bundle.json': list, 'a/.proto.': list });
    for (const [mark, nameAt] of [
      [CENTRAL, 46],
      [0x04034b50, 30],
    ] as const) {
      hostile.set(bytesOf('__proto__'), find(hostile, mark, 1) + nameAt);
    }
    expect(problem(hostile)).toBe('bundle-damaged: the zip has a file named "__proto__"');
  });

  it('is refused before anything is unpacked when it says that it is too large', () => {
    const zip = zipSync({ 'bundle.json': list, zeros: new Uint8Array(1_000_000) });
    expect(problem(zip, { entries: 9, bytes: 999_999 })).toBe(
      'bundle-damaged: the zip unpacks to more than 999999 bytes',
    );
    expect(problem(zip, { entries: 1, bytes: 2_000_000 })).toBe(
      'bundle-damaged: the zip has more than 1 entries',
    );
    const claimed = set(zip, find(zip, CENTRAL, 1) + 24, 4, 0xffffffff);
    expect(problem(claimed)).toMatch(/^bundle-damaged: the zip unpacks to more than/);
  });

  it('is refused while it is unpacked when it is larger or smaller than it says', () => {
    const zip = zipSync({ 'bundle.json': list, zeros: new Uint8Array(10_000_000) });
    const size = find(zip, CENTRAL, 1) + 24;
    expect(problem(set(zip, size, 4, 10))).toBe(
      'bundle-damaged: zeros is larger than the zip says',
    );
    expect(problem(set(zip, size, 4, 10_000_001))).toBe(
      'bundle-damaged: zeros is smaller than the zip says',
    );
  });

  it('is refused when its entries share bytes, or lie elsewhere than it says', () => {
    const noise = Uint8Array.from({ length: 3000 }, (_, i) => (i * i * 31) & 255);
    const zip = zipSync({ 'bundle.json': list, 'a.bin': noise, 'b.bin': noise });
    const first = find(zip, CENTRAL, 1);
    const second = find(zip, CENTRAL, 2);
    const offset = new DataView(zip.buffer).getUint32(first + 42, true);
    expect(problem(set(zip, second + 42, 4, offset))).toBe(
      'bundle-damaged: b.bin is not where the zip says',
    );
    expect(problem(set(zip, second + 20, 4, zip.length))).toBe(
      'bundle-damaged: the zip uses its bytes twice',
    );
    expect(problem(set(zip, second + 42, 4, zip.length - 4))).toBe(
      'bundle-damaged: b.bin is not where the zip says',
    );
  });

  it('is refused when it is encrypted, or packed in another way', () => {
    const zip = zipSync({ 'bundle.json': list });
    const entry = find(zip, CENTRAL);
    expect(problem(set(zip, entry + 8, 2, 1))).toBe('bundle-damaged: the zip is encrypted');
    expect(problem(set(zip, entry + 10, 2, 14))).toBe(
      'bundle-damaged: bundle.json is packed in a way that Loam does not read',
    );
    const commented = set(zip, find(zip, END) + 20, 2, 1);
    expect(problem(Uint8Array.from([...commented, 65]))).toMatch(/^bundle-damaged: /);
  });

  it('never fails in another way, whatever the bytes', () => {
    const zip = zipSync({ 'bundle.json': list, 'a.txt': bytesOf('a'.repeat(300)) });
    const changes = fc.array(fc.tuple(fc.nat({ max: zip.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(changes, (all) => {
        const changed = zip.slice();
        for (const [at, byte] of all) changed[at] = byte;
        const found = problem(changed);
        if (typeof found === 'string') expect(found).toMatch(/^bundle-(not-loam|damaged: .)/);
      }),
      { numRuns: 400 },
    );
  });
});

/** How the bytes of a UTF-8 name are named: what is not ASCII is refused in any case. */
function latin1(path: string): string {
  return Buffer.from(path, 'utf8').toString('latin1');
}
