/** A model version as one HTML file, recorded in the log with its hash. */
import type { CardDataset, LeavingValue } from '../../deploy/model/types';
import type { PageInput } from '../../deploy/page/types';
import type { WorkspaceContext } from '../workspace-context';
import type { LoadedModel } from './load-model';

export interface PreparedPage {
  bytes: Uint8Array;
  sha256: string;
  /** Every value that leaves with the page. */
  leaving: LeavingValue[];
}

/** Builds the page; nothing has left and nothing is recorded yet. */
export async function preparePage(model: LoadedModel): Promise<PreparedPage> {
  const [{ default: template }, { buildPage }, { leavingValues }, { digestOf }] = await Promise.all(
    [
      import('virtual:loam-template/page'),
      import('../../deploy/page'),
      import('../../deploy/model/leaving-values'),
      import('../../core/hash/digest'),
    ],
  );
  const { row, manifest, preprocessing, weights, recipe, task } = model;
  const input: PageInput = {
    template,
    model: { link: row.model, manifest, preprocessing, weights },
    recipe,
    task,
    dataset: learntFrom(model),
    evaluation: judgedAs(model),
    name: row.name,
    version: row.version,
    note: row.note,
  };
  const bytes = buildPage(input);
  return { bytes, sha256: digestOf(bytes), leaving: leavingValues(input) };
}

/** The data by name and size: from this workspace, or from the card of the page that the model came in. */
function learntFrom({ dataset, card, task }: LoadedModel): CardDataset {
  const known = dataset ?? card?.dataset;
  return {
    name: known?.name ?? '',
    version: known?.version ?? 0,
    manifest: task.dataset,
    rows: known?.rows ?? 0,
  };
}

function judgedAs({ evaluation, card }: LoadedModel): PageInput['evaluation'] {
  if (evaluation || !card?.evaluation) return evaluation;
  return { ...card.evaluation, model: card.model, task: card.task };
}

/** Hands the page to the person and records that it left. */
export async function exportPage(
  session: WorkspaceContext,
  model: LoadedModel,
  page: PreparedPage,
): Promise<void> {
  const { row } = model;
  await session.store.commit([
    {
      type: 'exported',
      model: row.model,
      kind: 'page',
      sha256: page.sha256,
      bytes: page.bytes.length,
    },
  ]);
  const name = `${row.name}-${row.version}.html`.replace(/[^\p{L}\p{N}.-]+/gu, '-');
  session.effects.download(
    name,
    new Blob([page.bytes as Uint8Array<ArrayBuffer>], { type: 'text/html' }),
  );
}
