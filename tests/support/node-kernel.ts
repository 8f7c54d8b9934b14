/** A kernel whose cage is this process: the real host and the real code of the cage, without frame and lock. */
import type { StartKernel } from '../../src/app/notebook/cell-runner';
import { Session } from '../../src/kernel/cage/session';
import { createKernel } from '../../src/kernel/host/create-kernel';
import type { ToCage } from '../../src/kernel/protocol';

/** TensorFlow.js looks for where it is; in the cage it finds a worker. */
const AS_WORKER = 'const process = undefined, WorkerGlobalScope = Object;\n';

/** @param tf a script that answers TensorFlow.js as cells have it; default none */
export function kernelInNode(tf = ''): StartKernel {
  return async (verbs, onState) => {
    onState('starting');
    const kernel = createKernel({
      frameUrl: '',
      code: (name) => Promise.resolve(name === 'tf' ? AS_WORKER + tf : ''),
      verbs,
      document: null as never,
      onState,
      openCage: () => {
        const { port1, port2 } = new MessageChannel();
        const session = new Session((message) => port2.postMessage(message));
        port2.onmessage = ({ data }: MessageEvent<ToCage>) => session.receive(data);
        const remove = () => {
          port1.close();
          port2.close();
        };
        return Promise.resolve({ port: port1, remove });
      },
    });
    await kernel.ready;
    return kernel;
  };
}

export const nodeKernel = kernelInNode();
