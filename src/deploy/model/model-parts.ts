/** Everything that leaves of a model version, as objects. Pure: equal input, equal bytes; nothing of the moment of export. */
import { LoamError } from '../../core/errors';
import { digestOf, linkDigest, linkTo, type Link } from '../../core/hash/digest';
import { canonicalBytes } from '../../core/json/canonical';
import { makePredictor } from '../../ml/predict/predictor';
import { goldenExamples, goldenFormat } from './golden-examples';
import type {
  CardEvaluation,
  ExportInput,
  GoldenExample,
  GoldenSet,
  ModelCard,
  ModelObject,
} from './types';

export function inconsistent(what: string): LoamError {
  return new LoamError('internal', { message: `cannot export: ${what}` });
}

/** The metrics of an evaluation, field by field, so that nothing else can slip out. */
function metricsOnly({ evaluation, model, task }: ExportInput): CardEvaluation | null {
  if (!evaluation) return null;
  if (evaluation.model !== model.link) throw inconsistent('the evaluation is of another model');
  if (evaluation.task !== linkTo(digestOf(canonicalBytes(task)))) {
    throw inconsistent('the evaluation is of another task');
  }
  const { part, rows, sentence, metrics, baseline } = evaluation;
  return { part, rows, sentence, metrics, baseline };
}

function examplesOf({ model, examples }: ExportInput): GoldenExample[] {
  const { manifest, preprocessing, weights } = model;
  if (manifest.network.type !== 'onnx') {
    return goldenExamples(manifest, makePredictor(manifest, preprocessing, weights));
  }
  if (!examples) throw inconsistent('nobody has asked ONNX Runtime for golden examples');
  return [...examples];
}

export interface ModelParts {
  card: ModelCard;
  /** Names all other objects, directly or by what it names. */
  cardLink: Link;
  golden: GoldenSet;
  objects: ModelObject[];
}

/** @throws LoamError `internal` where the parts of the input do not belong together */
export function modelParts(input: ExportInput): ModelParts {
  const { model, recipe, task, dataset } = input;
  const objects: ModelObject[] = [];
  const add = (bytes: Uint8Array, expected: Link | null, what: string): Link => {
    const digest = digestOf(bytes);
    if (expected !== null && linkDigest(expected) !== digest)
      throw inconsistent(`${what} does not match its hash`);
    objects.push({ digest, bytes });
    return linkTo(digest);
  };

  add(canonicalBytes(model.manifest), model.link, 'the model');
  add(canonicalBytes(model.preprocessing), model.manifest.preprocessing, 'the preprocessing');
  const taskLink = add(canonicalBytes(task), recipe.task, 'the task');
  const recipeLink = add(canonicalBytes(recipe), null, 'the recipe');
  if (dataset.manifest !== task.dataset)
    throw inconsistent('the task is over another dataset version');
  if ((model.weights === null) !== (model.manifest.weights === null)) {
    throw inconsistent('the weights are missing');
  }
  if (model.weights) add(model.weights, model.manifest.weights, 'the weights');

  const golden: GoldenSet = {
    format: goldenFormat(model.manifest),
    model: model.link,
    examples: examplesOf(input),
  };
  const { brief = null, chosen = null } = input;
  const card: ModelCard = {
    format: brief || chosen ? 'loam.card/2' : 'loam.card/1',
    name: input.name,
    version: input.version,
    note: input.note,
    model: model.link,
    recipe: recipeLink,
    task: taskLink,
    golden: add(canonicalBytes(golden), null, 'the golden examples'),
    dataset: {
      name: dataset.name,
      version: dataset.version,
      manifest: dataset.manifest,
      rows: dataset.rows,
    },
    evaluation: metricsOnly(input),
    ...(brief || chosen ? { brief, chosen } : {}),
  };
  const cardLink = add(canonicalBytes(card), null, 'the card');
  return { card, cardLink, golden, objects };
}
