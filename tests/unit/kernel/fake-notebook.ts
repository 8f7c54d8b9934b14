/**
 * A notebook with a kernel whose runs end when the test says so. A value is the text that made it and the
 * values it read, so that equal values mean an equal history.
 */
import { expect } from 'vitest';
import { NotebookGraph } from '../../../src/kernel/analysis';
import { applyEvent, newSchedule } from '../../../src/kernel/schedule';
import type {
  RunOutcome,
  RunState,
  Schedule,
  ScheduleEffect,
  ScheduleEvent,
} from '../../../src/kernel/schedule/types';

interface Running {
  cell: string;
  run: number;
  value: string;
  declares: readonly string[];
  aborted: boolean;
}

export class FakeNotebook {
  readonly graph = new NotebookGraph();
  schedule: Schedule;
  /** Cells in the order in which they began to run. */
  readonly began: string[] = [];
  readonly effects: ScheduleEffect[] = [];
  running: Running | null = null;
  /** What the cage holds: by cell, its names. */
  readonly held = new Map<string, { value: string; declares: readonly string[] }>();
  readonly ticks = new Map<string, number>();
  readonly page: string[] = [];

  constructor(mode: 'reactive' | 'lazy' = 'reactive', cells: Record<string, string> = {}) {
    this.schedule = newSchedule(mode);
    for (const [cell, source] of Object.entries(cells)) this.add(cell, source);
  }

  apply(event: ScheduleEvent): void {
    const { state, effects } = applyEvent(this.schedule, event, this.graph);
    this.schedule = state;
    this.effects.push(...effects);
    for (const effect of effects) {
      if (effect.type === 'run') this.#begin(effect.cell, effect.run);
      if (effect.type === 'abort' && this.running?.run === effect.run) this.running.aborted = true;
      if (effect.type === 'forget') this.held.delete(effect.cell);
    }
  }

  #begin(cell: string, run: number): void {
    expect(this.running, 'one run at a time').toBeNull();
    for (const each of this.graph.ancestorsOf(cell)) {
      expect([each, this.stateOf(each)], `an ancestor of ${cell}`).toEqual([each, 'done']);
    }
    const compiled = this.graph.compiled(cell)!;
    expect(compiled).not.toBeNull();
    this.held.delete(cell);
    const value = this.#value(cell, (name) => this.read(name)!);
    this.running = { cell, run, value, declares: compiled.declares, aborted: false };
    this.began.push(cell);
  }

  #value(cell: string, read: (name: string) => string): string {
    const inputs = this.graph.usesOf(cell).map((name) => `${name}=${read(name)}`);
    const tick = this.ticks.get(cell) ?? 0;
    return `${this.graph.analysisOf(cell)!.source}#${tick}(${inputs.join()})`;
  }

  /** What a cell sees under a name; undefined where no cell declares it, or its cell holds nothing. */
  read(name: string): string | undefined {
    const definer = this.graph.definerOf(name);
    const held = definer === null ? undefined : this.held.get(definer);
    return held?.declares.includes(name) ? held.value : undefined;
  }

  /** The value that a fresh run of the whole notebook in dependency order would give. */
  fresh(cell: string): string {
    return this.#value(cell, (name) => this.fresh(this.graph.definerOf(name)!));
  }

  /** Ends the run under way. An aborted run ends as stopped, unless it does not look at its signal. */
  end(outcome: RunOutcome = this.running?.aborted ? 'stopped' : 'done'): void {
    const { cell, run, value, declares } = this.running!;
    this.running = null;
    if (outcome === 'done') this.held.set(cell, { value, declares });
    if (outcome === 'lost') this.held.clear();
    this.apply({ type: 'ended', cell, run, outcome });
  }

  settle(): this {
    for (let i = 0; this.running; i++) {
      expect(i, 'it comes to rest').toBeLessThan(1000);
      this.end();
    }
    return this;
  }

  add(cell: string, source: string, { approved = true, at = this.page.length } = {}): void {
    const { affected } = this.graph.set(cell, source);
    this.page.splice(at, 0, cell);
    this.graph.arrange(this.page);
    this.apply({ type: 'cell-added', cell, approved, affected });
  }

  edit(cell: string, source: string, approved = true): void {
    const { affected } = this.graph.set(cell, source);
    this.apply({ type: 'text-changed', cell, approved, affected });
  }

  remove(cell: string): void {
    const { affected } = this.graph.remove(cell);
    this.page.splice(this.page.indexOf(cell), 1);
    this.apply({ type: 'cell-removed', cell, affected });
  }

  run(cell: string): this {
    this.apply({ type: 'run-requested', cell });
    return this;
  }

  runAll(): this {
    this.apply({ type: 'run-all' });
    return this;
  }

  tick(cell: string): void {
    this.ticks.set(cell, (this.ticks.get(cell) ?? 0) + 1);
    const held = this.held.get(cell);
    if (held) {
      this.held.set(cell, { ...held, value: this.#value(cell, (name) => this.read(name)!) });
    }
    const names = this.graph.declaresOf(cell);
    this.apply({ type: 'generator-changed', cell, names });
  }

  control(cell: string): void {
    this.ticks.set(cell, (this.ticks.get(cell) ?? 0) + 1);
    this.apply({ type: 'control-changed', cell });
  }

  restart(): void {
    this.running = null;
    this.held.clear();
    this.apply({ type: 'kernel-lost' });
  }

  stateOf(cell: string): RunState | undefined {
    return this.schedule.cells.get(cell)?.state;
  }

  /** `a:done b:stale`, by page. */
  get states(): string {
    return this.page.map((cell) => `${cell}:${this.stateOf(cell)}`).join(' ');
  }

  /** Cells that began since the last look. */
  took(): string {
    return this.began.splice(0).join(' ');
  }

  problems(cell: string): string[] {
    return this.graph.problemsOf(cell).map(({ message }) => message);
  }
}
