/** What a file says of its inputs and outputs that matters to whoever feeds it; none of it is run here. */
import type { ForeignNode } from '../read/node';
import { operatorsOf, readOnnxFile, type OnnxFile } from '../read/read-file';
import { readInputs } from '../read/read-inputs';
import { sizeOfShape } from '../read/read-tensor';
import type { ForeignInput, OnnxPort } from '../read/types';
import { shown, unreadable } from '../read/unreadable';
import type { Candidate, GraphPort, KeptFile } from './types';

const MOST_PORTS = 4096;
const MOST_OUTPUTS = 64;
const MOST_CLASSES = 1000;
const MOST_TEXTS = 10_000;
const FED: readonly string[] = ['float', 'double', 'int64', 'int32', 'bool', 'string'];
const LABELS: readonly string[] = ['int64', 'int32', 'string'];
/** Operators for which a text is more than one of a list. */
const TEXT_READERS: readonly string[] = [
  'TfIdfVectorizer',
  'StringNormalizer',
  'StringSplit',
  'StringConcat',
  'RegexFullMatch',
  'Tokenizer',
];
/** Operators after which a value is what it was. */
const CARRIERS: readonly string[] = [
  'Identity',
  'Cast',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Flatten',
];

function portOf({ name, type, shape }: OnnxPort): GraphPort {
  const called = `its input “${shown(name)}”`;
  if (!FED.includes(type)) throw unreadable(`${called} is ${type}`);
  const [rows, ...row] = shape!;
  if (typeof rows === 'number') {
    throw unreadable(
      `${called} takes ${rows} rows at a time only: write it with an open first size`,
    );
  }
  // Pixels of one channel lie in reading order whichever way round; of more, the file does not say.
  if (row.length === 3 && row[0] !== 1 && row[2] !== 1) {
    throw unreadable(`${called} holds images of more than one channel`);
  }
  return { name, type: type as GraphPort['type'], shape: row as number[] };
}

/** Its attribute `zeros` is 1 where it is not written. */
function isStrict({ type, attributes }: ForeignNode): boolean {
  const zeros = attributes.get('zeros');
  return type === 'OneHotEncoder' && zeros?.type === 'int' && zeros.value === 0;
}

function labelsIn({ attributes }: ForeignNode): string[] | null {
  for (const [name, attribute] of attributes) {
    if (!name.startsWith('classlabels_')) continue;
    if (attribute.type === 'strings') return attribute.values;
    if (attribute.type === 'ints') return attribute.values.map(String);
  }
  return null;
}

/** Texts that encoders know; any other is unknown to all of them. */
function knownTexts({ nodes, initialisers }: OnnxFile): string[] {
  const known = new Set<string>();
  for (const { type, attributes } of nodes) {
    const opened = TEXT_READERS.find((reader) => reader === type);
    if (opened) throw unreadable(`the operator ${opened} takes any text apart`);
    for (const [name, attribute] of attributes) {
      if (attribute.type !== 'strings' || name.startsWith('classlabels_')) continue;
      for (const text of attribute.values) known.add(text);
    }
  }
  for (const { values } of initialisers.values()) {
    if (Array.isArray(values)) for (const text of values) known.add(text);
  }
  return [...known];
}

/** The inputs, those of texts with what the file knows of them. */
function withTexts(file: OnnxFile, inputs: ForeignInput[]): ForeignInput[] {
  if (!inputs.some(({ type }) => type === 'category')) return inputs;
  const categories = knownTexts(file);
  if (categories.length === 0) throw unreadable('it takes any text, not categories');
  if (categories.length > MOST_TEXTS) throw unreadable(`more than ${MOST_TEXTS} categories`);
  return inputs.map((input) => (input.type === 'category' ? { ...input, categories } : input));
}

/** Lists of different texts: what an operator calls its classes, or a constant that one picks labels from. */
function labelLists({ nodes, initialisers }: OnnxFile): string[][] {
  const lists = new Map<string, string[]>();
  const add = (list: readonly string[] | null) => {
    if (!list || list.length < 2 || list.length > MOST_CLASSES) return;
    if (new Set(list).size === list.length) lists.set(JSON.stringify(list), [...list]);
  };
  for (const node of nodes) add(labelsIn(node));
  const picked = new Set(
    nodes.filter(({ type }) => type === 'ArrayFeatureExtractor').map(({ inputs }) => inputs[0]),
  );
  for (const [name, { values }] of initialisers) {
    if (picked.has(name)) add(Array.from(values as ArrayLike<string | number>, String));
  }
  return [...lists.values()];
}

function candidateOf(
  { name, type }: OnnxPort,
  makers: ReadonlyMap<string, ForeignNode>,
): Candidate | null {
  const plain = { output: name, zipped: null };
  if (LABELS.includes(type)) return { ...plain, holds: 'labels', isSigmoid: false };
  if (type === 'float' || type === 'double') {
    let at = makers.get(name);
    for (let steps = 0; at && CARRIERS.includes(at.type) && steps < 16; steps++) {
      at = makers.get(at.inputs[0] ?? '');
    }
    return { ...plain, holds: 'numbers', isSigmoid: at?.type === 'Sigmoid' };
  }
  const maker = makers.get(name);
  if (type !== 'sequence' || maker?.type !== 'ZipMap' || !maker.inputs[0]) return null;
  return { output: maker.inputs[0], holds: 'numbers', zipped: labelsIn(maker), isSigmoid: false };
}

/**
 * @throws LoamError `model-unreadable` for what is no ONNX file or past all bounds, and for inputs or outputs that a
 * table cannot feed or an answer cannot be read from
 */
export function readKept(bytes: Uint8Array): KeptFile {
  const file = readOnnxFile(bytes);
  if (file.inputs.length > MOST_PORTS) throw unreadable(`more than ${MOST_PORTS} inputs`);
  if (file.outputs.length > MOST_OUTPUTS) throw unreadable(`more than ${MOST_OUTPUTS} outputs`);
  const { inputs, tensor } = readInputs(file);
  const makers = new Map(file.nodes.flatMap((node) => node.outputs.map((name) => [name, node])));
  const candidates = file.outputs
    .map((port) => candidateOf(port, makers))
    .filter((candidate) => candidate !== null);
  if (candidates.length === 0) {
    const all = file.outputs.map(({ name, type }) => `“${shown(name)}” (${type})`).join(', ');
    throw unreadable(
      `none of its outputs is an answer that Loam can read: ${all || 'it has none'}`,
    );
  }
  const constants = [...file.initialisers.values()];
  return {
    producer: file.producer,
    operators: operatorsOf(file),
    nodes: file.nodes.length,
    parameters: constants.reduce((sum, { values }) => sum + values.length, 0),
    ports: file.inputs.map(portOf),
    inputs: withTexts(file, inputs),
    shape: tensor && tensor.shape.length > 1 && sizeOfShape(tensor.shape) > 1 ? tensor.shape : null,
    candidates,
    labels: labelLists(file),
    imputes: file.nodes.some(({ type }) => type === 'Imputer'),
    isStrict: file.nodes.some(isStrict),
  };
}
