import * as Comlink from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallContext } from '../../../workers/contract';
import { workerClient } from '../../../workers/client';
import type { Answer } from '../../../workers/expose';

interface Api {
  count(request: { to: number }, context: CallContext<number>): Promise<string>;
}

const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

/** As the far end of a channel sees it: each event is a message of its own. */
type Progress = (event: number) => Promise<void>;

/** A worker whose far end answers with `answer`. */
function clientOf(answer: (progress: Progress) => Promise<Answer>) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const call = (_id: number, _method: string, _request: unknown, progress: Progress) =>
    answer(progress);
  Comlink.expose({ call, abort: () => undefined }, port2);
  return workerClient<Api>(() =>
    Object.assign(port1 as unknown as Worker, { terminate: () => port1.close() }),
  );
}

describe('a call to a worker', () => {
  it('tells progress as it comes', async () => {
    const client = clientOf(async (progress) => {
      await progress(1);
      await progress(2);
      return { ok: true, value: 'done' };
    });
    const seen: number[] = [];
    const answer = await client.call('count', { to: 2 }, { onProgress: (n) => seen.push(n) });
    expect([answer, seen]).toEqual(['done', [1, 2]]);
  });

  it('tells no progress after it was answered, however late that arrives', async () => {
    let late: () => Promise<unknown> = () => Promise.reject(new Error('not called'));
    const client = clientOf(async (progress) => {
      await progress(1);
      late = async () => progress(2);
      return { ok: true, value: 'done' };
    });
    const seen: number[] = [];
    await client.call('count', { to: 2 }, { onProgress: (n) => seen.push(n) });
    await late();
    expect(seen).toEqual([1]);
  });
});
