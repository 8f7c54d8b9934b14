/** A model version that calibrates its probabilities and answers with an interval or a set besides. */
import { identityOf, linkTo } from '../../src/core/hash/digest';
import type { Calibrator, Conformal, ModelManifest } from '../../src/core/model/types';
import type { TaskKind } from '../../src/core/task/types';
import type { ExportInput, SealedModel } from '../../src/deploy/model/types';
import { makePredictor } from '../../src/ml/predict/predictor';
import { askedRows, everyNetwork } from './asked-rows';
import type { RandomData } from './page-tables';
import { seeded, type Seeded } from './seeded';

export type CalibratorName = Calibrator['type'] | 'none';

export function calibratorsOf(kind: TaskKind): CalibratorName[] {
  switch (kind) {
    case 'regression':
      return ['none'];
    case 'binary':
      return ['none', 'platt', 'temperature', 'isotonic'];
    case 'multiclass':
      return ['none', 'temperature', 'isotonic'];
    default:
      throw kind satisfies never;
  }
}

type Curve = Extract<Calibrator, { type: 'isotonic' }>['curves'][number];

/**
 * As pooling adjacent violators leaves it: flat pieces whose ends are probabilities that the model really gives, with
 * a steep piece between one and the next.
 */
function curveThrough(shares: number[], random: Seeded): Curve {
  const x = [...new Set(shares)].sort((a, b) => a - b);
  let height = random.uniform() * 0.1;
  const y = x.map((_, i) => {
    if (i > 0 && random.uniform() < 0.3) height += (1 - height) * random.uniform() * 0.5;
    return height;
  });
  return { x, y };
}

function sharesOf({ manifest, preprocessing, weights }: SealedModel, rows: Rows): number[][] {
  const predictor = makePredictor(manifest, preprocessing, weights);
  return rows.map((row) => predictor.predictCells(row).probabilities!);
}

type Rows = ReturnType<typeof askedRows>;

function calibratorOf(
  name: CalibratorName,
  model: SealedModel,
  rows: Rows,
  random: Seeded,
): Calibrator | null {
  switch (name) {
    case 'none':
      return null;
    case 'platt':
      return { type: 'platt', slope: 0.4 + random.uniform(), intercept: random.normal() };
    case 'temperature':
      return { type: 'temperature', temperature: 0.4 + 2 * random.uniform() };
    case 'isotonic': {
      const shares = sharesOf(model, rows);
      const classes = model.manifest.classes!;
      const places = classes.length === 2 ? [1] : classes.map((_, c) => c);
      const curves = places.map((c) =>
        curveThrough(
          shares.map((row) => row[c]!),
          random,
        ),
      );
      return { type: 'isotonic', curves };
    }
    default:
      throw name satisfies never;
  }
}

/** Its bounds are probabilities that rows are given, as those that a calibration part gives. */
function conformalOf(model: SealedModel, rows: Rows, random: Seeded): Conformal {
  if (model.manifest.kind === 'regression') {
    const reach = 1 + 40 * random.uniform();
    return { type: 'interval', coverage: 0.9, low: -reach, high: 1.5 * reach };
  }
  return { type: 'set', coverage: 0.9, least: Math.max(...random.pick(sharesOf(model, rows))) };
}

function resealed(model: SealedModel, change: Partial<ModelManifest>): SealedModel {
  const manifest: ModelManifest = { ...model.manifest, ...change };
  return { ...model, manifest, link: linkTo(identityOf(manifest)) };
}

export interface Refinement {
  calibrator: CalibratorName;
  isConformal: boolean;
  seed?: number;
}

/** The model without its input; rows that its curves and bounds come from are `askedRows(input, 60, seed)`. */
export function refined(input: ExportInput, { calibrator, isConformal, seed = 7 }: Refinement) {
  const random = seeded(seed);
  const rows = askedRows(input, 60, seed);
  const { kind } = input.model.manifest;
  const found = calibratorOf(calibrator, input.model, rows, random);
  if (!found && !isConformal) return input;
  let model = resealed(input.model, { format: 'loam.model/2', calibrator: found });
  if (kind === 'binary') {
    const [, threshold] = random.pick(sharesOf(model, rows));
    model = resealed(model, { threshold: threshold! });
  }
  if (isConformal) model = resealed(model, { conformal: conformalOf(model, rows, random) });
  const { recipe, evaluation } = input;
  const changed: ExportInput = {
    ...input,
    model,
    evaluation: evaluation && { ...evaluation, model: model.link },
  };
  if (recipe.format !== 'loam.recipe/1') return changed;
  changed.recipe = {
    ...recipe,
    format: 'loam.recipe/4',
    derive: [],
    fitting: { type: 'held-out' },
    calibration: calibrator,
    coverage: isConformal ? 0.9 : null,
  };
  return changed;
}

/** Every network with every calibrator that its kind has, each with conformal answers or without. */
export async function everyRefined(
  data: RandomData,
  conformal = [false, true],
): Promise<[string, ExportInput][]> {
  const networks = await everyNetwork(data);
  return networks.flatMap(([network, input]) =>
    calibratorsOf(data.kind).flatMap((calibrator) =>
      conformal.map((isConformal): [string, ExportInput] => [
        `${network}, calibrated by ${calibrator}${isConformal ? ', with conformal answers' : ''}`,
        refined(input, { calibrator, isConformal }),
      ]),
    ),
  );
}
