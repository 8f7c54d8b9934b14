/**
 * The code of a form: plain `loam` code as a person would write it. Every text is a literal, and every name of
 * a variable is one, so that no value of a form can become code.
 */
import { STUDIED } from './choice-forms';
import type { SmartFormName, SmartValues } from './types';
import { toValues } from './values';

const WIDTH = 80;
const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export ' +
    'extends false finally for function if implements import in instanceof interface let new null package ' +
    'private protected public return static super switch this throw true try typeof undefined var void while ' +
    'with yield loam aq tf plot input md html NaN Infinity'
  ).split(' '),
);

/** Whether a cell may declare a variable of that name. */
export function isVariableName(name: string): boolean {
  return NAME.test(name) && !RESERVED.has(name);
}

/** A text as a literal; U+2028 and U+2029 would end the line in some readers. */
export function literal(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029\u007f-\u009f]/g, escaped);
}

const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

type Writer = (values: Reader) => string;

/** Values by kind; names fall back to the field's default where they are none. */
class Reader {
  constructor(
    private readonly values: SmartValues,
    private readonly defaults: SmartValues,
  ) {}

  text(field: string): string {
    return this.values[field] as string;
  }
  list(field: string): string[] {
    return this.values[field] as string[];
  }
  number(field: string): number {
    return this.values[field] as number;
  }
  flag(field: string): boolean {
    return this.values[field] === true;
  }
  name(field: string): string {
    const name = this.text(field).trim();
    return isVariableName(name) ? name : (this.defaults[field] as string);
  }
}

/** One text or a list of them; null for none. */
function textsOf(texts: readonly string[]): string | null {
  if (texts.length === 0) return null;
  return texts.length === 1 ? literal(texts[0]!) : `[${texts.map(literal).join(', ')}]`;
}

/** `{ a: 1, b: 2 }`, in one line where that fits; members that are null are left out. */
function object(members: Record<string, string | null>, before: number): string {
  const written = Object.entries(members)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}: ${value}`);
  if (written.length === 0) return '{}';
  const line = `{ ${written.join(', ')} }`;
  return before + line.length <= WIDTH
    ? line
    : `{\n${written.map((each) => `  ${each},\n`).join('')}}`;
}

const orNull = (text: string) => (text === '' ? null : literal(text));

const WRITERS: Record<SmartFormName, Writer> = {
  data(v) {
    const as = v.name('as');
    const named = v.text('dataset');
    const lines = [`const ${as} = await loam.data(${literal(named)});`];
    const rows = v.number('rows');
    const shown = textsOf(v.list('columns'));
    if (rows > 0) {
      const narrowed = shown === null ? as : `${as}.select(${shown})`;
      lines.push(`await ${narrowed}.head(${rows}).table()`);
    }
    return lines.join('\n');
  },
  task(v) {
    const [miss, falseAlarm] = [v.number('miss'), v.number('falseAlarm')];
    const [validation, test] = [v.number('validation') / 100, v.number('test') / 100];
    const parts = {
      validation: validation === 0.2 ? null : String(validation),
      test: test === 0.2 ? null : String(test),
      by: orNull(v.text('by')),
    };
    const start = `const ${v.name('as')} = loam.task(${v.name('data')}, `;
    const said = object(
      {
        predict: literal(v.text('predict')),
        positive: orNull(v.text('positive')),
        id: textsOf(v.list('id')),
        group: textsOf(v.list('group')),
        time: orNull(v.text('time')),
        weight: orNull(v.text('weight')),
        audit: textsOf(v.list('audit')),
        ignore: textsOf(v.list('ignore')),
        metric: orNull(v.text('metric')),
        parts: Object.values(parts).every((each) => each === null) ? null : object(parts, 0),
        cost:
          miss === 0 && falseAlarm === 0 ? null : `{ miss: ${miss}, falseAlarm: ${falseAlarm} }`,
      },
      start.length,
    );
    return `${start}${said});`;
  },
  train(v) {
    const models = v.list('models').map((kind) => `loam.model.${kind}()`);
    const as = v.name('as');
    const o = object(
      {
        seed: v.number('seed') === 1 ? null : String(v.number('seed')),
        engine: v.text('engine') === 'auto' ? null : literal(v.text('engine')),
      },
      0,
    );
    const list =
      models.length > 1
        ? `[\n${models.map((each) => `  ${each},\n`).join('')}]`
        : `[${models.join('')}]`;
    return `const ${as} = await loam.train(${v.name('task')}, ${list}${o === '{}' ? '' : `, ${o}`});\n${as}.table()`;
  },
  study(v) {
    const as = v.name('as');
    const kinds = v.list('models').filter((kind) => Object.hasOwn(STUDIED, kind));
    const specs = (kinds.length === 0 ? ['trees'] : kinds).map(
      (kind) => `loam.model.${kind}(${STUDIED[kind]!.settings})`,
    );
    const spec =
      specs.length === 1
        ? specs[0]!
        : `q.either([\n${specs.map((each) => `    ${each},\n`).join('')}  ])`;
    const o = object(
      {
        trials: String(v.number('trials')),
        sampler: v.text('sampler') === 'tpe' ? null : literal(v.text('sampler')),
        halving: v.flag('halving') ? 'true' : null,
      },
      4,
    );
    return `const ${as} = await loam.study(\n  ${v.name('task')},\n  (q) => ${spec},\n  ${o},\n);\n${as}.table()`;
  },
  compare(v) {
    const as = v.name('as');
    return `const ${as} = await loam.compare(${v.name('a')}, ${v.name('b')});\n${as}.says`;
  },
  evaluate(v) {
    const as = v.name('as');
    const o =
      v.text('on') === 'test'
        ? `, ${object({ on: literal('test'), why: literal(v.text('why')) }, 60)}`
        : '';
    return `const ${as} = await loam.evaluate(${v.name('of')}${o});\n${as}.sentence`;
  },
  save(v) {
    const note = v.text('note').trim();
    const o = note === '' ? '' : `, { note: ${literal(note)} }`;
    return `const ${v.name('as')} = await loam.save(${v.name('of')}, ${literal(v.text('name'))}${o});`;
  },
  export(v) {
    return `const ${v.name('as')} = await loam.export(${v.name('model')}, ${literal(v.text('kind'))});`;
  },
};

/** @param values of the form; what does not fit takes its default */
export function writeCode(form: SmartFormName, values: Readonly<Record<string, unknown>>): string {
  return WRITERS[form](new Reader(toValues(form, values), toValues(form, {})));
}
