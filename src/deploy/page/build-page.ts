/** One model version as one HTML file. Pure: equal input, equal bytes; nothing of the moment of export is inside. */
import { LoamError } from '../../core/errors';
import { digestOf, linkDigest, linkTo, type Digest, type Link } from '../../core/hash/digest';
import { canonicalBytes, canonicalJson } from '../../core/json/canonical';
import { makePredictor } from '../../ml/predict/predictor';
import { toBase64 } from './base64';
import { goldenExamples } from './golden-examples';
import { asciiJson, DATA_SLOT, SEAL_SLOT } from './markup';
import type {
  GoldenSet,
  PageCard,
  PageEnvelope,
  PageEvaluation,
  PageInput,
  PageObject,
} from './types';

function inconsistent(what: string): LoamError {
  return new LoamError('internal', { message: `cannot export: ${what}` });
}

/** The metrics of an evaluation, field by field, so that nothing else can slip out. */
function metricsOnly({ evaluation, model, task }: PageInput): PageEvaluation | null {
  if (!evaluation) return null;
  if (evaluation.model !== model.link) throw inconsistent('the evaluation is of another model');
  if (evaluation.task !== linkTo(digestOf(canonicalBytes(task)))) {
    throw inconsistent('the evaluation is of another task');
  }
  const { part, rows, sentence, metrics, baseline } = evaluation;
  return { part, rows, sentence, metrics, baseline };
}

/** What leaves, before it is written into the template. */
export interface PageParts {
  card: PageCard;
  golden: GoldenSet;
  objects: PageObject[];
}

/** @throws LoamError `internal` where the parts of the input do not belong together */
export function pageParts(input: PageInput): PageParts {
  const { model, recipe, task, dataset } = input;
  const objects: PageObject[] = [];
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

  const predictor = makePredictor(model.manifest, model.preprocessing, model.weights);
  const golden: GoldenSet = {
    format: 'loam.golden/1',
    model: model.link,
    examples: goldenExamples(model.manifest, predictor),
  };
  const card: PageCard = {
    format: 'loam.card/1',
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
  };
  add(canonicalBytes(card), null, 'the card');
  return { card, golden, objects };
}

function fill(template: string, slot: string, text: string): string {
  const [before, after, ...more] = template.split(slot);
  if (before === undefined || after === undefined || more.length > 0) {
    throw inconsistent(`the page template has no single ${slot}`);
  }
  return before + text + after;
}

/**
 * The page as UTF-8 bytes.
 * @throws LoamError `internal` where the parts of the input do not belong together
 */
export function buildPage(input: PageInput): Uint8Array {
  const { card, objects } = pageParts(input);
  const byDigest: Record<Digest, string> = {};
  for (const { digest, bytes } of objects) byDigest[digest] = toBase64(bytes);
  const envelope: PageEnvelope = {
    format: 'loam.page/1',
    template: digestOf(new TextEncoder().encode(input.template)),
    card: linkTo(digestOf(canonicalBytes(card))),
    objects: byDigest,
  };
  const data = asciiJson(canonicalJson(envelope));
  const seal = digestOf(new TextEncoder().encode(data));
  // The seal first: data may contain anything, so its slot is the last one looked for.
  return new TextEncoder().encode(fill(fill(input.template, SEAL_SLOT, seal), DATA_SLOT, data));
}
