/**
 * Splits by a set of categories. ai.onnx.ml 3 has none, so each set that a tree asks for becomes an input of its
 * own, looked up by code: 0 for a member, which goes left, 1 for any other code, NaN for what is no code.
 */
import type { TreeTensors } from '../../../ml/predict/trees';
import { Arithmetic } from '../arithmetic';
import type { OnnxGraph, ValueName } from '../graph';

const WORDS_PER_SET = 8;
const MOST_CODES = 32 * WORDS_PER_SET;

export interface SetInputs {
  /** [rows, columns]: the model's inputs, then one per set. */
  value: ValueName;
  /** Column that a node with a set asks. */
  columnOf(input: number, set: number): number;
}

function has(words: Int32Array, code: number): boolean {
  return ((words[code >> 5]! >> (code & 31)) & 1) === 1;
}

/** One after the largest code of any set. */
function codesOf(sets: readonly Int32Array[]): number {
  for (let code = MOST_CODES - 1; code >= 0; code--) {
    if (sets.some((words) => has(words, code))) return code + 1;
  }
  return 0;
}

/** @param x [rows, 1] float @returns [rows, sets] float */
function membership(graph: OnnxGraph, sets: readonly Int32Array[], x: ValueName): ValueName {
  const math = new Arithmetic(graph, 'float');
  const codes = codesOf(sets);
  const table = new Float32Array((codes + 2) * sets.length);
  sets.forEach((words, column) => {
    for (let code = 0; code <= codes; code++) {
      table[code * sets.length + column] = code < codes && has(words, code) ? 0 : 1;
    }
    table[(codes + 1) * sets.length + column] = NaN;
  });
  const isCode = math.both(math.atLeast(x, 0), math.below(x, MOST_CODES));
  const known = math.choose(math.below(x, codes), x, codes);
  const row = graph.cast(math.choose(isCode, known, codes + 1), 'int64');
  const rows = graph.constant({ type: 'float', shape: [codes + 2, sets.length], values: table });
  return graph.reshape(graph.add('Gather', [rows, row]), [sets.length]);
}

/** @param inputs [rows, width] float */
export function setInputs(
  graph: OnnxGraph,
  trees: TreeTensors,
  width: number,
  inputs: ValueName,
): SetInputs {
  /** By input: its sets without repetition, by their bits. */
  const asked = new Map<number, Map<string, Int32Array>>();
  const wordsOf = (set: number) =>
    trees.sets.subarray(set * WORDS_PER_SET, (set + 1) * WORDS_PER_SET);
  trees.input.forEach((input, node) => {
    const set = trees.set[node]!;
    if (input < 0 || set < 0) return;
    const sets = asked.get(input) ?? new Map<string, Int32Array>();
    asked.set(input, sets.set(wordsOf(set).join(), wordsOf(set)));
  });

  const columns = new Map<string, number>();
  const parts = [inputs];
  for (const [input, sets] of asked) {
    const at = graph.constant({ type: 'int64', shape: [1], values: [input] });
    const x = graph.add('Gather', [inputs, at], { axis: { int: 1 } });
    parts.push(membership(graph, [...sets.values()], x));
    for (const key of sets.keys()) columns.set(`${input} ${key}`, width + columns.size);
  }
  return {
    value: parts.length === 1 ? inputs : graph.add('Concat', parts, { axis: { int: 1 } }),
    columnOf: (input, set) => columns.get(`${input} ${wordsOf(set).join()}`)!,
  };
}
