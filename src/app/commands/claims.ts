/** Claims out and in: what this device says of a model, and what another says of it. */
import { LoamError } from '../../core/errors';
import { linkDigest } from '../../core/hash/digest';
import { checkClaim, type ClaimVerdict } from '../../core/reproduce/check-claim';
import { readClaim, writeClaim } from '../../core/reproduce/claim';
import type { WorkspaceContext } from '../workspace-context';
import type { LoadedModel } from './load-model';
import type { MadeRun } from './run-making';

/** A claim is far smaller; what is larger is not even read. */
const MOST_BYTES = 1 << 20;

/** Downloads what was made, and on which device: where it was last made again bit for bit, else first. */
export function saveClaim(
  { effects }: WorkspaceContext,
  { row, recipe, task }: LoadedModel,
  { run, making }: MadeRun,
): void {
  const { engine, environment, validation } = { ...run.row, validation: run.validation };
  const { again } = row;
  const remade = again && again.proof.level >= 2 ? again.proof.devices.again : null;
  const bytes = writeClaim({
    recipe: row.recipe,
    task: recipe.task,
    dataset: task.dataset,
    engine: engine!.backend,
    module: environment!.module && linkDigest(environment!.module),
    weightHash: making.bits,
    losses: making.losses,
    metrics: (validation?.metrics ?? []).map(({ name, value }) => ({ name, value })),
    device: remade ?? making.device,
    loam: environment!.loam,
  });
  const name = `${row.name}-${row.version}.claim.json`.replace(/[^\p{L}\p{N}.-]+/gu, '-');
  effects.download(
    name,
    new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/json' }),
  );
}

/**
 * Records the claim where it says something new about this model.
 * @throws LoamError `claim-not-loam`, `claim-damaged`, `newer-data`
 */
export async function checkClaimFile(
  { store }: WorkspaceContext,
  { row, task }: LoadedModel,
  { run, making }: MadeRun,
  file: File,
): Promise<ClaimVerdict> {
  if (file.size > MOST_BYTES) throw new LoamError('claim-not-loam', { name: file.name });
  const claim = readClaim(new Uint8Array(await file.arrayBuffer()), file.name);
  const ours = { recipe: row.recipe, dataset: task.dataset, first: making };
  const verdict = checkClaim(claim, ours);
  if (verdict.type === 'checked') {
    const source = { type: 'claim', claim: claim.self, loam: claim.loam } as const;
    const about = { model: row.id, run: run.row.id };
    await store.commit([{ type: 'reproduced', ...about, proof: verdict.proof, source }]);
  }
  return verdict;
}
