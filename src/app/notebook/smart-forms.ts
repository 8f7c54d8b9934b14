/** The forms of smart cells with their choices looked up: in the workspace, and in the notebook's other cells. */
import type { JsonObject } from '../../core/notebook/types';
import {
  defaultsOf,
  isSmartForm,
  SMART_FORMS,
  toValues,
  writeCode,
  type OptionSource,
  type SmartField as FieldSpec,
  type SmartValues,
} from '../../kernel/library/smart';
import type { DatasetRow } from '../../core/log/rows';
import type { WorkspaceContext } from '../workspace-context';
import type { SmartField, SmartForms, SmartOption } from './shelf-types';
import type { CellView, OpenNotebook } from './types';

const plain = (value: string): SmartOption => ({ value, label: value });

export function smartForms(context: WorkspaceContext, notebook: OpenNotebook): SmartForms {
  return {
    list: Object.values(SMART_FORMS).map(({ form, title, text }) => ({ form, title, text })),
    start: (form) => (isSmartForm(form) ? (defaultsOf(form) as JsonObject) : {}),
    async fields({ form, values }) {
      if (!isSmartForm(form)) return [];
      const complete = toValues(form, values);
      const look = (source: OptionSource) => options(context, notebook.cells, source, complete);
      return Promise.all(SMART_FORMS[form].fields.map((field) => withOptions(field, look)));
    },
    code: ({ form, values }) => (isSmartForm(form) ? writeCode(form, toValues(form, values)) : ''),
  };
}

async function withOptions(
  field: FieldSpec,
  look: (source: OptionSource) => Promise<SmartOption[]>,
): Promise<SmartField> {
  const { name, label, hint } = field;
  switch (field.kind) {
    case 'select': {
      const options = await look(field.source);
      return { kind: 'select', name, label, hint, options, optional: field.none !== null };
    }
    case 'choices':
      return { kind: 'choices', name, label, hint, options: await look(field.source) };
    case 'text':
      return { kind: 'text', name, label, hint, placeholder: field.placeholder };
    case 'number': {
      const { min, max, step } = field;
      return { kind: 'number', name, label, hint, min, max, step };
    }
    case 'checkbox':
      return { kind: 'checkbox', name, label, hint };
    default:
      throw field satisfies never;
  }
}

async function options(
  context: WorkspaceContext,
  cells: readonly CellView[],
  source: OptionSource,
  values: SmartValues,
): Promise<SmartOption[]> {
  switch (source.from) {
    case 'list':
      return [...source.options];
    case 'datasets': {
      const rows = await context.store.list('datasets');
      return rows.map(({ name, version }) => plain(`${name}@${version}`));
    }
    case 'models': {
      const rows = await context.store.list('models');
      return [...new Set(rows.map(({ name }) => name))].map(plain);
    }
    case 'names':
      return namesOf(cells, source.of).map(plain);
    case 'columns': {
      const row = await datasetOf(context, cells, values[source.of]);
      if (!row) return [];
      const { columns } = await context.json(row.manifest, 'loam.dataset/1');
      return columns.map(({ schema }) => plain(schema.name));
    }
    case 'labels': {
      const row = await datasetOf(context, cells, values[source.of]);
      if (!row) return [];
      const { columns } = await context.json(row.profile, 'loam.profile/1');
      const column = columns.find(({ name }) => name === values[source.column]);
      return column?.coded?.top.map(({ value }) => plain(value)) ?? [];
    }
    default:
      throw source satisfies never;
  }
}

/** Names that cells declare, those of cells of the form first. */
function namesOf(cells: readonly CellView[], form: string): string[] {
  const first = cells.filter(({ smart }) => smart?.form === form);
  return [...new Set([...first, ...cells].flatMap(({ declares }) => declares))];
}

/** @param said `name@version`, or a variable that a Data cell declares */
async function datasetOf(
  { store }: WorkspaceContext,
  cells: readonly CellView[],
  said: SmartValues[string] | undefined,
): Promise<DatasetRow | null> {
  if (typeof said !== 'string' || said === '') return null;
  const maker = cells.find(
    ({ smart, declares }) => smart?.form === 'data' && declares.includes(said),
  );
  const ref = maker ? maker.smart!.values.dataset : said;
  if (typeof ref !== 'string') return null;
  const [name = '', version] = ref.split('@');
  const rows = await store.find('datasets', 'name', name);
  return rows.find((row) => version === undefined || row.version === Number(version)) ?? null;
}
