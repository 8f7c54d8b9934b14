/** The worker's side of the bench: prepares one runner, then makes its rounds; every question is answered. */
import type { Task } from '../tasks';
import type { Answer, Request, Runner, RunnerName } from './protocol';

export function serveRunner(prepare: (name: RunnerName, task: Task) => Promise<Runner>): void {
  let runner: Promise<Runner> | null = null;
  const answer = async (request: Request): Promise<Answer> => {
    try {
      if (request.ask === 'prepare') {
        runner = prepare(request.name, request.task);
        await runner;
        return { ok: true, round: null };
      }
      if (!runner) throw new Error('nothing is prepared');
      return { ok: true, round: await (await runner).round(request.check) };
    } catch (error) {
      const reason = error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
      return { ok: false, reason };
    }
  };
  addEventListener('message', ({ data }: MessageEvent<Request>) => {
    void answer(data).then((reply) => postMessage(reply));
  });
}
