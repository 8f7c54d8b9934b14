/** The forms that choose between models: a study of their settings, and whether one is better than another. */
import { names, variable } from './fields';
import type { SmartFormName, SmartFormSpec } from './types';

const SAMPLERS = [
  { value: 'tpe', label: 'TPE: learns from earlier trials' },
  { value: 'random', label: 'At random' },
  { value: 'grid', label: 'Grid: every point once' },
];

/** What a study varies of each kind; a setting of two kinds has one range. */
export const STUDIED: Readonly<Record<string, { label: string; settings: string }>> = {
  linear: { label: 'Linear', settings: '{ l2: q.log(0.00001, 1) }' },
  trees: {
    label: 'Boosted trees',
    settings:
      '{ leaves: q.int(4, 64), learningRate: q.log(0.02, 0.3), columnShare: q.float(0.2, 1) }',
  },
  forest: {
    label: 'Random forest',
    settings: '{ leastRows: q.int(1, 20), columnShare: q.float(0.2, 1) }',
  },
  mlp: {
    label: 'Neural network (MLP)',
    settings: '{ hidden: q.choice([[32], [64, 32], [128, 64]]), l2: q.log(0.00001, 1) }',
  },
};

export const CHOICE_FORMS: Readonly<
  Record<Extract<SmartFormName, 'study' | 'compare'>, SmartFormSpec>
> = {
  study: {
    form: 'study',
    title: 'Study',
    text: 'Tries settings of one or more model kinds on the same folds; test is never read.',
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
        hint: 'Boosted trees where none is chosen.',
        source: {
          from: 'list',
          options: Object.entries(STUDIED).map(([value, { label }]) => ({ value, label })),
        },
        value: ['trees'],
      },
      {
        kind: 'number',
        name: 'trials',
        label: 'Trials',
        hint: 'At most.',
        value: 30,
        min: 1,
        max: 10_000,
        step: 1,
      },
      {
        kind: 'select',
        name: 'sampler',
        label: 'Sampler',
        hint: '',
        source: { from: 'list', options: SAMPLERS },
        value: 'tpe',
        none: null,
      },
      {
        kind: 'checkbox',
        name: 'halving',
        label: 'Stop trials that are behind',
        hint: 'After the first fold one in three goes on.',
        value: false,
      },
      variable('Name', 'study'),
    ],
  },
  compare: {
    form: 'compare',
    title: 'Compare',
    text: 'Says whether one model is better than another, on rows that neither has learnt from.',
    fields: [
      {
        kind: 'select',
        name: 'a',
        label: 'Is this one better',
        hint: 'A study, a ladder, a run or a saved model.',
        source: names('study'),
        value: 'study',
        none: null,
      },
      {
        kind: 'select',
        name: 'b',
        label: 'Than this one',
        hint: '',
        source: names('train'),
        value: 'ladder',
        none: null,
      },
      variable('Name', 'sure'),
    ],
  },
};
