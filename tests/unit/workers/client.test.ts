import type { Endpoint } from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallContext } from '../../../workers/contract';
import { workerClient } from '../../../workers/client';
import { endpointOf, expose } from '../../../workers/expose';

interface Api {
  count(request: { to: number }, context: CallContext<number>): Promise<string>;
}

const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

/** A client of a worker that counts so. */
function clientOf(count: Api['count']) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  expose({ count }, port2 as Endpoint);
  return workerClient<Api>(() =>
    Object.assign(port1 as unknown as Worker, { terminate: () => port1.close() }),
  );
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('a call to a worker', () => {
  it('tells progress as it comes, all of it before the answer', async () => {
    const client = clientOf(({ to }, { progress }) => {
      for (let n = 1; n <= to; n++) progress(n);
      return Promise.resolve('done');
    });
    const seen: number[] = [];
    const answer = await client.call('count', { to: 3 }, { onProgress: (n) => seen.push(n) });
    expect([answer, seen]).toEqual(['done', [1, 2, 3]]);
  });

  it('is sent in few messages what comes fast and may wait, in order, and nothing is lost', async () => {
    const messages: number[][] = [];
    const many = Array.from({ length: 500 }, (_, n) => n);
    const endpoint = endpointOf(
      {
        count: async (_: unknown, { progress }: CallContext<number>) => {
          for (const n of many) progress(n, true);
          await new Promise((resolve) => setTimeout(resolve, 50));
          messages.push([]);
          progress(500, true);
          progress(501);
          progress(502, true);
          return 'done';
        },
      },
      ({ events }) => messages.push(events as number[]),
    );
    await endpoint.call(1, 'count', {});
    expect(messages.flat()).toEqual([...many, 500, 501, 502]);
    const pause = messages.findIndex((each) => each.length === 0);
    expect(messages.slice(0, pause).flat(), 'before the pause ended').toEqual(many);
    expect(pause).toBeLessThan(100);
  });

  it('tells no progress after it was answered, however late that arrives', async () => {
    let late = (_: number): void => expect.fail('not called');
    const client = clientOf((_, { progress }) => {
      progress(1);
      late = progress;
      return Promise.resolve('done');
    });
    const seen: number[] = [];
    await client.call('count', { to: 2 }, { onProgress: (n) => seen.push(n) });
    late(2);
    await turn();
    expect(seen).toEqual([1]);
  });

  it('hears the progress of its own call only', async () => {
    const client = clientOf(async ({ to }, { progress }) => {
      progress(to);
      await turn();
      progress(to + 1);
      return 'done';
    });
    const [first, second]: number[][] = [[], []];
    await Promise.all([
      client.call('count', { to: 10 }, { onProgress: (n) => first!.push(n) }),
      client.call('count', { to: 20 }, { onProgress: (n) => second!.push(n) }),
    ]);
    expect([first, second]).toEqual([
      [10, 11],
      [20, 21],
    ]);
  });
});
