/** A notebook as one HTML file for reading. Pure: equal input, equal bytes; nothing of the moment of export is inside. */
import { LoamError } from '../../core/errors';
import { digestOf, linkDigest, linkTo, type Digest, type Link } from '../../core/hash/digest';
import { canonicalBytes, canonicalJson } from '../../core/json/canonical';
import { cleanTree } from '../../core/markup/markup-tree';
import { makePredictor } from '../../ml/predict/predictor';
import { toBase64 } from '../page/base64';
import { goldenExamples, goldenFormat } from '../model/golden-examples';
import { asciiJson } from '../page/markup';
import type { GoldenSet } from '../model/types';
import { NOTEBOOK_SEAL_SLOT, NOTEBOOK_SLOT } from './marks';
import type {
  ModelEntry,
  NotebookEnvelope,
  NotebookPageInput,
  PageBlock,
  PageModel,
  PageOutput,
} from './types';
import { wellFormed } from './well-formed';

function inconsistent(what: string): LoamError {
  return new LoamError('internal', { message: `cannot export: ${what}` });
}

function cleanOutput(output: PageOutput): PageOutput {
  return output.type === 'markup' ? { ...output, nodes: cleanTree(output.nodes) } : output;
}

/** What was cleaned by whoever made the description is cleaned here all the same. */
function cleanBlock(block: PageBlock): PageBlock {
  if (block.type === 'text') return { ...block, nodes: cleanTree(block.nodes) };
  return { ...block, outputs: block.outputs.map(cleanOutput) };
}

export function goldenOf({ link, manifest, preprocessing, weights }: PageModel): GoldenSet {
  const predictor = makePredictor(manifest, preprocessing, weights);
  return {
    format: goldenFormat(manifest),
    model: link,
    examples: goldenExamples(manifest, predictor),
  };
}

function packModels(models: readonly PageModel[]) {
  const objects: Record<Digest, string> = {};
  const add = (bytes: Uint8Array, expected: Link | null, what: string): Link => {
    const digest = digestOf(bytes);
    if (expected !== null && linkDigest(expected) !== digest) {
      throw inconsistent(`${what} does not match its hash`);
    }
    objects[digest] = toBase64(bytes);
    return linkTo(digest);
  };
  const entries = models.map((model): ModelEntry => {
    const { refs, id, name, version, note, link, manifest, preprocessing, weights } = model;
    add(canonicalBytes(preprocessing), manifest.preprocessing, 'the preprocessing');
    if ((weights === null) !== (manifest.weights === null)) {
      throw inconsistent('the weights are missing');
    }
    if (weights) add(weights, manifest.weights, 'the weights');
    return {
      refs,
      id,
      name,
      version,
      note,
      manifest: add(canonicalBytes(manifest), link, 'the model'),
      golden: add(canonicalBytes(goldenOf(model)), null, 'the golden examples'),
    };
  });
  return { entries, objects };
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
 * @throws LoamError `internal` where a model's parts do not belong together
 */
export function buildNotebookPage(input: NotebookPageInput): Uint8Array {
  const { entries, objects } = packModels(input.models);
  const envelope: NotebookEnvelope = {
    format: 'loam.notebook-page/1',
    template: digestOf(new TextEncoder().encode(input.template)),
    title: input.title,
    blocks: input.blocks.map(cleanBlock),
    live: input.live,
    models: entries,
    objects,
  };
  const data = asciiJson(canonicalJson(wellFormed(envelope)));
  const seal = digestOf(new TextEncoder().encode(data));
  // The seal first: data may contain anything, so its slot is the last one looked for.
  const sealed = fill(input.template, NOTEBOOK_SEAL_SLOT, seal);
  return new TextEncoder().encode(fill(sealed, NOTEBOOK_SLOT, data));
}
