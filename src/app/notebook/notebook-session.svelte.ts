/**
 * One open notebook: joins its live document, the analysis of its cells, the schedule of their runs, the cage and
 * what is kept. Opening runs nothing; a cell runs when this person asks for it, and others after it only if their
 * text is approved.
 */
import type { LoamError } from '../../core/errors';
import { cellLanguage, isOurLanguage } from '../../core/notebook/cell-language';
import { toIpynb } from '../../core/notebook/ipynb';
import { fromPercentText, toPercentText } from '../../core/notebook/percent-text';
import type { CellKind, RunMode, SmartForm } from '../../core/notebook/types';
import { linkDigest } from '../../core/hash/digest';
import { NotebookGraph } from '../../kernel/analysis';
import type { ControlValue, InspectedEntry, TableCell } from '../../kernel/protocol';
import { applyEvent, newSchedule } from '../../kernel/schedule';
import type { Schedule, ScheduleEffect, ScheduleEvent } from '../../kernel/schedule/types';
import type { NotebookChange, NotebookDocument } from '../../sync/notebook';
import { LiveQuery } from '../live-query.svelte';
import { Approvals, codeDigest } from './approvals';
import { CellResults } from './cell-results';
import { CellViews } from './cell-views.svelte';
import { CellRunner, type StartKernel } from './cell-runner';
import { DocumentKeeper } from './document-keeper';
import { Grants } from './grants.svelte';
import type { NotebookPlace } from './place';
import type { CellView, GrantRequest, KernelState, OpenNotebook, VersionView } from './types';
import { createVerbs } from './verbs';
import { readVersion, VersionKeeper } from './version-keeper';

export class NotebookSession implements OpenNotebook {
  #title = $state.raw('');
  #mode = $state.raw<RunMode>('reactive');
  #kernel = $state.raw<KernelState>('off');
  #error = $state.raw<LoamError | null>(null);
  readonly #versions: LiveQuery<VersionView[]>;

  readonly #graph = new NotebookGraph();
  #schedule: Schedule;
  readonly #views: CellViews;

  readonly #results: CellResults;
  readonly #runner: CellRunner;
  readonly #keeper: VersionKeeper;
  readonly #documentKeeper: DocumentKeeper;
  readonly #stopWatching: () => void;

  static async open(
    context: NotebookPlace,
    id: string,
    document: NotebookDocument,
    startKernel: StartKernel,
  ): Promise<NotebookSession> {
    const { local } = context.store;
    const [approvals, grants, versions] = await Promise.all([
      Approvals.open(local, id),
      Grants.open(local, id),
      context.store.find('notebookVersions', 'notebook', id),
    ]);
    const last = versions[0] ? linkDigest(versions[0].text) : null;
    return new NotebookSession(context, id, document, { approvals, grants, last, startKernel });
  }

  private constructor(
    private readonly context: NotebookPlace,
    readonly id: string,
    private readonly document: NotebookDocument,
    private readonly parts: {
      approvals: Approvals;
      grants: Grants;
      last: string | null;
      startKernel: StartKernel;
    },
  ) {
    const kept = (error: LoamError | null) => (this.#error = error);
    const versionKept = (error: LoamError | null) => {
      kept(error);
      if (!error) this.#keepApprovals();
    };
    const { store } = context;
    this.#views = new CellViews(
      () => document.ids(),
      (cell) => this.#view(cell),
    );
    this.#results = new CellResults((cell) => this.#views.touch(cell));
    this.#schedule = newSchedule(document.mode);
    this.#keeper = new VersionKeeper(context, id, () => this.exportText(), parts.last, versionKept);
    this.#documentKeeper = new DocumentKeeper(store.documents, id, document, kept);
    this.#versions = new LiveQuery(
      () => store.find('notebookVersions', 'notebook', id),
      (rows) => Promise.resolve(rows.map(({ id, at, by, name }) => ({ id, at, by, name }))),
    );
    const verbs = createVerbs(context, {
      mayRead: (cell, dataset, signal) => parts.grants.mayRead(cell, dataset, signal),
      press: (cell, label) => Promise.resolve(this.#runner.press(cell, label)),
      showRun: (cell, run) => this.#results.add(cell, { type: 'run', run }),
      codeOf: (cell) => this.#codeOf(cell),
    });
    this.#runner = new CellRunner(parts.startKernel, verbs, this.#results, {
      ended: (cell, run, outcome) => this.#apply({ type: 'ended', cell, run, outcome }),
      generated: (cell, names) => this.#apply({ type: 'generator-changed', cell, names }),
      kernel: (state) => this.#onKernel(state),
    });
    this.#title = document.title;
    this.#mode = document.mode;
    this.#openCells();
    this.#views.publish();
    this.#stopWatching = document.observe((change) => this.#onChange(change));
  }

  get title(): string {
    return this.#title;
  }
  get mode(): RunMode {
    return this.#mode;
  }
  get cells(): readonly CellView[] {
    return this.#views.list;
  }
  get kernel(): KernelState {
    return this.#kernel;
  }
  get grants(): readonly GrantRequest[] {
    return this.parts.grants.requests;
  }
  get versions(): readonly VersionView[] {
    return this.#versions.value ?? [];
  }
  get error(): LoamError | null {
    return this.#error;
  }
  get undo() {
    return this.document.undo;
  }

  namesFor(cell: string): string[] {
    const own = new Set(this.#graph.declaresOf(cell));
    const others = this.document.ids().flatMap((each) => this.#graph.declaresOf(each));
    return [...new Set(others)].filter((name) => !own.has(name));
  }

  rename(title: string): void {
    this.document.rename(title);
  }
  setMode(mode: RunMode): void {
    this.document.setMode(mode);
  }
  insert(after: string | null, kind: CellKind, source = '', smart?: SmartForm): string {
    return this.document.insert(after, kind, source, smart ?? null);
  }
  move(cell: string, after: string | null): void {
    this.document.move(cell, after);
  }
  remove(cell: string): void {
    this.document.remove(cell);
  }
  setKind(cell: string, kind: CellKind): void {
    this.document.setKind(cell, kind);
  }
  setCollapsed(cell: string, collapsed: boolean): void {
    this.document.setCollapsed(cell, collapsed);
  }
  setSmart(cell: string, smart: SmartForm | null, source?: string): void {
    this.document.setSmart(cell, smart, source);
  }

  run(cell: string): void {
    this.#apply({ type: 'run-requested', cell });
    void this.#keeper.keep();
  }
  runAll(): void {
    this.#apply({ type: 'run-all' });
    void this.#keeper.keep();
  }
  runStale(): void {
    this.#apply({ type: 'run-stale' });
    void this.#keeper.keep();
  }
  stop(cell?: string): void {
    this.#apply({ type: 'stop-requested', cell: cell ?? null });
  }
  restart(): void {
    void this.#runner.restart();
    this.#apply({ type: 'kernel-lost' });
  }
  approve(cell: string): void {
    this.parts.approvals.add(this.#source(cell));
    this.#keepApprovals();
    this.#apply({ type: 'approved', cell });
  }
  approveAll(): void {
    for (const { id, state } of this.cells) if (state === 'unapproved') this.approve(id);
  }
  setControl(cell: string, index: number, value: ControlValue): void {
    this.#results.setControl(cell, index, value);
    this.#apply({ type: 'control-changed', cell });
  }
  press(cell: string): void {
    this.#runner.allow(cell);
    this.run(cell);
  }
  look(handle: number, start: number, count: number): Promise<InspectedEntry[]> {
    return this.#runner.look(handle, start, count);
  }
  rows(handle: number, start: number, count: number): Promise<TableCell[][]> {
    return this.#runner.rows(handle, start, count);
  }

  keepVersion(name: string): Promise<void> {
    return this.#keeper.keep(name);
  }

  async versionText(version: string | null): Promise<string> {
    return version === null ? this.exportText() : readVersion(this.context.store, version);
  }

  async restoreVersion(version: string): Promise<void> {
    await this.#keeper.keep();
    const { notebook } = fromPercentText(await this.versionText(version));
    this.document.replaceWith(notebook);
    await this.#keeper.keep();
  }

  exportText(): string {
    return toPercentText(this.document.read());
  }

  exportIpynb(): string {
    return toIpynb(this.document.read());
  }

  close(): void {
    this.#stopWatching();
    this.#runner.close();
    this.#versions.close();
    void this.#keeper.close();
    void this.#documentKeeper.close().then(() => this.document.close());
  }

  // ---- from the document ----

  #source(cell: string): string {
    return this.document.text(cell)?.toString() ?? '';
  }

  /** Of another language (an imported Python notebook's cells, say) it is shown, and never run. */
  #isCode(cell: string): boolean {
    const found = this.document.cell(cell);
    return found?.kind === 'code' && isOurLanguage(cellLanguage(found));
  }

  #onChange(change: NotebookChange): void {
    const byHand = change.by === 'hand';
    for (const cell of change.removed) this.#remove(cell);
    for (const cell of change.added) {
      if (byHand) this.parts.approvals.add(this.#source(cell));
      this.#add(cell);
    }
    for (const cell of change.texts) this.#edit(cell, byHand);
    for (const cell of change.other) this.#other(cell);
    if (change.moved.length + change.added.length + change.removed.length > 0) {
      this.#graph.arrange(this.document.ids());
      this.#views.reorder();
    }
    if (change.notebook) this.#aboutChanged();
    this.#keeper.touched();
  }

  #openCells(): void {
    const ids = this.document.ids();
    const code = ids.filter((cell) => this.#isCode(cell));
    const cells = code.map((cell) => {
      const source = this.#source(cell);
      this.#graph.set(cell, source);
      return { cell, approved: this.parts.approvals.has(source) };
    });
    this.#graph.arrange(ids);
    ids.forEach((cell) => this.#views.touch(cell));
    this.#apply({ type: 'opened', cells });
  }

  #add(cell: string): void {
    this.#views.touch(cell);
    this.#views.reorder();
    if (!this.#isCode(cell)) return;
    const source = this.#source(cell);
    const { affected, reported } = this.#graph.set(cell, source);
    reported.forEach((each) => this.#views.touch(each));
    const approved = this.parts.approvals.has(source);
    this.#apply({ type: 'cell-added', cell, approved, affected });
  }

  #remove(cell: string): void {
    this.#views.remove(cell);
    this.#leaveGraph(cell);
  }

  #leaveGraph(cell: string): void {
    if (!this.#schedule.cells.has(cell)) return;
    const { affected, reported } = this.#graph.remove(cell);
    reported.forEach((each) => this.#views.touch(each));
    this.#apply({ type: 'cell-removed', cell, affected });
  }

  /** What is typed into an approved text is approved; into another it is not, until that one was read. */
  #edit(cell: string, byHand: boolean): void {
    this.#views.touch(cell);
    if (!this.#schedule.cells.has(cell)) return;
    const source = this.#source(cell);
    const { approvals } = this.parts;
    if (byHand && approvals.has(this.#views.get(cell)?.source ?? '')) approvals.add(source);
    const { affected, reported } = this.#graph.set(cell, source);
    reported.forEach((each) => this.#views.touch(each));
    this.#apply({ type: 'text-changed', cell, approved: approvals.has(source), affected });
  }

  #other(cell: string): void {
    this.#views.touch(cell);
    const known = this.#schedule.cells.has(cell);
    if (this.#isCode(cell) && !known) this.#add(cell);
    else if (!this.#isCode(cell) && known) this.#leaveGraph(cell);
  }

  #aboutChanged(): void {
    const { title, mode } = this.document;
    if (mode !== this.#mode) this.#apply({ type: 'mode-changed', mode });
    if (title !== this.#title) {
      void this.context.store.commit([{ type: 'notebook-saved', notebook: this.id, title }]);
    }
    this.#title = title;
    this.#mode = mode;
  }

  // ---- to the kernel ----

  #onKernel(state: KernelState): void {
    if (state === 'lost') this.#apply({ type: 'kernel-lost' });
    this.#kernel = state;
  }

  #apply(event: ScheduleEvent): void {
    const before = this.#schedule;
    const { state, effects } = applyEvent(before, event, this.#graph);
    this.#schedule = state;
    for (const [cell, { state: now }] of state.cells) {
      if (before.cells.get(cell)?.state !== now) this.#views.touch(cell);
    }
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: ScheduleEffect): void {
    switch (effect.type) {
      case 'run': {
        const compiled = this.#graph.compiled(effect.cell);
        if (compiled) this.#runner.run(compiled, effect.run);
        break;
      }
      case 'abort':
        this.#runner.abort(effect.cell, effect.run);
        break;
      case 'forget':
        this.#runner.forget(effect.cell);
        break;
      default:
        throw effect satisfies never;
    }
  }

  /** The code of the cell and of all that it reads from, in dependency order. */
  #codeOf(cell: string): string | null {
    if (!this.#schedule.cells.has(cell)) return null;
    const cells = [...this.#graph.ancestorsOf(cell), cell];
    return codeDigest(cells.map((each) => this.#source(each)).join('\n'));
  }

  #keepApprovals(): void {
    void this.parts.approvals.keep(this.document.ids().map((cell) => this.#source(cell)));
  }

  #view(id: string): CellView | null {
    const cell = this.document.cell(id);
    const text = this.document.text(id);
    if (!cell || !text) return null;
    const { kind, source, collapsed, smart } = cell;
    const { outputs, added, ...result } = this.#results.get(id);
    return {
      id,
      kind,
      text,
      source,
      collapsed,
      smart,
      state: this.#schedule.cells.get(id)?.state ?? 'idle',
      problems: this.#graph.problemsOf(id),
      declares: this.#graph.declaresOf(id),
      uses: this.#graph.usesOf(id),
      outputs: added.length > 0 ? [...added, ...outputs] : outputs,
      ...result,
    };
  }
}
