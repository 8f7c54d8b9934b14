/** The forms of the loop, in its order. */
import { METRICS } from '../../../core/metrics/names';
import { CHOICE_FORMS } from './choice-forms';
import { OUTCOME_FORMS } from './outcome-forms';
import { names, variable } from './fields';
import type { OptionSource, SmartField, SmartFormName, SmartFormSpec } from './types';

const columns: OptionSource = { from: 'columns', of: 'data' };

function role(name: string, label: string, hint: string): SmartField {
  return { kind: 'choices', name, label, hint, source: columns, value: [] };
}

function one(name: string, label: string, hint: string): SmartField {
  return { kind: 'select', name, label, hint, source: columns, value: '', none: 'None' };
}

const share = { kind: 'number', min: 0, max: 80, step: 5 } as const;
const money = { kind: 'number', value: 0, min: 0, max: 1e9, step: 1, hint: '' } as const;

const MODELS = [
  { value: 'baseline', label: 'Baseline' },
  { value: 'linear', label: 'Linear' },
  { value: 'trees', label: 'Boosted trees' },
  { value: 'forest', label: 'Random forest' },
  { value: 'mlp', label: 'Neural network (MLP)' },
  { value: 'layers', label: 'Network of layers' },
  { value: 'cnn', label: 'Convolutional network (images)' },
];

export const SMART_FORMS: Readonly<Record<SmartFormName, SmartFormSpec>> = {
  data: {
    form: 'data',
    title: 'Data',
    text: 'Takes a dataset of this workspace for other cells to use, and shows its first rows.',
    fields: [
      {
        kind: 'select',
        name: 'dataset',
        label: 'Dataset',
        hint: '',
        source: { from: 'datasets' },
        value: '',
        none: null,
      },
      {
        kind: 'choices',
        name: 'columns',
        label: 'Show columns',
        hint: 'All where none is chosen.',
        source: { from: 'columns', of: 'dataset' },
        value: [],
      },
      {
        kind: 'number',
        name: 'rows',
        label: 'Show rows',
        hint: '0 shows none.',
        value: 10,
        min: 0,
        max: 1000,
        step: 5,
      },
      variable('Name', 'data'),
    ],
  },
  task: {
    form: 'task',
    title: 'Task',
    text: 'Says what to predict, from which rows, and what a wrong answer costs.',
    fields: [
      {
        kind: 'select',
        name: 'data',
        label: 'Data',
        hint: '',
        source: names('data'),
        value: 'data',
        none: null,
      },
      {
        kind: 'select',
        name: 'predict',
        label: 'Predict',
        hint: '',
        source: columns,
        value: '',
        none: null,
      },
      {
        kind: 'select',
        name: 'positive',
        label: 'Positive class',
        hint: 'Of two classes, the one to find.',
        source: { from: 'labels', of: 'data', column: 'predict' },
        value: '',
        none: 'By itself',
      },
      role('id', 'Identifies a row', 'Never learnt from; equal ones stay in one part.'),
      role('group', 'Keeps rows together', 'Rows of one group stay in one part.'),
      one('time', 'When it was seen', ''),
      one('weight', 'How much a row counts', ''),
      role('audit', 'For fairness only', 'Never learnt from.'),
      role('ignore', 'Leave out', ''),
      {
        kind: 'select',
        name: 'metric',
        label: 'Metric',
        hint: '',
        source: {
          from: 'list',
          options: Object.entries(METRICS).map(([value, { label }]) => ({ value, label })),
        },
        value: '',
        none: 'By itself',
      },
      {
        kind: 'select',
        name: 'by',
        label: 'Parts by',
        hint: '',
        source: {
          from: 'list',
          options: [
            { value: 'stratified', label: 'Hash, stratified' },
            { value: 'hash', label: 'Hash' },
            { value: 'time', label: 'Time' },
          ],
        },
        value: '',
        none: 'By itself',
      },
      {
        ...share,
        name: 'validation',
        label: 'Validation',
        hint: 'Percent of the rows.',
        value: 20,
        min: 5,
      },
      { ...share, name: 'test', label: 'Test', hint: 'Percent of the rows.', value: 20 },
      { ...money, name: 'miss', label: 'A miss costs' },
      {
        ...money,
        name: 'falseAlarm',
        label: 'A false alarm costs',
        hint: 'Both 0: costs are left out.',
      },
      variable('Name', 'task'),
    ],
  },
  train: {
    form: 'train',
    title: 'Train',
    text: 'Trains one or more model kinds on a task and shows them side by side.',
    fields: [
      {
        kind: 'select',
        name: 'task',
        label: 'Task',
        hint: '',
        source: names('task'),
        value: 'task',
        none: null,
      },
      {
        kind: 'choices',
        name: 'models',
        label: 'Models',
        hint: '',
        source: { from: 'list', options: MODELS },
        value: ['baseline', 'linear', 'trees'],
      },
      {
        kind: 'number',
        name: 'seed',
        label: 'Seed',
        hint: '',
        value: 1,
        min: 0,
        max: Number.MAX_SAFE_INTEGER,
        step: 1,
      },
      {
        kind: 'select',
        name: 'engine',
        label: 'Engine',
        hint: 'Exact gives the same bits everywhere.',
        source: {
          from: 'list',
          options: ['auto', 'exact', 'fast', 'webgpu', 'webgl', 'wasm', 'cpu'].map((value) => ({
            value,
            label: value,
          })),
        },
        value: 'auto',
        none: null,
      },
      variable('Name', 'ladder'),
    ],
  },
  ...CHOICE_FORMS,
  ...OUTCOME_FORMS,
};
