/** What of a saved model travels with a notebook whose inputs ask it, in words, for a person to read before it leaves. */
import { learnt, made, plain, preparation, signature } from '../model/leaving-values';
import type { LeavingValue } from '../model/types';
import { goldenOf } from './build-notebook-page';
import type { PageModel } from './types';

export function modelLeaves(model: PageModel): LeavingValue[] {
  const { manifest, preprocessing, weights } = model;
  return [
    { what: 'Name and version of the model', value: `${model.name} ${model.version}` },
    { what: 'Note of the version', value: model.note || 'none' },
    { what: 'What is predicted', value: `${manifest.target} (${manifest.kind})` },
    { what: 'Names of its classes', value: plain(manifest.classes) },
    ...manifest.inputs.flatMap(signature),
    ...preparation(preprocessing),
    ...learnt(manifest, weights),
    ...made(goldenOf(model)),
  ];
}
