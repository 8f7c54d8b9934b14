/** The operation that makes what was read a dataset version. */
import type { Operation } from '../../core/log/types';
import type { ReadResult } from '../../../workers/contract';

type DatasetSaved = Extract<Operation, { type: 'dataset-saved' }>;

export function datasetSaved(
  { manifest, manifestLink, profileLink, bytes, source }: ReadResult,
  about: Pick<DatasetSaved, 'name' | 'parent' | 'note'> & Partial<Pick<DatasetSaved, 'source'>>,
): DatasetSaved {
  return {
    type: 'dataset-saved',
    manifest: manifestLink,
    profile: profileLink,
    rows: manifest.rows,
    columns: manifest.columns.length,
    bytes,
    source,
    ...about,
  };
}
