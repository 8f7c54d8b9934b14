/**
 * Runs cells in the cage, one at a time, as the schedule says, and keeps what they show. The cage starts with the
 * first run; one that is lost is followed by another, without the names that were in it.
 */
import { explain } from '../../core/messages';
import { toLoamError } from '../../core/errors';
import type { Kernel, RunEnd, Verbs } from '../../kernel/host/types';
import type { RunningKernel } from '../../kernel/host/kernel-options';
import type { CompiledCell, InspectedEntry, TableCell } from '../../kernel/protocol';
import type { RunOutcome } from '../../kernel/schedule/types';
import type { CellResults } from './cell-results';
import type { KernelState } from './types';

export interface RunnerEvents {
  ended(cell: string, run: number, outcome: RunOutcome): void;
  /** A followed generator gave new values. */
  generated(cell: string, names: readonly string[]): void;
  kernel(state: KernelState): void;
}

export type StartKernel = (
  verbs: Verbs,
  onState: (state: KernelState) => void,
) => Promise<RunningKernel>;

/** Hands the modules that a cell imports to the kernel. Answers, by name, what each is known by there. */
export type GiveModules = (kernel: Kernel, cell: string) => Promise<Record<string, string>>;

export class CellRunner {
  #kernel: Promise<RunningKernel> | null = null;
  #current: { cell: string; run: number; stop: AbortController } | null = null;
  /** Cells whose run ends because it waits for a press. */
  readonly #waits = new Set<string>();
  /** Cells whose button was pressed: their next run may go through with it. */
  readonly #pressed = new Set<string>();
  #presses = 0;

  constructor(
    private readonly startKernel: StartKernel,
    private readonly verbs: Verbs,
    private readonly results: CellResults,
    private readonly events: RunnerEvents,
    private readonly giveModules: GiveModules,
  ) {}

  /** Starts the cage ahead of the first run. */
  warm(): void {
    this.#open().catch(() => undefined);
  }

  run(compiled: CompiledCell, run: number): void {
    const stop = new AbortController();
    this.#current = { cell: compiled.cell, run, stop };
    const none = { added: [], console: [], dropped: 0, failure: null, origin: null };
    this.results.set(compiled.cell, none);
    void this.#run(compiled, run, stop.signal);
  }

  abort(cell: string, run: number): void {
    const current = this.#current;
    if (current?.cell === cell && current.run === run) current.stop.abort();
  }

  forget(cell: string): void {
    this.results.forget(cell);
    void this.#kernel?.then((kernel) => kernel.forget(cell)).catch(() => undefined);
  }

  /**
   * Asked by a verb that never runs by itself. Answers true once after a press; else the run ends, and the cell
   * shows a button.
   */
  press(cell: string, label: string): boolean {
    if (this.#pressed.delete(cell)) return true;
    this.#waits.add(cell);
    this.results.add(cell, { type: 'press', call: ++this.#presses, label });
    this.#current?.stop.abort();
    return false;
  }

  /** The cell's next run goes through with what it asked for. */
  allow(cell: string): void {
    this.#pressed.add(cell);
  }

  async look(handle: number, start: number, count: number): Promise<InspectedEntry[]> {
    return (await this.#open()).look(handle, start, count);
  }

  async rows(handle: number, start: number, count: number): Promise<TableCell[][]> {
    return (await this.#open()).rows(handle, start, count);
  }

  async restart(): Promise<void> {
    await (await this.#kernel)?.restart();
  }

  stop(): void {
    this.#current?.stop.abort();
  }

  close(): void {
    this.stop();
    void this.#kernel?.then((kernel) => kernel.close()).catch(() => undefined);
    this.#kernel = null;
  }

  #open(): Promise<RunningKernel> {
    this.#kernel ??= this.startKernel(this.verbs, this.events.kernel).catch((error: unknown) => {
      this.#kernel = null;
      throw error;
    });
    return this.#kernel;
  }

  /** Never rejects. */
  async #run(compiled: CompiledCell, run: number, signal: AbortSignal): Promise<void> {
    const { cell } = compiled;
    const end = await this.#ending(compiled, signal);
    if (this.#current?.run === run) this.#current = null;
    this.#pressed.delete(cell);
    const waits = this.#waits.delete(cell);
    this.events.ended(cell, run, this.#outcome(cell, end, waits));
  }

  async #ending(compiled: CompiledCell, signal: AbortSignal): Promise<RunEnd> {
    const { cell } = compiled;
    const { results } = this;
    let shown = false;
    try {
      const kernel = await this.#open();
      const modules = await this.giveModules(kernel, cell).then(
        (given) => ({ given }),
        unreadableModule,
      );
      if ('type' in modules) return modules;
      const end = await kernel.run(
        { ...compiled, modules: modules.given },
        results.controls(cell),
        {
          outputs(outputs) {
            shown = true;
            results.set(cell, { outputs });
          },
          console: (lines, dropped) => results.set(cell, { console: lines, dropped }),
          changed: (names) => this.events.generated(cell, names),
        },
        signal,
      );
      // What an earlier run has shown goes when this one shows nothing, not before: nothing jumps.
      if (!shown && end.type === 'done') results.set(cell, { outputs: [] });
      return end;
    } catch (error) {
      return { type: 'lost', why: error instanceof Error ? error.message : String(error) };
    }
  }

  #outcome(cell: string, end: RunEnd, waits: boolean): RunOutcome {
    switch (end.type) {
      case 'done':
        this.results.set(cell, { seconds: end.seconds });
        return 'done';
      case 'failed':
        if (waits) return 'ready';
        this.results.set(cell, { failure: end.failure, seconds: end.seconds });
        return 'failed';
      case 'stopped':
        return waits ? 'ready' : 'stopped';
      case 'lost':
        this.results.set(cell, { failure: lostFailure(end.why) });
        return 'lost';
      default:
        throw end satisfies never;
    }
  }
}

/** Its code is gone or damaged: the cell fails, and the kernel is none the worse. */
function unreadableModule(error: unknown): Extract<RunEnd, { type: 'failed' }> {
  const { what, todo } = explain(toLoamError(error));
  const failure = { ...lostFailure(`${what} ${todo}`), name: 'Module' };
  return { type: 'failed', failure, seconds: 0 };
}

function lostFailure(why: string) {
  return { name: 'Stopped', message: why, line: null, column: null, stack: [] };
}
