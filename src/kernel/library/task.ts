/** What is to be learnt from which data, checked against its columns where it is written. */
import type { DecisionCost } from '../../core/evaluation/decisions';
import { METRICS, type MetricName } from '../../core/metrics/names';
import { Dataset } from './dataset';
import { foldsOf, type FoldsArgs, type FoldsOption } from './folds';
import { column, columns, number, oneOf, options, quoted, refuse, shown } from './refuse';
import { nearestNames } from './nearest-names';
import { Brief } from './task-brief';
import type { TaskArgs } from './verbs';

export interface TaskOptions {
  predict: string;
  positive?: string;
  id?: string | readonly string[];
  time?: string;
  group?: string;
  weight?: string;
  audit?: string | readonly string[];
  ignore?: string | readonly string[];
  metric?: MetricName;
  parts?: {
    test?: number;
    /**
     * A share of the rows that is held out, or folds of train and validation together. Default: a fifth, and
     * folds where train and validation have fewer than 2,000 rows.
     */
    validation?: number | { folds: FoldsOption; repeats?: number };
    by?: 'hash' | 'stratified' | 'time';
  };
  /** What loam.brief answers: its costs count where none are given. */
  brief?: Brief | null;
  cost?: DecisionCost;
}

const FIELDS = [
  'predict',
  'positive',
  'id',
  'time',
  'group',
  'weight',
  'audit',
  'ignore',
  'metric',
  'parts',
  'brief',
  'cost',
] as const;
const ROLES = ['id', 'time', 'group', 'weight', 'audit', 'ignore'] as const;
/** One column only. */
const SINGLE: readonly string[] = ['time', 'weight'];
const SHARE = 0.2;
const MOST_HELD_OUT = 0.9;

export class Task {
  constructor(
    readonly data: Dataset,
    readonly predict: string,
    readonly positive: string | null,
    /** What a wrong answer costs; null where nobody said. */
    readonly cost: Readonly<DecisionCost> | null,
    /** As it crosses. */
    readonly args: TaskArgs,
    /**
     * By which models are learnt and judged where training says nothing else; false: validation is held out;
     * null: folds where rows are few.
     */
    readonly folds: Readonly<FoldsArgs> | false | null = null,
    readonly brief: Brief | null = null,
  ) {
    Object.freeze(this);
  }
}

export function toTask(data: unknown, o: unknown): Task {
  const at = 'loam.task';
  if (!(data instanceof Dataset)) {
    return refuse(
      `${at}: data`,
      `is ${shown(data)}; it must be a Dataset, as await loam.data(…) answers.`,
    );
  }
  if (data.id === null) {
    return refuse(
      `${at}: data`,
      'is made of rows that are not saved, so a model could not say what it learnt from; save them first: await data.save("name").',
    );
  }
  const given = options(`${at}: options`, o, FIELDS);
  const names = data.columnNames;
  if (given.predict === undefined) {
    return refuse(`${at}: predict`, `is missing; name the column to predict: ${quoted(names)}.`);
  }
  const predict = column(`${at}: predict`, given.predict, names);
  const { folds, ...shares } = partsOf(given.parts);
  const args: TaskArgs = {
    dataset: data.id,
    predict,
    positive: positiveOf(data, predict, given.positive),
    roles: rolesOf(names, predict, given),
    metric:
      given.metric === undefined
        ? null
        : oneOf(`${at}: metric`, given.metric, Object.keys(METRICS) as MetricName[]),
    ...shares,
  };
  const brief = briefOf(data, predict, given.brief);
  const cost = costOf(given.cost) ?? brief?.cost ?? null;
  return new Task(data, predict, args.positive, cost, args, folds, brief);
}

function positiveOf(data: Dataset, predict: string, given: unknown): string | null {
  if (given === undefined) return null;
  const at = 'loam.task: positive';
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') {
    return refuse(at, `is ${shown(given)}; it must be a value of “${predict}”.`);
  }
  const label = String(given);
  const { labels } = data.columns.find(({ name }) => name === predict)!;
  if (labels === null || labels.includes(label)) return label;
  const near = nearestNames(label, labels);
  return refuse(
    at,
    `is ${shown(label)}, which “${predict}” never is; ${near.length > 0 ? `did you mean ${quoted(near)}?` : `there are ${quoted(labels)}.`}`,
  );
}

function rolesOf(
  names: readonly string[],
  predict: string,
  given: Partial<Record<(typeof ROLES)[number], unknown>>,
): TaskArgs['roles'] {
  const roles: TaskArgs['roles'] = [];
  for (const role of ROLES) {
    if (given[role] === undefined) continue;
    const at = `loam.task: ${role}`;
    for (const name of columns(at, given[role], names)) {
      const other = roles.find((each) => each.column === name)?.role;
      if (name === predict) refuse(at, `names “${name}”, which is what to predict.`);
      if (other) refuse(at, `names “${name}”, which is already ${other}; a column has one role.`);
      if (SINGLE.includes(role) && roles.some((each) => each.role === role)) {
        refuse(at, 'names more than one column; it must be one.');
      }
      roles.push({ column: name, role });
    }
  }
  return roles;
}

type Parts = Pick<TaskArgs, 'by' | 'validation' | 'test'> & {
  folds: FoldsArgs | false | null;
};

function partsOf(value: unknown): Parts {
  const at = 'loam.task: parts';
  const { test = SHARE, validation: held, by } = options(at, value, ['test', 'validation', 'by']);
  const dealt = held !== null && typeof held === 'object' ? held : undefined;
  const { folds, repeats } = options(`${at}.validation`, dealt, ['folds', 'repeats']);
  const validation = dealt ? SHARE : (held ?? SHARE);
  const shares = {
    validation: number(`${at}.validation`, validation, 0.01, MOST_HELD_OUT),
    test: number(`${at}.test`, test, 0, MOST_HELD_OUT),
  };
  if (shares.validation + shares.test > MOST_HELD_OUT) {
    refuse(at, 'leave less than a tenth of the rows to train on.');
  }
  return {
    by: by === undefined ? null : oneOf(`${at}.by`, by, ['hash', 'stratified', 'time'] as const),
    ...shares,
    folds: dealt
      ? foldsOf(
          `${at}.validation`,
          folds ?? refuse(`${at}.validation`, 'is given no folds; say how many: { folds: 5 }.'),
          repeats,
        )
      : held === undefined
        ? null
        : false,
  };
}

function briefOf(data: Dataset, predict: string, given: unknown): Brief | null {
  if (given === undefined || given === null) return null;
  const at = 'loam.task: brief';
  if (!(given instanceof Brief)) {
    return refuse(at, `is ${shown(given)}; it must be what await loam.brief(…) answers.`);
  }
  if (given.dataset === data.name && given.target === predict) return given;
  return refuse(
    at,
    `is about ${quoted([given.target])} of ${quoted([given.dataset])}, which is not what is predicted here.`,
  );
}

export function costOf(value: unknown, at = 'loam.task: cost'): DecisionCost | null {
  if (value === undefined) return null;
  const { miss, falseAlarm } = options(at, value, ['miss', 'falseAlarm']);
  return Object.freeze({
    miss: number(`${at}.miss`, miss, 0, 1e15),
    falseAlarm: number(`${at}.falseAlarm`, falseAlarm, 0, 1e15),
  });
}
