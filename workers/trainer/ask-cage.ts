/** The trainer's end of the port to the cage: one function of a notebook at a time is asked to learn weights. */
import { LoamError } from '../../src/core/errors';
import type { Fit } from '../../src/ml/train/train-by-code';
import type { FromCagePort, ToCagePort } from '../contract';

export function askCage(port: MessagePort): Fit {
  const send = (message: ToCagePort) => port.postMessage(message);
  return (job, { signal, report }) =>
    new Promise((resolve, reject) => {
      const abort = () => send({ type: 'abort' });
      const settle = () => {
        signal.removeEventListener('abort', abort);
        port.close();
      };
      port.onmessage = ({ data }: MessageEvent<FromCagePort>) => {
        switch (data.type) {
          case 'reports':
            data.reports.forEach(report);
            return;
          case 'done':
            settle();
            return resolve(data.fitted);
          case 'failed':
            settle();
            return reject(new LoamError(data.code, data.facts));
          default:
            return data satisfies never;
        }
      };
      send({ type: 'fit', job });
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort);
    });
}
