/** One operator of a graph, or one use of a function, as a file has it. */
import type { Constant } from './read-tensor';

export type ForeignAttribute =
  | { type: 'float' | 'int'; value: number }
  | { type: 'string'; value: string }
  | { type: 'floats' | 'ints'; values: number[] }
  | { type: 'strings'; values: string[] }
  | { type: 'tensor'; value: Constant }
  /** In a function: the attribute of its use that has this name. */
  | { type: 'reference'; to: string }
  /** A graph, a sparse tensor... */
  | { type: 'other' };

export interface ForeignNode {
  type: string;
  /** '' is ONNX's own set of operators. */
  domain: string;
  /** Tells functions of one name apart; '' for operators. */
  overload: string;
  inputs: string[];
  outputs: string[];
  attributes: Map<string, ForeignAttribute>;
}
