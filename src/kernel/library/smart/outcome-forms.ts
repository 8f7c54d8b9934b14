/** The forms of the loop's second half: judging, keeping, handing over. */
import { EXPORT_KINDS, EXPORT_NOUNS } from '../../../core/log/export-kinds';
import { names, variable } from './fields';
import type { SmartFormName, SmartFormSpec } from './types';

export const OUTCOME_FORMS: Readonly<
  Record<Extract<SmartFormName, 'evaluate' | 'save' | 'export'>, SmartFormSpec>
> = {
  evaluate: {
    form: 'evaluate',
    title: 'Evaluate',
    text: 'Judges the best run on validation, or opens test once the choice is made.',
    fields: [
      {
        kind: 'select',
        name: 'of',
        label: 'Run',
        hint: '',
        source: names('train'),
        value: 'ladder',
        none: null,
      },
      {
        kind: 'select',
        name: 'on',
        label: 'On',
        hint: 'Opening test is recorded.',
        source: {
          from: 'list',
          options: [
            { value: 'validation', label: 'Validation' },
            { value: 'test', label: 'Test (waits for a press)' },
          ],
        },
        value: 'validation',
        none: null,
      },
      {
        kind: 'text',
        of: 'text',
        name: 'why',
        label: 'Why test is opened',
        hint: 'Only for test.',
        value: '',
        placeholder: 'release 1',
        source: null,
      },
      variable('Name', 'evaluation'),
    ],
  },
  save: {
    form: 'save',
    title: 'Save',
    text: 'Gives the best run’s model a name in the workspace; waits for a press.',
    fields: [
      {
        kind: 'select',
        name: 'of',
        label: 'Run',
        hint: '',
        source: names('train'),
        value: 'ladder',
        none: null,
      },
      {
        kind: 'text',
        of: 'text',
        name: 'name',
        label: 'Model name',
        hint: 'A known name gets its next version.',
        value: '',
        placeholder: 'churn',
        source: { from: 'models' },
      },
      {
        kind: 'text',
        of: 'text',
        name: 'note',
        label: 'Note',
        hint: '',
        value: '',
        placeholder: '',
        source: null,
      },
      variable('Name', 'model'),
    ],
  },
  export: {
    form: 'export',
    title: 'Export',
    text: 'Writes a saved model as a file to hand over, and downloads it; waits for a press.',
    fields: [
      {
        kind: 'select',
        name: 'model',
        label: 'Model',
        hint: '',
        source: names('save'),
        value: 'model',
        none: null,
      },
      {
        kind: 'select',
        name: 'kind',
        label: 'As',
        hint: '',
        source: {
          from: 'list',
          options: EXPORT_KINDS.map((value) => ({ value, label: EXPORT_NOUNS[value] })),
        },
        value: 'page',
        none: null,
      },
      variable('Name', 'page'),
    ],
  },
};
