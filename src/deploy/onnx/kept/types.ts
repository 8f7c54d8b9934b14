/** A model made elsewhere that Loam has no words for, and that ONNX Runtime can run. */
import type { GraphFeed } from '../../../core/model/types';
import type { TaskKind } from '../../../core/task/types';
import type { ForeignInput } from '../read/types';

/** An input of the graph, before it is known which columns feed it. */
export type GraphPort = Pick<GraphFeed, 'name' | 'type' | 'shape'>;

/** An output that could be the answer. */
export interface Candidate {
  output: string;
  holds: 'numbers' | 'labels';
  /** Texts of the classes that a ZipMap gives its columns; else null. */
  zipped: string[] | null;
  /** It ends with a sigmoid of each value. */
  isSigmoid: boolean;
}

/** What the file says of itself; what it answers is seen when it runs. */
export interface KeptFile {
  producer: string;
  operators: string[];
  /** How many operators it has. */
  nodes: number;
  /** Numbers in its constants. */
  parameters: number;
  ports: GraphPort[];
  /** The cells of all ports, in their order, row-major; a text may be any that some encoder of the file knows. */
  inputs: ForeignInput[];
  /** Of the only port, where it has more axes than one; else null. */
  shape: number[] | null;
  candidates: Candidate[];
  /** Lists of labels that operators and constants hold, each once. */
  labels: string[][];
  /** A missing number may go in as it is. */
  imputes: boolean;
  /** A text that its encoder does not know is an error, not a category of its own. */
  isStrict: boolean;
}

/** How the answer is read, in the order of the file's own classes. */
export type FileAnswer =
  | { read: 'shares' | 'scores' | 'label'; output: string; classes: string[] }
  /** The share of the second of two classes. */
  | { read: 'share'; output: string; classes: string[] }
  | { read: 'value'; output: string; classes: null };

export interface KeptModel extends KeptFile {
  kind: TaskKind;
  answer: FileAnswer;
}
