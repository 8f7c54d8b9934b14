/** What of a saved model travels with a notebook whose inputs ask it, in words, for a person to read before it leaves. */
import { linkDigest } from '../../core/hash/digest';
import { readTensors } from '../../ml/formats/safetensors';
import { plain, signature } from '../page/leaving-values';
import type { LeavingValue } from '../page/types';
import { goldenOf } from './build-notebook-page';
import type { PageModel } from './types';

export function modelLeaves(model: PageModel): LeavingValue[] {
  const { manifest, preprocessing, weights } = model;
  const tensors = weights ? [...readTensors(weights).values()] : [];
  const count = tensors.reduce((sum, { values }) => sum + values.length, 0);
  return [
    { what: 'Name and version of the model', value: `${model.name} ${model.version}` },
    { what: 'Note of the version', value: model.note || 'none' },
    { what: 'What is predicted', value: `${manifest.target} (${manifest.kind})` },
    { what: 'Names of its classes', value: plain(manifest.classes) },
    ...manifest.inputs.flatMap(signature),
    ...preprocessing.steps.map(({ column, ...step }) => ({
      what: `Preparation of “${column}”, fitted on train`,
      value: plain(step),
    })),
    { what: 'Layers of the network', value: plain(manifest.network) },
    { what: 'Scaling of answers', value: plain(manifest.targetTransform) },
    { what: 'Threshold', value: plain(manifest.threshold) },
    {
      what: 'Weights',
      value:
        weights && manifest.weights
          ? `${count} numbers, ${weights.length} bytes, ${linkDigest(manifest.weights)}`
          : 'none',
    },
    ...goldenOf(model).examples.map((example, i) => ({
      what: `Golden example ${i + 1}, made up from the lists above, and the bits of its answer`,
      value: `${plain(example.input)} → ${plain(example.output)}`,
    })),
  ];
}
