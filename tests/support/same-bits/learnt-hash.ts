/** One hash of everything that a training gives: its model, the loss of each epoch, each answer on validation. */
import { digestOf } from '../../../src/core/hash/digest';
import { canonicalBytes } from '../../../src/core/json/canonical';
import type { Engine, SessionState, TrainJob } from '../../../src/ml/engine/engine';
import { writeSafetensors } from '../../../src/ml/formats/safetensors';

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/**
 * @param stops whole steps after which the training is saved, thrown away and taken up again: counted over
 *   all epochs, ascending. The engine must breathe after each step (give it a clock that jumps).
 */
export async function learntHash(
  engine: Engine,
  job: TrainJob,
  stops: readonly number[] = [],
): Promise<string> {
  const parts: string[] = [];
  const waiting = [...stops];
  let session = await engine.start(job);
  let state: SessionState | null = null;
  let steps = 0;
  for (let epoch = 1; epoch <= job.trainer.epochs;) {
    const outputs = await session.epoch(epoch, () => {
      const stop = waiting.length > 0 && steps >= waiting[0]!;
      if (!stop) steps++;
      return Promise.resolve(!stop);
    });
    if (outputs === null) {
      waiting.shift();
      state = structuredClone(await session.save());
      session.dispose();
      session = await engine.start(job, state);
      continue;
    }
    parts.push(digestOf(bytesOf(Float64Array.of(outputs.train))));
    if (outputs.validation) parts.push(digestOf(bytesOf(outputs.validation)));
    if (epoch === 2) session.keep();
    epoch++;
  }
  const { network, tensors } = await session.learnt();
  session.dispose();
  parts.push(digestOf(canonicalBytes(network)), digestOf(writeSafetensors(tensors)));
  return digestOf(canonicalBytes(parts));
}
