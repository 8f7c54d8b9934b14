/**
 * ModelProto down to its operators, and no further: graphs within operators stay unread, so nothing here calls itself.
 * Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import { inlined, type ForeignFunction } from './inline-functions';
import {
  addFloats,
  addInts,
  floatOf,
  intOf,
  messageOf,
  textOf,
  wireFields,
} from './protobuf-reader';
import type { ForeignAttribute, ForeignNode } from './node';
import { ELEMENT_TYPES, readTensor, type Constant } from './read-tensor';
import type { OnnxPort } from './types';
import { unreadable } from './unreadable';

const MOST_BYTES = 1 << 28;
const MOST_NODES = 20_000;
const MOST_FUNCTIONS = 1000;
const MOST_NAMES = 100_000;

export interface OnnxFile {
  producer: string;
  irVersion: number;
  opsets: Map<string, number>;
  metadata: Map<string, string>;
  /** Without functions: what they do is among them. */
  nodes: ForeignNode[];
  initialisers: Map<string, Constant>;
  /** Without initialisers. */
  inputs: OnnxPort[];
  outputs: OnnxPort[];
}

function readAttribute(bytes: Uint8Array): [string, ForeignAttribute] {
  let name = '';
  let type = 0;
  let float = 0;
  let int = 0;
  let string: string | null = null;
  let reference = '';
  let tensor: Constant | null = null;
  const floats: number[] = [];
  const ints: number[] = [];
  const strings: string[] = [];
  for (const field of wireFields(bytes)) {
    if (field.field === 1) name = textOf(field);
    else if (field.field === 2) float = floatOf(field);
    else if (field.field === 3) int = intOf(field);
    else if (field.field === 4) string = textOf(field);
    else if (field.field === 5) tensor = readTensor(messageOf(field)).constant;
    else if (field.field === 7) addFloats(floats, field);
    else if (field.field === 8) addInts(ints, field);
    else if (field.field === 9) strings.push(textOf(field));
    else if (field.field === 20) type = intOf(field);
    else if (field.field === 21) reference = textOf(field);
  }
  if (reference !== '') return [name, { type: 'reference', to: reference }];
  const attribute = ((): ForeignAttribute => {
    switch (type) {
      case 1:
        return { type: 'float', value: float };
      case 2:
        return { type: 'int', value: int };
      case 3:
        return { type: 'string', value: string ?? '' };
      case 4:
        return tensor ? { type: 'tensor', value: tensor } : { type: 'other' };
      case 6:
        return { type: 'floats', values: floats };
      case 7:
        return { type: 'ints', values: ints };
      case 8:
        return { type: 'strings', values: strings };
      default:
        return { type: 'other' };
    }
  })();
  return [name, attribute];
}

function readNode(bytes: Uint8Array): ForeignNode {
  const node: ForeignNode = {
    type: '',
    domain: '',
    overload: '',
    inputs: [],
    outputs: [],
    attributes: new Map(),
  };
  for (const field of wireFields(bytes)) {
    if (field.field === 1) node.inputs.push(textOf(field));
    else if (field.field === 2) node.outputs.push(textOf(field));
    else if (field.field === 4) node.type = textOf(field);
    else if (field.field === 5) node.attributes.set(...readAttribute(messageOf(field)));
    else if (field.field === 7) node.domain = textOf(field);
    else if (field.field === 8) node.overload = textOf(field);
  }
  if (node.domain === 'ai.onnx') node.domain = '';
  return node;
}

function readOpset(bytes: Uint8Array): [domain: string, version: number] {
  let domain = '';
  let version = 0;
  for (const field of wireFields(bytes)) {
    if (field.field === 1) domain = textOf(field);
    else if (field.field === 2) version = intOf(field);
  }
  return [domain === 'ai.onnx' ? '' : domain, version];
}

function readFunction(bytes: Uint8Array): ForeignFunction {
  const read: ForeignFunction = {
    name: '',
    domain: '',
    overload: '',
    inputs: [],
    outputs: [],
    defaults: new Map(),
    nodes: [],
    opsets: new Map(),
  };
  for (const field of wireFields(bytes)) {
    if (field.field === 1) read.name = textOf(field);
    else if (field.field === 4) read.inputs.push(textOf(field));
    else if (field.field === 5) read.outputs.push(textOf(field));
    else if (field.field === 7) {
      if (read.nodes.length === MOST_NODES) throw unreadable(`more than ${MOST_NODES} operators`);
      read.nodes.push(readNode(messageOf(field)));
    } else if (field.field === 9) read.opsets.set(...readOpset(messageOf(field)));
    else if (field.field === 10) read.domain = textOf(field);
    else if (field.field === 11) read.defaults.set(...readAttribute(messageOf(field)));
    else if (field.field === 13) read.overload = textOf(field);
  }
  if (read.domain === 'ai.onnx') read.domain = '';
  return read;
}

function readDimension(bytes: Uint8Array): number | string {
  for (const field of wireFields(bytes)) {
    if (field.field === 1) return intOf(field);
    if (field.field === 2) return textOf(field);
  }
  return '';
}

/** TypeProto: the fields of what is no tensor name what it is. */
const OTHER_TYPES: Record<number, string> = { 4: 'sequence', 5: 'map', 8: 'sparse', 9: 'optional' };

function readPort(bytes: Uint8Array): OnnxPort {
  const port: OnnxPort = { name: '', type: 'undefined', shape: null };
  for (const field of wireFields(bytes)) {
    if (field.field === 1) port.name = textOf(field);
    if (field.field !== 2) continue;
    for (const type of wireFields(messageOf(field))) {
      port.type = OTHER_TYPES[type.field] ?? port.type;
      if (type.field !== 1) continue;
      for (const part of wireFields(messageOf(type))) {
        if (part.field === 1) port.type = ELEMENT_TYPES[intOf(part)] ?? `type ${intOf(part)}`;
        if (part.field !== 2) continue;
        port.shape = [...wireFields(messageOf(part))]
          .filter((dimension) => dimension.field === 1)
          .map((dimension) => readDimension(messageOf(dimension)));
      }
    }
  }
  return port;
}

function readPair(bytes: Uint8Array): [string, string] {
  const pair: [string, string] = ['', ''];
  for (const field of wireFields(bytes)) {
    if (field.field === 1 || field.field === 2) pair[field.field - 1] = textOf(field);
  }
  return pair;
}

function readGraph(bytes: Uint8Array, file: OnnxFile): void {
  for (const field of wireFields(bytes)) {
    switch (field.field) {
      case 1:
        if (file.nodes.length === MOST_NODES) throw unreadable(`more than ${MOST_NODES} operators`);
        file.nodes.push(readNode(messageOf(field)));
        break;
      case 5: {
        const { name, constant } = readTensor(messageOf(field));
        file.initialisers.set(name, constant);
        break;
      }
      case 11:
        file.inputs.push(readPort(messageOf(field)));
        break;
      case 12:
        file.outputs.push(readPort(messageOf(field)));
        break;
      case 15:
        throw unreadable('sparse tensors');
    }
    if (file.initialisers.size + file.inputs.length + file.outputs.length > MOST_NAMES) {
      throw unreadable(`more than ${MOST_NAMES} tensors`);
    }
  }
  file.inputs = file.inputs.filter(({ name }) => !file.initialisers.has(name));
}

/** @throws LoamError `model-unreadable` */
export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  if (bytes.length > MOST_BYTES) throw unreadable(`it is larger than ${MOST_BYTES} bytes`);
  const file: OnnxFile = {
    producer: '',
    irVersion: 0,
    opsets: new Map(),
    metadata: new Map(),
    nodes: [],
    initialisers: new Map(),
    inputs: [],
    outputs: [],
  };
  const producer = ['', ''];
  const functions: ForeignFunction[] = [];
  let graphs = 0;
  for (const field of wireFields(bytes)) {
    if (field.field === 1) file.irVersion = intOf(field);
    else if (field.field === 2 || field.field === 3) producer[field.field - 2] = textOf(field);
    else if (field.field === 7) {
      if (graphs++ > 0) throw unreadable('more than one graph');
      readGraph(messageOf(field), file);
    } else if (field.field === 8) file.opsets.set(...readOpset(messageOf(field)));
    else if (field.field === 14) file.metadata.set(...readPair(messageOf(field)));
    else if (field.field === 25) {
      if (functions.length === MOST_FUNCTIONS) {
        throw unreadable(`more than ${MOST_FUNCTIONS} functions`);
      }
      functions.push(readFunction(messageOf(field)));
    }
  }
  file.nodes = inlined(file.nodes, functions, file.opsets);
  if (graphs === 0) throw unreadable('it holds no graph');
  // CatBoost tells of its build in many lines where a version belongs.
  file.producer = producer.filter((part) => part !== '' && !part.includes('\n')).join(' ');
  return file;
}

/** Each kind once, in order of first use; one that is not ONNX's own comes with its domain. */
export function operatorsOf({ nodes }: OnnxFile): string[] {
  return [...new Set(nodes.map(operatorName))];
}

export function operatorName({ type, domain }: ForeignNode): string {
  return domain === '' || domain === 'ai.onnx.ml' ? type : `${domain}.${type}`;
}
