/** `loam.evaluate`: what a model is worth on a part of its task, or on labelled data that it has not seen. */
import type { DecisionCost } from '../../core/evaluation/decisions';
import type { Slices } from '../../core/understand/types';
import { Dataset, Steps, type DatasetDeps } from './dataset';
import { Evaluation } from './evaluation';
import { meant } from './model';
import { filled, number, oneOf, options, refuse, shown, signalOf } from './refuse';
import { costOf } from './task';
import type { EvaluationFacts, Subject } from './verbs';

export interface EvaluateOptions {
  /** Default 'validation'. Of a dataset the rows that were learnt from, and those of sealed test, are left out. */
  on?: 'validation' | 'test' | Dataset;
  why?: string;
  cost?: DecisionCost;
  /** Of a dataset, two classes: from which probability on a row counts as positive. Default: as the model was saved. */
  threshold?: number;
  /** Columns by whose values the metric is shown too. */
  by?: string | readonly string[];
  signal?: AbortSignal;
}

type On = 'validation' | 'test' | Dataset;

export async function evaluate(deps: DatasetDeps, x: unknown, o: unknown): Promise<Evaluation> {
  const at = 'loam.evaluate';
  const { subject, cost, brief } = meant(`${at}: model`, x);
  const given = options(`${at}: options`, o, ['on', 'why', 'threshold', 'cost', 'by', 'signal']);
  const signal = signalOf(`${at}: signal`, given.signal);
  const on = await placeOf(`${at}: on`, given.on);
  if (on !== 'test' && given.why !== undefined) {
    refuse(`${at}: why`, 'is for opening test; leave it out, or give on: "test".');
  }
  const by = sliceColumns(`${at}: by`, given.by);
  const threshold = thresholdOf(`${at}: threshold`, given.threshold, on);
  const costs = given.cost === undefined ? cost : costOf(given.cost, `${at}: cost`);
  const listen = signal ? { signal } : {};
  if (on instanceof Dataset) {
    const asked = { of: subject, dataset: on.id!, threshold, by };
    const facts = await deps.send('evaluate-data', asked, listen);
    return new Evaluation(facts, costs, facts.slices, brief);
  }
  const facts = await judged(deps, subject, on, given.why, listen);
  const slices: Slices[] = [];
  for (const column of by) {
    const question = { type: 'slices', column } as const;
    slices.push((await deps.send('understand', { of: subject, on, question }, listen)) as Slices);
  }
  return new Evaluation(facts, costs, slices, brief);
}

function thresholdOf(argument: string, given: unknown, on: On): number | null {
  if (given === undefined) return null;
  if (on instanceof Dataset) return number(argument, given, 0, 1);
  return refuse(
    argument,
    'is for data; of validation and test, what any threshold decides is said by the evaluation: seen.at(0.3).',
  );
}

async function placeOf(argument: string, given: unknown): Promise<On> {
  const on = given instanceof Steps ? await given : given;
  if (!(on instanceof Dataset)) {
    if (typeof on === 'object' && on !== null) {
      return refuse(argument, `is ${shown(on)}; give "validation", "test" or a Dataset.`);
    }
    return oneOf(argument, on ?? 'validation', ['validation', 'test'] as const);
  }
  if (on.id !== null) return on;
  return refuse(
    argument,
    'is made of rows that are not saved, so nobody could say what was judged; save them first: await data.save("name").',
  );
}

function judged(
  { send }: DatasetDeps,
  of: Subject,
  on: Exclude<On, Dataset>,
  why: unknown,
  listen: { signal?: AbortSignal },
): Promise<EvaluationFacts> {
  if (on === 'validation') return send('evaluate', { of }, listen);
  const reason = filled(
    'loam.evaluate: why',
    why,
    'the reason why test is opened, which is recorded: why: "release 1"',
  );
  return send('open-test', { of, why: reason }, listen);
}

/** Whether they are columns of the data, the app sees: of a saved model only it knows the data. */
function sliceColumns(argument: string, by: unknown): string[] {
  if (by === undefined) return [];
  const list: unknown[] = Array.isArray(by) ? by : [by];
  return [...new Set(list.map((each) => filled(argument, each, 'the name of a column')))];
}
