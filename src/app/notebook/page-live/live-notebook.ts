/**
 * The live part of an exported notebook: an input moves, and the cells that came along run again in the same cage and
 * by the same rules as in the app. Until then nothing runs: what was saved is shown.
 */
import { element } from '../../../deploy/templates/page/element';
import { parseMarkup } from '../../../deploy/templates/notebook-page/markup-read';
import type { PageView } from '../../../deploy/templates/notebook-page/page';
import type {
  ControlSetting,
  LiveCell,
  LivePart,
  PageFailure,
  PageOutput,
} from '../../../deploy/notebook-page';
import type { RunningKernel } from '../../../kernel/host/kernel-options';
import type { Output } from '../../../kernel/protocol';
import { applyEvent, newSchedule } from '../../../kernel/schedule';
import type {
  RunOutcome,
  Schedule,
  ScheduleEffect,
  ScheduleEvent,
} from '../../../kernel/schedule/types';
import { PageGraph } from './page-graph';
import { pageOutput } from './page-output';

export interface LiveNotebookParts {
  live: LivePart;
  view: PageView;
  /** Starts the cage; asked at the first move, and again after a failure. `lost` may be told at any time. */
  start(lost: () => void): Promise<RunningKernel>;
  /** Shows what was saved. */
  reopen(): void;
}

export class LiveNotebook {
  readonly #cells: ReadonlyMap<string, LiveCell>;
  readonly #graph: PageGraph;
  readonly #settings = new Map<string, Record<string, ControlSetting>>();
  #schedule: Schedule = newSchedule('reactive');
  #kernel: Promise<RunningKernel> | null = null;
  #stop: AbortController | null = null;
  /** The cell whose input was moved last. */
  #moved: string | null = null;
  #said = '';

  constructor(private readonly parts: LiveNotebookParts) {
    const { cells } = parts.live;
    this.#cells = new Map(cells.map((each) => [each.cell, each]));
    this.#graph = new PageGraph(cells);
    for (const { cell, settings } of cells) this.#settings.set(cell, settings);
    this.#apply({ type: 'opened', cells: cells.map(({ cell }) => ({ cell, approved: true })) });
  }

  /** An input of the cell was moved. */
  set(cell: string, index: number, value: ControlSetting): void {
    this.#settings.set(cell, { ...this.#settings.get(cell), [index]: value });
    this.#moved = cell;
    // Its own first run brings along whatever it reads; later ones are those of any input.
    this.#apply({ type: 'run-requested', cell });
  }

  #apply(event: ScheduleEvent): void {
    const { state, effects } = applyEvent(this.#schedule, event, this.#graph);
    this.#schedule = state;
    for (const [cell, { state: now }] of state.cells) {
      const result = this.parts.view.results.get(cell);
      result?.busy(now === 'running' || now === 'queued');
      // It waited for a cell that failed or was stopped.
      if (now === 'stale') result?.old(true);
    }
    this.#say();
    for (const effect of effects) this.#perform(effect);
  }

  #say(): void {
    const states = [...this.#schedule.cells.values()].map(({ state }) => state);
    if (states.every((state) => state === 'idle')) return;
    const isBusy = states.some((state) => state === 'running' || state === 'queued');
    this.#tell(isBusy ? 'Computing …' : 'Computed here, with your inputs.');
  }

  #tell(said: string): void {
    if (said === this.#said) return;
    this.#said = said;
    const back = element('button', { type: 'button' }, 'Show what was saved');
    back.addEventListener('click', () => this.parts.reopen());
    this.parts.view.say(element('span', {}, said), back);
  }

  /** Every name is gone with the cage. What was ended because an input moved again runs anew, in the next one. */
  #lost(): void {
    const wasStopped = this.#stop?.signal.aborted === true;
    this.#apply({ type: 'kernel-lost' });
    if (wasStopped && this.#moved) this.#apply({ type: 'run-requested', cell: this.#moved });
  }

  #perform(effect: ScheduleEffect): void {
    switch (effect.type) {
      case 'run':
        void this.#run(effect.cell, effect.run);
        return;
      case 'abort':
        this.#stop?.abort();
        return;
      case 'forget':
        return;
      default:
        effect satisfies never;
    }
  }

  #open(): Promise<RunningKernel> {
    this.#kernel ??= this.parts
      .start(() => this.#lost())
      .catch((error: unknown) => {
        this.#kernel = null;
        throw error;
      });
    return this.#kernel;
  }

  /** Never rejects. */
  async #run(cell: string, run: number): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    const outcome = await this.#outcome(cell, stop.signal).catch((): RunOutcome => 'lost');
    this.#apply({ type: 'ended', cell, run, outcome });
    if (outcome === 'lost' && this.#schedule.current === null) this.#cannot();
  }

  async #outcome(cell: string, signal: AbortSignal): Promise<RunOutcome> {
    const kernel = await this.#open();
    const { body, uses, declares } = this.#cells.get(cell)!;
    let latest: Output[] = [];
    const end = await kernel.run(
      { cell, body, uses, declares, modules: {} },
      this.#settings.get(cell) ?? {},
      {
        outputs: (outputs) => {
          latest = outputs;
          // After its end a cell goes on showing where it follows a generator.
          if (this.#schedule.current?.cell !== cell) void this.#show(kernel, cell, latest, null);
        },
        console: () => undefined,
        changed: (names) => this.#apply({ type: 'generator-changed', cell, names }),
      },
      signal,
    );
    switch (end.type) {
      case 'done':
        await this.#show(kernel, cell, latest, null);
        return 'done';
      case 'failed': {
        const { name, message } = end.failure;
        await this.#show(kernel, cell, latest, { name, message });
        return 'failed';
      }
      case 'stopped':
        return 'stopped';
      case 'lost':
        return 'lost';
      default:
        return end satisfies never;
    }
  }

  async #show(
    kernel: RunningKernel,
    cell: string,
    latest: readonly Output[],
    failure: PageFailure | null,
  ): Promise<void> {
    const making = {
      markup: parseMarkup,
      rows: (handle: number, start: number, count: number) => kernel.rows(handle, start, count),
    };
    const outputs: PageOutput[] = [];
    for (const output of latest) outputs.push(...((await pageOutput(output, making)) ?? []));
    this.parts.view.results.get(cell)?.show({ outputs, failure, isOld: false });
  }

  #cannot(): void {
    this.#tell(
      'This browser could not compute that. Results that were not computed anew are as they were saved.',
    );
  }
}
