/** Model kinds as cells write them: plain objects that name only what differs from the defaults. */
import { LoamError } from '../../core/errors';
import type { ModelName } from '../../core/recipe/defaults';
import { toRecipe, type ModelChoice } from '../../core/recipe/spec';
import type { TrainerSettings } from '../../core/recipe/types';
import { newLayer, LAYER_KINDS } from '../../core/network/new-layer';
import type { LayerSpec } from '../../core/network/types';
import { plain } from './plain';
import { oneOf, options, refuse, shown } from './refuse';
import type { VariedSetting } from './study-verbs';
import { extremesOf, Varied } from './varied';
import type { CodeArgs, SpecArgs } from './verbs';

const GROWTH = ['leaves', 'depth', 'leastRows', 'rowShare', 'columnShare', 'bins'] as const;
const NET_TRAINER = [
  'optimiser',
  'learningRate',
  'batch',
  'epochs',
  'patience',
  'classWeights',
] as const;
const LAYERED = ['layers', 'loss', 'l1', 'l2', 'clip'] as const;

interface Settings {
  model: readonly string[];
  trainer: readonly (keyof TrainerSettings)[];
}

/** What may be set of each kind: of the model, and of its training. */
const SETTINGS: Record<ModelName, Settings> = {
  baseline: { model: [], trainer: [] },
  linear: { model: ['l2'], trainer: NET_TRAINER },
  mlp: { model: ['hidden', 'activation', 'l2', 'dropout'], trainer: NET_TRAINER },
  cnn: { model: LAYERED, trainer: NET_TRAINER },
  layers: { model: ['input', ...LAYERED], trainer: NET_TRAINER },
  trees: {
    model: ['loss', 'quantile', 'l2', 'monotone', ...GROWTH],
    trainer: ['learningRate', 'epochs', 'patience', 'classWeights'],
  },
  forest: { model: GROWTH, trainer: ['epochs', 'patience', 'classWeights'] },
};

/** What the engine would do with the other settings is the function's to do. */
const LEARNT_BY_CODE: Settings = {
  model: ['input', 'layers', 'loss'],
  trainer: ['learningRate', 'batch', 'epochs', 'classWeights'],
};

export class Spec {
  constructor(
    readonly kind: ModelName,
    /** As they cross; absent ones take the default for the data. */
    readonly settings: Readonly<SpecArgs['model']>,
    readonly trainer: Readonly<Partial<TrainerSettings>>,
    /** The function that learns it; absent: an engine does. */
    readonly code?: Readonly<CodeArgs>,
    /** What a study varies; in `settings` and `trainer` it has its first value. */
    readonly varied: readonly VariedSetting[] = [],
  ) {
    Object.freeze(this);
  }
}

export type SpecOptions = Record<string, unknown>;
export type ModelKinds = Record<ModelName, (o?: SpecOptions) => Spec>;

/** Every kind that can be trained here. */
export const modelKinds = Object.freeze(
  Object.fromEntries(
    (Object.keys(SETTINGS) as ModelName[]).map((kind) => [
      kind,
      (o?: SpecOptions) => toSpec(kind, o),
    ]),
  ),
) as Readonly<ModelKinds>;

/** @param code what learns it in place of an engine, asked for by that name */
export function toSpec(kind: ModelName, o: SpecOptions | undefined, code?: CodeArgs): Spec {
  const argument = `loam.model.${code ? 'code' : kind}`;
  const allowed: Settings = code ? LEARNT_BY_CODE : SETTINGS[kind];
  const given = options(argument, o, [...allowed.model, ...allowed.trainer]);
  const settings: Record<string, unknown> = {};
  const trainer: Record<string, unknown> = {};
  const varied: VariedSetting[] = [];
  for (const [name, value] of Object.entries(given)) {
    const ofModel = allowed.model.includes(name);
    const into = ofModel ? settings : trainer;
    if (value instanceof Varied) {
      if (code) refuse(`${argument}: ${name}`, 'cannot be varied: code is trained as it is.');
      varied.push({ path: `${ofModel ? 'model' : 'trainer'}.${name}`, ...value.range });
      into[name] = extremesOf(value.range)[0];
      continue;
    }
    into[name] =
      name === 'layers'
        ? toLayers(`${argument}: layers`, value)
        : plain(`${argument}: ${name}`, value);
  }
  const frozen = Object.freeze(varied);
  const spec = new Spec(kind, Object.freeze(settings), Object.freeze(trainer), code, frozen);
  check(argument, spec);
  for (const { path, ...range } of varied) {
    const [of, name] = path.split('.') as ['model' | 'trainer', string];
    for (const value of extremesOf(range)) {
      const change = { [name]: value };
      check(argument, {
        ...spec,
        ...(of === 'model'
          ? { settings: { ...settings, ...change } }
          : { trainer: { ...trainer, ...change } }),
      });
    }
  }
  return spec;
}

/** Each layer with the settings that are left out as in a new one of its kind. */
function toLayers(argument: string, value: unknown): LayerSpec[] {
  if (!Array.isArray(value))
    return refuse(argument, `is ${shown(value)}; it must be a list of layers.`);
  return value.map((given: unknown, i): LayerSpec => {
    const at = `${argument}[${i}]`;
    const { layer } = options(at, given, Object.keys((given as object | null) ?? {}));
    const base = newLayer(oneOf(`${at}: layer`, layer, LAYER_KINDS));
    const known = options(at, given, Object.keys(base));
    return { ...base, ...(plain(at, known) as object) } as LayerSpec;
  });
}

/** The settings by the very check that recipes must pass, on stand-in data. */
function check(argument: string, { kind, settings, trainer }: Spec): void {
  const base = kind === 'cnn' ? 'layers' : kind;
  try {
    toRecipe(
      {
        task: `sha256:${'0'.repeat(64)}`,
        // A cnn's layers need the shape of its image, which only the data knows.
        model: (kind === 'cnn'
          ? { kind: base, ...settings, layers: [] }
          : { kind: base, ...settings }) as ModelChoice,
        trainer,
      },
      { rows: 5000, kind: 'regression', classes: null, roles: [], columns: [] },
    );
  } catch (error) {
    if (!(error instanceof LoamError) || error.code !== 'recipe-invalid') throw error;
    const field = String(error.facts.field).replace(/^(model|trainer)\./, '');
    refuse(`${argument}: ${field}`, `${String(error.facts.reason)}.`);
  }
}

export function specArgs({ kind, settings, trainer, code }: Spec): SpecArgs {
  return {
    name: kind,
    model: { ...settings },
    trainer: { ...trainer },
    code: code ? { ...code } : null,
  };
}
