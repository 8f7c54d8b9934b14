/** The body of an inference request, held against the model's signature. Every fault is named, with where it is. */
import type { Cell } from '../../../../core/dataset/types';
import type { InputSignature } from '../../../../core/model/types';
import { badRequest, Refused } from '../http-error';
import type { ServedModel } from '../start/served-model';
import { elementReader, isDatatype } from './datatypes';
import { fitInput } from './fit-input';

export interface InferenceRequest {
  id: string | null;
  rows: number;
  /** One column per input of the model, in its order. */
  cells: Cell[][];
  /** Names of the outputs that are wanted; null for all. */
  outputs: string[] | null;
}

type JsonObject = Record<string, unknown>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function field(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function checkParameters(object: JsonObject, where: string): void {
  const parameters = field(object, 'parameters');
  if (parameters === undefined) return;
  if (!isObject(parameters)) throw badRequest(`parameters of ${where} must be an object`);
  if (Object.hasOwn(parameters, 'binary_data_size')) {
    throw badRequest(`${where} asks for the binary extension, which this server does not have`);
  }
}

/** How a value is named in a message. */
function shown(value: unknown): string {
  const text = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Rows of a tensor that is one column: [n], or [n, 1]. */
function rowsOf(shape: unknown, where: string, maxRows: number): number {
  const isShape =
    Array.isArray(shape) &&
    shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
  if (!isShape) throw badRequest(`${where} needs a shape: a list of whole numbers from 0`);
  const [rows, width = 1, ...more] = shape as number[];
  if (rows === undefined || width !== 1 || more.length > 0) {
    throw badRequest(
      `${where} has shape [${shape.join(', ')}] and must be one column: [n] or [n, 1]`,
    );
  }
  if (rows > maxRows) {
    throw new Refused(
      'too-large',
      `${where} has ${rows} rows, and at most ${maxRows} are taken at once`,
    );
  }
  return rows;
}

/** The elements in order, from flat data or from data nested as the shape says. */
function flatData(data: unknown, shape: readonly number[], where: string): readonly unknown[] {
  if (!Array.isArray(data)) throw badRequest(`${where} needs data: a list`);
  const list = data as unknown[];
  const isNested = list.some(Array.isArray);
  const misfit = () => badRequest(`data of ${where} has not the shape [${shape.join(', ')}]`);
  if (list.length !== shape[0]) throw misfit();
  if (!isNested) return list;
  if (shape.length !== 2) throw misfit();
  return list.map((row) => {
    if (!Array.isArray(row) || row.length !== 1 || Array.isArray(row[0])) throw misfit();
    return row[0] as unknown;
  });
}

interface Column {
  rows: number;
  cells: Cell[];
}

function readTensor(tensor: JsonObject, input: InputSignature, maxRows: number): Column {
  const where = `input ${shown(input.name)}`;
  checkParameters(tensor, where);
  const datatype = field(tensor, 'datatype');
  if (!isDatatype(datatype))
    throw badRequest(`${where} has the unknown datatype ${shown(datatype)}`);
  const shape = field(tensor, 'shape');
  const rows = rowsOf(shape, where, maxRows);
  const data = flatData(field(tensor, 'data'), shape as number[], where);
  const readElement = elementReader(datatype);
  const cells = data.map((value, row) => {
    const read = readElement(value);
    const at = () => `${where}, row ${row}: ${shown(value)}`;
    if ('reason' in read) throw badRequest(`${at()} ${read.reason} (${datatype})`);
    const fit = fitInput(input, read.element, datatype);
    if ('reason' in fit) throw badRequest(`${at()} ${fit.reason}`);
    return fit.cell;
  });
  return { rows, cells };
}

function readInputs(value: unknown, { inputs }: ServedModel, maxRows: number): Column[] {
  if (!Array.isArray(value)) throw badRequest('inputs must be a list of tensors');
  const byName = new Map<string, JsonObject>();
  for (const tensor of value as unknown[]) {
    if (!isObject(tensor)) throw badRequest('each of inputs must be an object');
    const name = field(tensor, 'name');
    if (typeof name !== 'string') throw badRequest('each of inputs needs a name');
    if (byName.has(name)) throw badRequest(`input ${shown(name)} is there twice`);
    if (!inputs.some((input) => input.name === name)) {
      throw badRequest(`the model has no input ${shown(name)}`);
    }
    byName.set(name, tensor);
  }
  return inputs.map((input) => {
    const tensor = byName.get(input.name);
    if (!tensor) throw badRequest(`input ${shown(input.name)} is missing`);
    return readTensor(tensor, input, maxRows);
  });
}

function readOutputs(value: unknown, known: readonly string[]): string[] | null {
  if (value === undefined) return null;
  if (!Array.isArray(value)) throw badRequest('outputs must be a list');
  const names = (value as unknown[]).map((output) => {
    if (!isObject(output)) throw badRequest('each of outputs must be an object');
    const name = field(output, 'name');
    if (typeof name !== 'string') throw badRequest('each of outputs needs a name');
    if (!known.includes(name)) throw badRequest(`the model has no output ${shown(name)}`);
    checkParameters(output, `output ${shown(name)}`);
    return name;
  });
  if (new Set(names).size !== names.length) throw badRequest('an output is asked for twice');
  return names.length === 0 ? null : names;
}

/** @throws Refused `bad-request`, `too-large` */
export function readInferenceRequest(
  body: unknown,
  served: ServedModel,
  outputNames: readonly string[],
  maxRows: number,
): InferenceRequest {
  if (!isObject(body)) throw badRequest('the body must be an object with inputs');
  const id = field(body, 'id');
  if (id !== undefined && typeof id !== 'string') throw badRequest('id must be text');
  checkParameters(body, 'the request');
  const outputs = readOutputs(field(body, 'outputs'), outputNames);
  const columns = readInputs(field(body, 'inputs'), served, maxRows);
  const rows = columns[0]?.rows ?? 0;
  const other = columns.findIndex((column) => column.rows !== rows);
  if (other >= 0) {
    const name = shown(served.inputs[other]!.name);
    throw badRequest(`input ${name} has ${columns[other]!.rows} rows, and the first has ${rows}`);
  }
  return { id: id ?? null, rows, cells: columns.map(({ cells }) => cells), outputs };
}
