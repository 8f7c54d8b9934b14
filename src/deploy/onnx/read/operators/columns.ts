/** Preparation of columns: what becomes steps before the first layer. */
import type { Lane } from '../lane';
import { affine, laneSignal, reshaped, type Signal } from '../signal';
import type { Value } from '../value';
import { classLabels } from './answers';
import type { Call, Operators } from './call';
import { constantOf } from './constants';

/** One setting for all, or one for each value of a row. */
function perValue(call: Call, name: string, values: ArrayLike<number>, count: number): number[] {
  if (values.length !== 1 && values.length !== count) {
    throw call.refused(`with ${values.length} numbers as its ${name} of ${count} values`);
  }
  return Array.from({ length: count }, (_, i) => values[values.length === 1 ? 0 : i]!);
}

/** (x - offset) * scale */
function scaler(call: Call): Value {
  const signal = call.signal();
  const count = signal.place.length;
  const offset = perValue(call, 'offset', call.floats('offset') ?? [0], count);
  const scale = perValue(call, 'scale', call.floats('scale') ?? [1], count);
  return affine(
    signal,
    Float64Array.from(scale),
    Float64Array.from(scale, (s, i) => -offset[i]! * s),
  );
}

function lanesOf(call: Call): Signal {
  const signal = call.signal();
  if (signal.chain) throw call.refused('of computed values');
  return signal;
}

function imputer(call: Call): Value {
  const signal = lanesOf(call);
  const replaced = call.has('replaced_value_float')
    ? call.float('replaced_value_float', 0)
    : call.int('replaced_value_int64', 0);
  if (!Number.isNaN(replaced)) throw call.refused(`that replaces ${replaced}, not what is missing`);
  const count = signal.place.length;
  const fills = call.floats('imputed_value_floats') ?? call.ints('imputed_value_int64s') ?? [];
  const given = perValue(call, 'values', fills, count);
  const lanes = signal.lanes.map((lane, i): Lane => {
    if (lane.lane !== 'number') throw call.refused('of texts');
    if (lane.fill !== null) return lane;
    const fill = given[i]! * lane.scale + lane.offset;
    if (!Number.isFinite(fill)) throw call.refused('by what is no number');
    return { ...lane, fill };
  });
  return laneSignal(lanes, signal.shape);
}

/** The column of a lane that nothing has been done to. */
function columnOf(call: Call, lane: Lane): string {
  const untouched =
    lane.lane === 'category' ||
    (lane.lane === 'number' && lane.fill === null && lane.offset === 0 && lane.scale === 1);
  if (!untouched) throw call.refused('of what has been prepared already');
  return lane.column;
}

const MOST_CATEGORIES = 1 << 16;

/** [..., categories], a 1 where each is. */
function oneHotEncoder(call: Call): Value {
  const signal = lanesOf(call);
  const categories = classLabels(call, { texts: 'cats_strings', ints: 'cats_int64s' }) ?? [];
  if (categories.length < 1 || new Set(categories).size !== categories.length) {
    throw call.refused('without categories, or with one twice');
  }
  if (categories.length * signal.place.length > MOST_CATEGORIES) {
    throw call.refused('with more categories than fit');
  }
  const lanes = signal.lanes.flatMap((lane) => {
    const column = columnOf(call, lane);
    return categories.map((category): Lane => ({ lane: 'is', column, category }));
  });
  return laneSignal(lanes, [...signal.shape, categories.length]);
}

function list(call: Call, name: string): readonly (string | number)[] | null {
  const tensor = call.tensor(`${name}_tensor`);
  if (tensor) return Array.from(tensor.values as ArrayLike<string | number>);
  return (
    call.texts(`${name}_strings`) ?? call.ints(`${name}_int64s`) ?? call.floats(`${name}_floats`)
  );
}

function otherwise(call: Call): number {
  const tensor = call.tensor('default_tensor');
  if (tensor) return Number(tensor.values[0]);
  return call.has('default_float') ? call.float('default_float', 0) : call.int('default_int64', -1);
}

/** Texts to numbers that are evenly spaced, so that each is a rank. */
function labelEncoder(call: Call): Value {
  const value = call.value(0);
  const keys = list(call, 'keys') ?? [];
  const values = list(call, 'values') ?? [];
  if (keys.length === 0 || keys.length !== values.length || keys.length > MOST_CATEGORIES) {
    throw call.refused('without a list of keys and one of values');
  }
  if (value.is === 'labels') {
    const renamed = new Map(keys.map((key, i) => [String(key), String(values[i])]));
    const names = value.classes ?? keys.map((_, i) => String(i));
    const classes = names.map((name) => renamed.get(name));
    if (!classes.every((name) => name !== undefined)) throw call.refused('without all classes');
    return { ...value, classes };
  }
  const signal = lanesOf(call);
  const ranked = keys
    .map((key, i) => ({ key: String(key), value: values[i]! }))
    .sort((a, b) => Number(a.value) - Number(b.value));
  const first = Number(ranked[0]!.value);
  const step = ranked.length > 1 ? Number(ranked[1]!.value) - first : 1;
  const even = ranked.every(({ value: number }, i) => Number(number) === first + i * step);
  if (!even || !(step > 0)) throw call.refused('with values that are no ranks');
  const fill = (otherwise(call) - first) / step;
  if (!Number.isFinite(fill)) throw call.refused('with a default that is no number');
  const order = ranked.map(({ key }) => key);
  if (new Set(order).size !== order.length) throw call.refused('with a key twice');
  const lanes = signal.lanes.map((lane): Lane => {
    const column = columnOf(call, lane);
    return { lane: 'rank', column, order, fill, offset: -first / step, scale: 1 / step };
  });
  return laneSignal(lanes, signal.shape);
}

/** Element types by number: of what holds fractions. */
const FRACTIONAL = [1, 11];
const WHOLE = [2, 3, 4, 5, 6, 7, 12, 13];
const TEXT = 8;

/** Computed values stay fractions; whole inputs stay what they are. */
function cast(wholeColumns: ReadonlySet<string>): (call: Call) => Value {
  return (call) => {
    const value = call.value(0);
    const to = call.int('to', 1);
    if (value.is === 'constant') {
      if (!(value.values instanceof Float64Array)) throw call.refused('of texts');
      if (FRACTIONAL.includes(to)) return value;
      if (!WHOLE.includes(to)) throw call.refused('to another type than known');
      return constantOf(value.shape, value.values.map(Math.trunc));
    }
    if (value.is !== 'signal' || FRACTIONAL.includes(to)) return value;
    const { chain } = value;
    if (chain?.op.op === 'formula' && chain.op.whole && WHOLE.includes(to)) return value;
    const whole =
      !chain &&
      value.lanes.every((lane) => lane.lane !== 'number' || wholeColumns.has(columnOf(call, lane)));
    if (whole && to === TEXT) {
      return laneSignal(
        value.lanes.map((lane) => ({ lane: 'category', column: columnOf(call, lane) })),
        value.shape,
      );
    }
    if (whole && WHOLE.includes(to)) return value;
    throw call.refused('of fractions to another type');
  };
}

/** @param wholeColumns inputs that are whole numbers */
export function columnOperators(wholeColumns: ReadonlySet<string>): Operators {
  return {
    Scaler: scaler,
    Imputer: imputer,
    OneHotEncoder: oneHotEncoder,
    LabelEncoder: labelEncoder,
    Cast: cast(wholeColumns),
    Identity: (call) => call.value(0),
    Dropout: (call) => call.value(0),
    FeatureVectorizer: (call) => {
      const parts = call.inputs.map((_, i) => call.signal(i));
      if (parts.some(({ chain }) => chain)) throw call.refused('of computed values');
      const lanes = parts.flatMap((part) => part.lanes);
      return reshaped(laneSignal(lanes, [lanes.length]), [lanes.length]);
    },
    Constant: (call) => {
      const tensor = call.tensor('value');
      if (tensor) return tensor;
      if (call.has('value_float'))
        return constantOf([], Float64Array.of(call.float('value_float', 0)));
      if (call.has('value_int')) return constantOf([], Float64Array.of(call.int('value_int', 0)));
      const numbers = call.ints('value_ints') ?? call.floats('value_floats');
      if (numbers) return constantOf([numbers.length], Float64Array.from(numbers));
      const texts = call.texts('value_strings');
      if (texts) return constantOf([texts.length], texts);
      throw call.refused('of another kind');
    },
  };
}
