/** A saved model as cells see it. */
import type { ModelManifest } from '../../../core/model/types';
import type { ModelFacts } from '../../../kernel/library/verbs';

export function modelFacts(
  { id, name, version, note }: Pick<ModelFacts, 'id' | 'name' | 'version' | 'note'>,
  { kind, target, classes, inputs, threshold }: ModelManifest,
): ModelFacts {
  return {
    id,
    name,
    version,
    kind,
    target,
    classes,
    inputs: inputs.map((each) => each.name),
    note,
    threshold,
  };
}
