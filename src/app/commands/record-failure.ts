/** The end of a run that no trainer has answered for: the log still gets it. */
import type { LoamError } from '../../core/errors';
import { deviceOf } from '../../core/log/device';
import type { EngineChoice } from '../../core/log/types';
import { explain } from '../../core/messages';
import { LOAM_VERSION } from '../../core/version';
import type { WorkspaceContext } from '../workspace-context';

const NO_ENGINE: EngineChoice = { backend: 'none', why: 'Training did not start.', measured: [] };

/** Does nothing where the run has an end already. */
export async function recordFailure(
  { store, effects }: WorkspaceContext,
  run: string,
  error: LoamError,
  facts: { engine: EngineChoice | null; epochs: number; seconds: number },
): Promise<void> {
  const row = await store.get('runs', run);
  if (row?.status !== 'running') return;
  const { engine, epochs, seconds } = facts;
  const { code } = error;
  const { userAgent, cores } = effects;
  await store.commit([
    {
      type: 'run-ended',
      run,
      outcome:
        code === 'cancelled'
          ? { type: 'cancelled', model: null, curves: null, epochs }
          : { type: 'failed', code, message: explain(error).what, curves: null, epochs },
      engine: engine ?? NO_ENGINE,
      environment: {
        loam: LOAM_VERSION,
        tfjs: null,
        mode: 'other',
        module: null,
        threads: 1,
        flags: [],
        adapter: null,
        userAgent,
        device: deviceOf(userAgent, cores),
      },
      seconds,
      resumed: (await store.checkpoints.get(run))?.resumed ?? [],
    },
  ]);
}
