/** `index.d.ts` and `element.d.ts`: types of this very model's rows and answers. No text of the model stands in a comment. */
import type { InputSignature, ModelManifest } from '../../core/model/types';
import { timesIn } from '../model/refinement-words';
import { stringType, unionType } from './type-text';

/** Known categories are offered; others are taken too, and named as a problem. */
function cellType({ type, categories, labels }: InputSignature): string {
  switch (type) {
    case 'number':
    case 'integer':
      return 'number';
    case 'datetime':
      return 'string | number';
    case 'boolean':
      return labels ? `boolean | ${unionType(labels)}` : 'boolean';
    case 'category':
    case 'text':
      return categories && categories.length > 0
        ? `${unionType(categories)} | (string & {})`
        : 'string';
    default:
      return type satisfies never;
  }
}

function about({ type }: InputSignature): string {
  switch (type) {
    case 'number':
      return 'A number.';
    case 'integer':
      return 'A whole number.';
    case 'datetime':
      return 'A date as ISO text, or milliseconds since 1970, in UTC.';
    case 'boolean':
      return 'True or false, or how the data writes them.';
    case 'category':
      return 'A category.';
    case 'text':
      return 'A text.';
    default:
      return type satisfies never;
  }
}

function field(input: InputSignature): string {
  return `  /** ${about(input)} */\n  readonly ${stringType(input.name)}?: ${cellType(input)} | null;`;
}

/** Of a coverage: where the truth is how often. */
function conformalFields(conformal: ModelManifest['conformal']): string[] {
  if (!conformal) return [];
  const often = timesIn(conformal.coverage);
  if (conformal.type === 'set') {
    return [`  /** The classes among which the truth is ${often}. */`, '  set: Class[];'];
  }
  return [
    `  /** Ends of an interval that holds the truth ${often}. */`,
    '  low: number;',
    '  high: number;',
  ];
}

function answerTypes({ kind, classes, conformal }: ModelManifest): string[] {
  if (kind === 'regression' || !classes) {
    return [
      'export interface RowAnswer {',
      '  answer: number;',
      '  probabilities: null;',
      ...conformalFields(conformal),
      '  problems: RowProblem[];',
      '}',
      'export declare const classes: null;',
    ];
  }
  return [
    `export type Class = ${unionType(classes)};`,
    'export interface RowAnswer {',
    '  answer: Class;',
    '  /** By class; they add up to 1. */',
    '  probabilities: Record<Class, number>;',
    ...conformalFields(conformal),
    '  problems: RowProblem[];',
    '}',
    '/** In the order of the model. */',
    'export declare const classes: readonly Class[];',
  ];
}

export function indexDeclarations(manifest: ModelManifest): string {
  return `/** Inputs of the model. What is left out or null counts as missing, and takes the default that the model documents. */
export interface Row {
${manifest.inputs.map(field).join('\n')}
}

/** What was wrong with an input; the answer came all the same, with the model's default in its place. */
export interface RowProblem {
  input: keyof Row;
  /** Not in the row; null or empty; a category that training did not know; not of the input's type. */
  problem: 'absent' | 'missing' | 'unseen' | 'wrong-type';
  /** What stood there, as text. */
  value: string | null;
}

${answerTypes(manifest).join('\n')}

/** An answer per row, in their order. Rejects where the package was altered, or a row is no object. */
export declare function predict(rows: readonly Row[]): Promise<RowAnswer[]>;
export declare function predictOne(row: Row): Promise<RowAnswer>;

/** What is predicted. */
export declare const target: string;
/** The share of rows whose truth the interval or set of an answer shall hold; null where answers have none. */
export declare const coverage: number | null;

export interface Input {
  name: keyof Row;
  type: 'number' | 'integer' | 'datetime' | 'boolean' | 'category' | 'text';
  /** Known categories, most frequent first. */
  categories: string[] | null;
  /** How false and true are written. */
  labels: [string, string] | null;
  /** Of the training data, rounded, at 0.1, 0.25, 0.5, 0.75 and 0.9; dates in milliseconds. */
  quantiles: number[] | null;
}
export declare const inputs: readonly Input[];

export interface Metric {
  name: string;
  value: number | null;
  low: number | null;
  high: number | null;
}
/** Where the model is from and how good it was; \`sha256:\` names of all that it was made of. */
export interface Card {
  name: string;
  version: number;
  note: string;
  model: string;
  recipe: string;
  task: string;
  golden: string;
  dataset: { name: string; version: number; manifest: string; rows: number };
  evaluation: {
    part: string;
    rows: number;
    sentence: string;
    metrics: Metric[];
    baseline: Metric[];
  } | null;
}
export declare const card: Card;
`;
}

export const ELEMENT_DECLARATIONS = `import type { Row, RowAnswer } from './index.js';

export interface Answered {
  row: Row;
  answer: RowAnswer;
}

/** \`<loam-predict>\`: a form for one row. Sends \`loam-answer\` with \`detail: Answered\`, and \`loam-error\`. */
export declare class LoamPredict extends HTMLElement {
  /** The row in the form and the answer to it; null before the first. */
  get answered(): Answered | null;
}

/** Under another name, where a page has several models. */
export declare function define(name: string): void;

declare global {
  interface HTMLElementTagNameMap {
    'loam-predict': LoamPredict;
  }
  interface HTMLElementEventMap {
    'loam-answer': CustomEvent<Answered>;
    'loam-error': CustomEvent<{ message: string }>;
  }
}
`;
