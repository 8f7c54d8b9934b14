/** Calls of the loam library that are under way for one cage: answered once, cancelled with their run. */
import { toLoamError } from '../../core/errors';
import { explain } from '../../core/messages';
import type { ToCage } from '../protocol';
import { memoryOf } from './handing-over';
import type { Verbs } from './types';

/** More at once are refused. */
const AT_ONCE = 2_000;

export class VerbCalls {
  readonly #running = new Map<number, { run: number; abort: AbortController }>();
  #last = 0;

  constructor(
    private readonly verbs: Verbs,
    private readonly send: (message: ToCage, memory?: Transferable[]) => void,
  ) {}

  /** False where the call cannot be one of the cage's, whose numbers grow, or where they are too many. */
  begin(call: number, run: number, cell: string, verb: string, args: unknown): boolean {
    if (call <= this.#last || this.#running.size >= AT_ONCE) return false;
    this.#last = call;
    const abort = new AbortController();
    this.#running.set(call, { run, abort });
    void this.#answer(call, cell, verb, args, abort);
    return true;
  }

  async #answer(
    call: number,
    cell: string,
    verb: string,
    args: unknown,
    { signal }: AbortController,
  ): Promise<void> {
    // Cancelled calls are answered by nobody: the cage has already told its cell.
    const progress = (event: unknown) => {
      if (!signal.aborted) this.send({ type: 'progress', call, event });
    };
    try {
      const value = await this.verbs({ cell, verb, args, signal, progress });
      if (!signal.aborted) this.send({ type: 'answer', call, value }, memoryOf(value));
    } catch (thrown) {
      if (signal.aborted) return;
      const error = toLoamError(thrown);
      const { what, todo } = explain(error);
      this.send({
        type: 'failed',
        call,
        code: error.code,
        message: `${what} ${todo}`,
      });
    } finally {
      this.#running.delete(call);
    }
  }

  /** False for a call that is not under way. */
  cancel(call: number): boolean {
    const running = this.#running.get(call);
    this.#running.delete(call);
    running?.abort.abort();
    return running !== undefined;
  }

  /** Of a run that is being stopped: the cage says so too, unless it cannot speak any more. */
  cancelOf(run: number): void {
    for (const [call, running] of [...this.#running]) if (running.run === run) this.cancel(call);
  }

  cancelAll(): void {
    for (const call of [...this.#running.keys()]) this.cancel(call);
  }
}
