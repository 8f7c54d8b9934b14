/** Requests of the Open Inference Protocol that fit a signature without loss, and what each cell of them stands for. */
import fc from 'fast-check';
import type { Cell } from '../../../src/core/dataset/types';
import type { InputSignature } from '../../../src/core/model/types';

export interface Tensor {
  name: string;
  shape: number[];
  datatype: string;
  data: unknown[];
}

export interface FittingRequest {
  inputs: Tensor[];
  /** Row by row, by name. */
  rows: Record<string, Cell>[];
  outputs: { name: string }[] | null;
  id: string | null;
  nested: boolean[];
}

interface Element {
  sent: unknown;
  cell: Cell;
}

const RANGES: Record<string, [bigint, bigint]> = {
  UINT8: [0n, 255n],
  UINT16: [0n, 65535n],
  UINT32: [0n, 2n ** 32n - 1n],
  UINT64: [0n, 2n ** 64n - 1n],
  INT8: [-128n, 127n],
  INT16: [-32768n, 32767n],
  INT32: [-(2n ** 31n), 2n ** 31n - 1n],
  INT64: [-(2n ** 63n), 2n ** 63n - 1n],
};
export const WHOLE = Object.keys(RANGES);
const REAL = ['FP16', 'FP32', 'FP64'];
export const DATATYPES = ['BOOL', ...WHOLE, ...REAL, 'BYTES'];

/** Whole numbers of the datatype that a double holds. */
function whole(datatype: string): fc.Arbitrary<Element> {
  const [min, max] = RANGES[datatype]!;
  return fc.bigInt({ min, max }).map((drawn) => {
    const value = BigInt(Number(drawn)) === drawn ? drawn : drawn & ~0x7ffn;
    return { sent: value, cell: Number(value) };
  });
}

function real(datatype: string): fc.Arbitrary<Element> {
  if (datatype === 'FP64') {
    return fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => ({ sent: v, cell: v }));
  }
  if (datatype === 'FP32') {
    // Sent as any double: what it stands for is the nearest float.
    return fc
      .double({ min: -1e30, max: 1e30, noNaN: true })
      .map((v) => ({ sent: v, cell: Math.fround(v) }));
  }
  return fc.integer({ min: -2048, max: 2048 }).map((v) => ({ sent: v / 16, cell: v / 16 }));
}

const blank = fc.constant<Element>({ sent: '', cell: null });

function elements(
  { type, categories, labels }: InputSignature,
  datatype: string,
): fc.Arbitrary<Element> | null {
  const isNumber = type === 'number' || type === 'integer' || type === 'datetime';
  if (isNumber) {
    if (datatype === 'BOOL') return null;
    if (datatype !== 'BYTES') return RANGES[datatype] ? whole(datatype) : real(datatype);
    if (type !== 'datetime') {
      const text = fc.integer({ min: -9999, max: 9999 }).map((v) => {
        return { sent: String(v / 8), cell: v / 8 };
      });
      return fc.oneof(text, blank);
    }
    const day = fc.integer({ min: 0, max: 20_000 }).map((n) => {
      const text = new Date(n * 86_400_000).toISOString().slice(0, 10);
      return { sent: text, cell: text };
    });
    return fc.oneof(day, blank);
  }
  if (type === 'boolean') {
    if (datatype === 'BOOL') return fc.boolean().map((v) => ({ sent: v, cell: v }));
    if (datatype !== 'BYTES') return fc.constantFrom(0, 1).map((v) => ({ sent: v, cell: v }));
    const words = [...labels!, 'true', 'false', 'yes', 'no'];
    return fc.oneof(
      fc.constantFrom(...words).map((v) => ({ sent: v, cell: v })),
      blank,
    );
  }
  if (datatype === 'BOOL') return fc.boolean().map((v) => ({ sent: v, cell: String(v) }));
  if (RANGES[datatype]) {
    return fc.integer({ min: 0, max: 99 }).map((v) => ({ sent: v, cell: String(v) }));
  }
  if (datatype !== 'BYTES') {
    return fc.integer({ min: 0, max: 99 }).map((v) => ({ sent: v, cell: String(v) }));
  }
  const known = (categories ?? []).map((v) => ({ sent: v, cell: v }));
  const other = fc.string({ maxLength: 8 }).map((v) => ({ sent: v, cell: v }));
  return known.length > 0 ? fc.oneof(fc.constantFrom(...known), other, blank) : other;
}

function column(
  input: InputSignature,
  rows: number,
): fc.Arbitrary<{ tensor: Tensor; cells: Cell[]; nested: boolean }> {
  const fitting = DATATYPES.flatMap((datatype) => {
    const found = elements(input, datatype);
    return found ? [{ datatype, found }] : [];
  });
  const made = fitting.map(({ datatype, found }) =>
    fc
      .tuple(
        fc.array(found, { minLength: rows, maxLength: rows }),
        fc.constantFrom('flat', 'column', 'nested'),
      )
      .map(([drawn, form]) => {
        const data = drawn.map(({ sent }) => (form === 'nested' ? [sent] : sent));
        const shape = form === 'flat' ? [rows] : [rows, 1];
        const tensor = { name: input.name, shape, datatype, data };
        return { tensor, cells: drawn.map(({ cell }) => cell), nested: form === 'nested' };
      }),
  );
  return fc.oneof(...made);
}

export function fittingRequests(
  inputs: readonly InputSignature[],
  outputNames: readonly string[],
): fc.Arbitrary<FittingRequest> {
  const columns = (rows: number) => fc.tuple(...inputs.map((input) => column(input, rows)));
  return fc
    .integer({ min: 0, max: 5 })
    .chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        columns(rows),
        fc.option(fc.subarray([...outputNames], { minLength: 1 })),
        fc.option(fc.string({ maxLength: 12 })),
        fc.boolean(),
      ),
    )
    .map(([rows, drawn, outputs, id, turned]) => {
      const tensors = drawn.map(({ tensor }) => tensor);
      return {
        inputs: turned ? tensors.reverse() : tensors,
        rows: Array.from({ length: rows }, (_, row) =>
          Object.fromEntries(inputs.map(({ name }, i) => [name, drawn[i]!.cells[row]!])),
        ),
        outputs: outputs && outputs.map((name) => ({ name })),
        id,
        nested: drawn.map(({ nested }) => nested),
      };
    });
}

/** JSON with whole numbers of any size. */
export function wideJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(wideJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([name, each]) => `${JSON.stringify(name)}:${wideJson(each)}`)
    .join(',')}}`;
}
