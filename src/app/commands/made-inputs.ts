/** Inputs of a model that code of a notebook made: an exported page cannot make them from raw rows. */
import type { DatasetRow } from '../../core/log/rows';
import type { ModelManifest } from '../../core/model/types';

interface Known {
  manifest: Pick<ModelManifest, 'inputs'>;
  dataset: DatasetRow | null;
}

/** In the order of the inputs; none where the data is not here, so that nobody knows. */
export function madeInputs({ manifest, dataset }: Known): string[] {
  const made = new Set(dataset?.source.code?.columns);
  return manifest.inputs.map(({ name }) => name).filter((name) => made.has(name));
}

/** A whole sentence; '' where the model travels. */
export function doesNotTravel(known: Known): string {
  const columns = madeInputs(known);
  if (columns.length === 0) return '';
  const [one] = columns;
  const listed =
    columns.length === 1
      ? `the column “${one}”`
      : `the columns ${columns.map((name) => `“${name}”`).join(', ')}`;
  const data = `“${known.dataset!.name}” ${known.dataset!.version}`;
  return `It needs ${listed}, made by code when ${data} was saved: that code does not travel, so whoever uses the page must bring ${columns.length === 1 ? 'it' : 'them'}.`;
}
