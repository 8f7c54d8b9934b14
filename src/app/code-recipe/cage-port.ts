/** The page's end of a trainer's port to the cage: serves one training, and ends its cage with it. */
import { toLoamError } from '../../core/errors';
import type { FromCagePort, ToCagePort } from '../../../workers/contract';
import type { FitJob } from '../../ml/train/train-by-code';
import type { WorkspaceContext } from '../workspace-context';

export interface CagePort {
  /** To be transferred to the trainer. */
  port: MessagePort;
  /** Ends the cage, whatever runs in it. */
  close(): void;
}

export function cagePort(session: WorkspaceContext): CagePort {
  const { port1, port2 } = new MessageChannel();
  const stop = new AbortController();
  const send = (message: FromCagePort) => port1.postMessage(message);
  port1.onmessage = ({ data }: MessageEvent<ToCagePort>) => {
    if (data.type === 'abort') stop.abort();
    else void answer(session, data.job, stop.signal, send);
  };
  const close = () => {
    stop.abort();
    port1.close();
  };
  return { port: port2, close };
}

async function answer(
  session: WorkspaceContext,
  job: FitJob,
  signal: AbortSignal,
  send: (message: FromCagePort) => void,
): Promise<void> {
  try {
    const { fitInCage } = await import('./fit-in-cage');
    const startKernel =
      session.effects.startKernel ?? (await import('../notebook/kernel-code')).startKernel;
    const fit = fitInCage(session, startKernel);
    const report = (report: { train: number; validation: number | null }) =>
      send({ type: 'reports', reports: [report] });
    send({ type: 'done', fitted: await fit(job, { signal, report }) });
  } catch (error) {
    const { code, facts } = toLoamError(error);
    send({ type: 'failed', code, facts });
  }
}
