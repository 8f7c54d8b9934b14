/**
 * What would change an answer: the fewest columns, set to usual values, that make it another (S. Wachter, B.
 * Mittelstadt, C. Russell, Counterfactual Explanations Without Opening the Black Box, 2017). A greedy search finds some
 * change; then all changes of fewer columns are tried, as far as they can be paid for. What is returned was predicted.
 */
import type { Cell } from '../../core/dataset/types';
import { LoamError } from '../../core/errors';
import type { InputSignature } from '../../core/model/types';
import type { ChangedAnswer, WantedAnswer } from '../../core/understand/types';
import { alignTable } from '../predict/align';
import type { AnyPredictor } from '../predict/later-predictor';
import type { TablePrediction } from '../predict/prediction';
import { alignRow } from '../predict/align';
import { cellTable } from './cell-table';
import { combinations, countOf } from './combinations';
import { closerValues } from './closer-values';
import { usualValues, type UsualValue } from './usual-values';

export interface ChangeRequest {
  inputs: InputSignature[];
  predictor: AnyPredictor;
  row: Readonly<Record<string, Cell>>;
  wanted: WantedAnswer;
  /** Columns that may change; others stay. */
  free: readonly string[];
  signal?: AbortSignal;
  /** Awaited between predictions; default none. */
  pause?(): Promise<void>;
  /** Rows predicted between two pauses. Default 256. */
  rowsAtOnce?: number;
}

export interface ChangeFound {
  /** As it is. */
  answer: string | number;
  /** Without changes where the answer is what is wanted already; null where none was found. */
  found: ChangedAnswer | null;
  fewest: boolean;
  tried: number;
}

/** More columns than this are no advice. */
export const MOST_CHANGES = 4;
/** Predictions that trying all changes of one number of columns may take. */
const BUDGET = 6000;

/** New values by the place of their input. */
type Edit = ReadonlyMap<number, UsualValue>;

interface Asked {
  edit: Edit;
  isWanted: boolean;
  /** How near it is to being wanted; the more the nearer. */
  score: number;
  answer: string | number;
  probability: number | null;
}

class Search {
  tried = 0;
  readonly own: Cell[];
  readonly values: UsualValue[][];

  constructor(readonly request: ChangeRequest) {
    const { inputs, row, free, predictor, wanted } = request;
    if (predictor.classes ? wanted.type !== 'class' : wanted.type === 'class') {
      const reason = 'What is wanted is no answer of this model.';
      throw new LoamError('argument-invalid', { argument: 'wanted', reason });
    }
    const { columns } = alignRow(inputs, { ...row }).table;
    this.own = inputs.map(({ name }) => row[name] ?? null);
    this.values = inputs.map((input, i) => {
      if (!free.includes(input.name)) return [];
      const column = columns[i]!;
      const own =
        column.kind === 'numeric'
          ? column.values[0]!
          : column.codes[0]! < 0
            ? null
            : column.dictionary[0]!;
      return usualValues(input, own);
    });
  }

  async ask(edits: readonly Edit[]): Promise<Asked[]> {
    const { inputs, predictor, rowsAtOnce = 256, pause, signal } = this.request;
    const asked: Asked[] = [];
    for (let start = 0; start < edits.length; start += rowsAtOnce) {
      const some = edits.slice(start, start + rowsAtOnce);
      const rows = some.map((edit) => this.own.map((cell, i) => edit.get(i)?.cell ?? cell));
      const { table } = alignTable(inputs, cellTable(inputs, rows));
      const given = await predictor.predictTable(table);
      some.forEach((edit, row) => asked.push(this.#read(given, edit, row)));
      await pause?.();
      if (signal?.aborted) throw new LoamError('cancelled');
    }
    this.tried += edits.length;
    return asked;
  }

  #read({ probabilities, values, labels }: TablePrediction, edit: Edit, row: number): Asked {
    const { predictor, wanted } = this.request;
    const { classes } = predictor;
    if (classes && wanted.type === 'class') {
      const answer = classes[labels![row]!]!;
      const of = (label: string) => probabilities![row * classes.length + classes.indexOf(label)]!;
      const isWanted = answer === wanted.label;
      return { edit, isWanted, score: of(wanted.label), answer, probability: of(answer) };
    }
    const answer = values![row]!;
    if (wanted.type === 'at-most') {
      return { edit, isWanted: answer <= wanted.value, score: -answer, answer, probability: null };
    }
    const least = (wanted as { value: number }).value;
    return { edit, isWanted: answer >= least, score: answer, answer, probability: null };
  }
}

function wayOf(edit: Edit): number {
  let way = 0;
  for (const value of edit.values()) way += value.way;
  return way;
}

/** The shortest way, and of equal ones the clearest answer. */
function best(wanted: readonly Asked[]): Asked | null {
  return wanted.reduce<Asked | null>((kept, each) => {
    if (!kept) return each;
    const shorter = wayOf(kept.edit) - wayOf(each.edit);
    return shorter > 0 || (shorter === 0 && each.score > kept.score) ? each : kept;
  }, null);
}

/** @returns also the best score that each input reaches alone */
async function greedy(
  search: Search,
  start: Asked,
): Promise<{ found: Asked | null; alone: Map<number, number> }> {
  const alone = new Map<number, number>();
  let current = start;
  for (let size = 1; size <= MOST_CHANGES; size++) {
    const edits = search.values.flatMap((values, input) =>
      current.edit.has(input)
        ? []
        : values.map((value): Edit => new Map([...current.edit, [input, value]])),
    );
    const asked = await search.ask(edits);
    if (size === 1) {
      for (const { edit, score } of asked) {
        const [input] = edit.keys();
        alone.set(input!, Math.max(alone.get(input!) ?? -Infinity, score));
      }
    }
    const found = best(asked.filter(({ isWanted }) => isWanted));
    if (found) return { found, alone };
    const next = asked.reduce<Asked>(
      (kept, each) => (each.score > kept.score ? each : kept),
      current,
    );
    if (next === current) break;
    current = next;
  }
  return { found: null, alone };
}

/** All changes of `size` columns, or of those that do most alone where there are too many. */
async function allOf(
  search: Search,
  size: number,
  alone: ReadonlyMap<number, number>,
): Promise<{ found: Asked | null; complete: boolean }> {
  const places = [...alone.keys()].sort((a, b) => alone.get(b)! - alone.get(a)! || a - b);
  let few = places.length;
  const costs = (count: number) =>
    countOf(
      places.slice(0, count).map((i) => search.values[i]!.length),
      size,
    );
  while (few > size && costs(few) > BUDGET) few--;
  const edits = combinations(places.slice(0, few), size).flatMap((inputs) =>
    inputs.reduce<Edit[]>(
      (list, input) =>
        list.flatMap((edit) =>
          search.values[input]!.map((value): Edit => new Map([...edit, [input, value]])),
        ),
      [new Map()],
    ),
  );
  const asked = await search.ask(edits);
  return {
    found: best(asked.filter(({ isWanted }) => isWanted)),
    complete: few === places.length,
  };
}

/** Numbers are brought back towards the row's own as far as the answer stays what is wanted. */
async function closer(search: Search, found: Asked): Promise<Asked> {
  let kept = found;
  for (const [input, value] of found.edit) {
    const edits = closerValues(search.request.inputs[input]!, search.own[input]!, value).map(
      (each): Edit => new Map([...kept.edit, [input, each]]),
    );
    if (edits.length === 0) continue;
    const asked = await search.ask(edits);
    kept = asked.find(({ isWanted }) => isWanted) ?? kept;
  }
  return kept;
}

/**
 * The same for the same model, row and wish.
 * @throws LoamError `cancelled`; `argument-invalid` where the model has no such answer
 */
export async function changeAnswer(request: ChangeRequest): Promise<ChangeFound> {
  const search = new Search(request);
  const { inputs } = request;
  const [start] = await search.ask([new Map()]);
  const { answer } = start!;
  if (start!.isWanted) {
    const found = { changes: [], answer, probability: start!.probability };
    return { answer, found, fewest: true, tried: search.tried };
  }
  const first = await greedy(search, start!);
  let { found } = first;
  let fewest = true;
  const most = found ? found.edit.size - 1 : Math.min(MOST_CHANGES, first.alone.size);
  for (let size = 2; size <= most; size++) {
    const all = await allOf(search, size, first.alone);
    fewest &&= all.complete;
    if (all.found) {
      found = all.found;
      break;
    }
  }
  if (!found) return { answer, found: null, fewest, tried: search.tried };
  const last = await closer(search, found);
  const changes = [...last.edit]
    .sort(([a], [b]) => a - b)
    .map(([i, { cell }]) => ({ column: inputs[i]!.name, from: search.own[i]!, to: cell }));
  const { probability } = last;
  return {
    answer,
    found: { changes, answer: last.answer, probability },
    fewest,
    tried: search.tried,
  };
}
