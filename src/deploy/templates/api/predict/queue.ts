/**
 * Requests that wait for their answer. What comes in one turn of the event loop for one model version is
 * answered in one pass, as rows of one table: a row has the same bits alone and among others. Between passes
 * the loop turns, so that health checks are answered under load.
 */
import type { Table } from '../../../../core/dataset/types';
import type { TablePrediction } from '../../../../ml/predict/predictor';
import type { Effects } from '../effects';
import { Refused } from '../http-error';
import type { ServedModel } from '../start/served-model';
import { BatchColumns } from './batch-columns';

/** Rows of a pass, unless one request brings more. */
const PASS_ROWS = 512;
/** Milliseconds of passes before the event loop turns. */
const SLICE_MS = 10;

export interface Waiting {
  /** Rows `from` up to `to` of the pass are its own. */
  from: number;
  to: number;
  answer(prediction: TablePrediction, columns: BatchColumns): void;
  fail(error: unknown): void;
}

interface Pass {
  served: ServedModel;
  columns: BatchColumns;
  waiting: Waiting[];
}

/** What else is done with a pass after its requests have their answers. */
export type AfterPass = (served: ServedModel, table: Table, prediction: TablePrediction) => void;

export class PredictionQueue {
  #passes: Pass[] = [];
  #length = 0;
  #isScheduled = false;
  /** Milliseconds per request, smoothed. */
  #pace = 0;
  /** Open connections of the server: who may still ask. */
  connections = 0;

  constructor(
    readonly most: number,
    readonly effects: Pick<Effects, 'elapsed'>,
    readonly afterPass: AfterPass,
  ) {}

  get length(): number {
    return this.#length;
  }

  /** @throws Refused `overloaded` where no place is free */
  admit(): void {
    if (this.#length < this.most) return;
    const seconds = Math.max(1, Math.ceil((this.#length * this.#pace) / 1000));
    throw new Refused('overloaded', `${this.#length} requests wait already; try again`, seconds);
  }

  /** The columns to write the `rows` of one request to, at once, before `wait`. */
  open(served: ServedModel, rows: number): BatchColumns {
    const last = this.#passes.at(-1);
    if (last?.served === served && last.columns.rows < PASS_ROWS) return last.columns;
    const columns = new BatchColumns(served.inputs, rows);
    this.#passes.push({ served, columns, waiting: [] });
    return columns;
  }

  /** Waits for the rows that were written to what `open` gave. */
  wait(waiting: Waiting): void {
    this.#passes.at(-1)!.waiting.push(waiting);
    this.#length++;
    // From a single connection nothing else can come in this turn: there is nothing to wait for.
    if (this.connections === 1 && !this.#isScheduled) this.#run();
    else this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#run());
  }

  #run(): void {
    this.#isScheduled = false;
    const { elapsed } = this.effects;
    const start = elapsed();
    let answered = 0;
    let took = 0;
    while (this.#passes.length > 0 && took < SLICE_MS) {
      const pass = this.#passes.shift()!;
      answered += pass.waiting.length;
      const later = this.#predict(pass);
      if (later) {
        // The next pass waits, and grows meanwhile: one at a time is what a runtime does anyway.
        this.#isScheduled = true;
        void later.then(() => this.#rest(answered, elapsed() - start));
        return;
      }
      took = elapsed() - start;
    }
    this.#rest(answered, took);
  }

  #rest(answered: number, took: number): void {
    this.#isScheduled = false;
    if (answered > 0) this.#pace += 0.1 * (took / answered - this.#pace);
    if (this.#passes.length > 0) this.#schedule();
  }

  /** Null where the pass was answered at once. */
  #predict(pass: Pass): Promise<void> | null {
    let table: Table;
    let prediction: TablePrediction | Promise<TablePrediction>;
    try {
      table = pass.columns.table();
      const { predictor } = pass.served;
      prediction = predictor.predictAligned?.(table) ?? predictor.predictTable(table);
    } catch (error) {
      this.#fail(pass, error);
      return null;
    }
    if (prediction instanceof Promise) {
      return prediction.then(
        (made) => this.#answer(pass, table, made),
        (error: unknown) => this.#fail(pass, error),
      );
    }
    this.#answer(pass, table, prediction);
    return null;
  }

  #fail({ waiting }: Pass, error: unknown): void {
    this.#length -= waiting.length;
    for (const each of waiting) each.fail(error);
  }

  #answer({ served, columns, waiting }: Pass, table: Table, prediction: TablePrediction): void {
    this.#length -= waiting.length;
    for (const each of waiting) {
      try {
        each.answer(prediction, columns);
      } catch (error) {
        each.fail(error);
      }
    }
    this.afterPass(served, table, prediction);
  }
}
