/**
 * Notebooks as Jupyter has them: nbformat 4.5 out, any 4 in. Kept are cells, their order and ids, raw cells,
 * attachments, outputs, and metadata that Loam does not know. Code in another language comes in as code cells
 * that say so (`cellLanguage`).
 */
import { LoamError } from '../errors';
import { isCellId, TakenIds } from './cell-id';
import { cellLanguage, isOurLanguage } from './cell-language';
import { asLines, joined, readOutput, writeOutput, type NbOutput } from './ipynb-outputs';
import {
  languageOf,
  readCellMetadata,
  readNotebookMetadata,
  writeCellMetadata,
  writeNotebookMetadata,
  type NotebookFacts,
  type WrittenCell,
} from './ipynb-metadata';
import { isJsonObject, own, parseJson, writeJsonLines } from './json-text';
import type { Json, JsonObject, Notebook, NotebookCell } from './types';

/** Less than what our own files may nest, so that whatever comes in also goes out. */
const MOST_NESTED = 400;

/** @param outputs by cell id; default none. Those of text cells are left out. */
export function toIpynb(
  notebook: Notebook,
  outputs: ReadonlyMap<string, readonly NbOutput[]> = new Map(),
): string {
  const taken = new TakenIds();
  const metadata = writeNotebookMetadata(notebook);
  const language = languageOf(metadata);
  const cells = notebook.cells.map((cell): JsonObject => {
    const { type, metadata: about, attachments } = writeCellMetadata(cell, language);
    const id = isCellId(cell.id) ? taken.take(cell.id) : taken.takeFor(cell.kind, cell.source);
    const written = { cell_type: type, id, metadata: about, source: asLines(cell.source) };
    if (type !== 'code') return attachments ? { ...written, attachments } : written;
    const list = (outputs.get(cell.id) ?? []).map(writeOutput);
    return { ...written, execution_count: null, outputs: list };
  });
  return `${writeJsonLines({ cells, metadata, nbformat: 4, nbformat_minor: 5 })}\n`;
}

export interface FromIpynb {
  notebook: Notebook;
  /** By cell id. Written by whoever made the file: shown only as what is not trusted. */
  outputs: Map<string, NbOutput[]>;
  /** What a person should know of what was taken in, in whole sentences. */
  notes: string[];
}

function unreadable(reason: string): LoamError {
  return new LoamError('notebook-unreadable', { reason });
}

function documentIn(text: string): { cells: Json[]; metadata: JsonObject } {
  const value = parseJson(text.replace(/^\uFEFF/, ''), MOST_NESTED);
  if (value === undefined) throw unreadable('it is not JSON, or nested too deeply');
  if (!isJsonObject(value)) throw unreadable('it is JSON, but no notebook');
  const format = own(value, 'nbformat');
  const cells = own(value, 'cells');
  if (typeof format !== 'number') throw unreadable('it does not say its format');
  if (format !== 4) throw unreadable(`its format is ${format}`);
  if (!Array.isArray(cells)) throw unreadable('it has no list of cells');
  const metadata = own(value, 'metadata');
  return { cells, metadata: isJsonObject(metadata) ? metadata : {} };
}

interface ReadCell {
  written: WrittenCell;
  source: string;
  id: string | null;
  outputs: NbOutput[];
}

function counted(n: number, one: string, many: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}

/** What went wrong where, counted. */
class Notes {
  #counts = new Map<string, number>();

  add(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  /** `sentence` is asked for each kind of note with its count. */
  list(sentence: (what: string, count: number) => string): string[] {
    return [...this.#counts].map(([what, count]) => sentence(what, count));
  }
}

function readCell(value: Json, notes: Notes): ReadCell | null {
  if (!isJsonObject(value)) {
    notes.add('is no cell');
    return null;
  }
  const type = own(value, 'cell_type');
  const known = type === 'code' || type === 'markdown' || type === 'raw';
  if (!known) notes.add('is of an unknown type');
  const source = joined(own(value, 'source'));
  if (source === null) notes.add('has no text');
  const metadata = own(value, 'metadata');
  const attachments = own(value, 'attachments');
  const id = own(value, 'id');
  const list = own(value, 'outputs');
  const outputs: NbOutput[] = [];
  for (const each of type === 'code' && Array.isArray(list) ? list : []) {
    const output = readOutput(each);
    if (output) outputs.push(output);
    else notes.add('output');
  }
  return {
    written: {
      type: known ? type : 'raw',
      metadata: isJsonObject(metadata) ? metadata : {},
      attachments: type !== 'code' && isJsonObject(attachments) ? attachments : null,
    },
    source: source ?? '',
    id: isCellId(id) ? id : null,
    outputs,
  };
}

const SENTENCES: Record<string, (count: number) => string> = {
  'is no cell': (n) => `${counted(n, 'entry is', 'entries are')} no cell and left out.`,
  'is of an unknown type': (n) =>
    `${counted(n, 'cell is', 'cells are')} of an unknown type and shown as plain text.`,
  'has no text': (n) => `${counted(n, 'cell has', 'cells have')} no text that can be read.`,
  output: (n) => `${counted(n, 'output', 'outputs')} could not be read and left out.`,
  'id twice': (n) =>
    `${counted(n, 'cell has', 'cells have')} the id of another and got an id of its own.`,
};

function languageNotes(cells: readonly NotebookCell[]): string[] {
  const foreign = new Notes();
  for (const cell of cells) {
    const language = cellLanguage(cell);
    if (cell.kind === 'code' && !isOurLanguage(language)) foreign.add(language);
  }
  return foreign.list(
    (language, n) =>
      `${counted(n, 'code cell is', 'code cells are')} in ${language}: shown, not run.`,
  );
}

/**
 * Nothing in it runs.
 * @throws LoamError `notebook-unreadable` for what is no notebook of nbformat 4
 */
export function fromIpynb(text: string): FromIpynb {
  const { cells: values, metadata } = documentIn(text);
  const facts: NotebookFacts = readNotebookMetadata(metadata);
  const notes = new Notes();
  const read = values.flatMap((value) => readCell(value, notes) ?? []);
  const taken = new TakenIds(read.flatMap(({ id }) => id ?? []));
  const seen = new Set<string>();
  const outputs: FromIpynb['outputs'] = new Map();
  const cells = read.map((each): NotebookCell => {
    const about = readCellMetadata(each.written, facts);
    let { id } = each;
    if (id !== null && seen.has(id)) {
      notes.add('id twice');
      id = taken.take(id);
    }
    id ??= taken.takeFor(about.kind, each.source);
    seen.add(id);
    if (each.outputs.length > 0) outputs.set(id, each.outputs);
    return { id, source: each.source, ...about };
  });
  const { title, mode, metadata: kept } = facts;
  const said = notes.list((what, count) => SENTENCES[what]!(count));
  return {
    notebook: { title, mode, cells, metadata: kept },
    outputs,
    notes: [...languageNotes(cells), ...said],
  };
}
