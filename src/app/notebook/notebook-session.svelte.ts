/**
 * One open notebook: joins its live document and its cells with what is kept of them.
 */
import type { LoamError } from '../../core/errors';
import { toIpynb } from '../../core/notebook/ipynb';
import { fromPercentText, toPercentText } from '../../core/notebook/percent-text';
import type { CellKind, RunMode, SmartForm } from '../../core/notebook/types';
import type { NotebookVersionRow } from '../../core/log/rows';
import type { ControlValue, InspectedEntry, TableCell } from '../../kernel/protocol';
import type { NotebookChange, NotebookDocument } from '../../sync/notebook';
import { LiveQuery } from '../live-query.svelte';
import { Approvals } from './approvals';
import type { StartKernel } from './cell-runner';
import { DocumentKeeper } from './document-keeper';
import { Grants } from './grants.svelte';
import { LiveCells } from './live-cells';
import { joinOtherTabs } from './other-tabs';
import { NotebookModules } from './modules/notebook-modules.svelte';
import type { ModulesOfNotebook } from './modules/types';
import type { NotebookPlace } from './place';
import type { CellView, GrantRequest, KernelState, OpenNotebook, VersionView } from './types';
import { KeptResults } from './results/kept-results';
import { toNbOutputs } from './results/to-ipynb';
import { createVerbs } from './verbs';
import { readVersion, VersionKeeper } from './version-keeper';

export class NotebookSession implements OpenNotebook {
  #title = $state.raw('');
  #mode = $state.raw<RunMode>('reactive');
  #kernel = $state.raw<KernelState>('off');
  #error = $state.raw<LoamError | null>(null);
  readonly #versions: LiveQuery<VersionView[]>;

  readonly #cells: LiveCells;
  readonly #keeper: VersionKeeper;
  readonly #documentKeeper: DocumentKeeper;
  readonly #stopWatching: () => void;
  readonly #leaveTabs: () => void;

  static async open(
    context: NotebookPlace,
    id: string,
    document: NotebookDocument,
    startKernel: StartKernel,
  ): Promise<NotebookSession> {
    const { local } = context.store;
    const [approvals, grants, modules, versions] = await Promise.all([
      Approvals.open(local, id),
      Grants.open(local, id),
      NotebookModules.open(context, document),
      context.store.find('notebookVersions', 'notebook', id),
    ]);
    const last = versions[0] ?? null;
    const parts = { approvals, grants, modules, last, startKernel };
    return new NotebookSession(context, id, document, parts);
  }

  private constructor(
    private readonly context: NotebookPlace,
    readonly id: string,
    private readonly document: NotebookDocument,
    private readonly parts: {
      approvals: Approvals;
      grants: Grants;
      modules: NotebookModules;
      last: NotebookVersionRow | null;
      startKernel: StartKernel;
    },
  ) {
    const { store } = context;
    const { approvals, grants, modules, startKernel } = parts;
    const kept = (error: LoamError | null) => (this.#error = error);
    this.#keeper = new VersionKeeper(
      context,
      id,
      () => ({ text: this.exportText(), modules: modules.pinned() }),
      parts.last,
      (error) => {
        kept(error);
        if (!error) this.#cells.keepApprovals();
      },
    );
    this.#documentKeeper = new DocumentKeeper(store.documents, id, document, kept);
    this.#versions = new LiveQuery(
      () => store.find('notebookVersions', 'notebook', id),
      (rows) => Promise.resolve(rows.map(({ id, at, by, name }) => ({ id, at, by, name }))),
    );
    this.#title = document.title;
    this.#mode = document.mode;
    this.#cells = new LiveCells(document, {
      approvals,
      modules,
      now: () => context.effects.now(),
      keepResults: (with_) =>
        new KeptResults(context, id, { ...with_, cells: () => document.ids(), kept }),
      startKernel,
      verbs: (desk) =>
        createVerbs(context, {
          ...desk,
          mayRead: (cell, dataset, signal) => grants.mayRead(cell, dataset, signal),
        }),
      onKernel: (state) => (this.#kernel = state),
    });
    this.#stopWatching = document.observe((change) => this.#onChange(change));
    this.#leaveTabs = joinOtherTabs(`${context.id}-${id}`, {
      document,
      approvals,
      stored: () => store.documents.load(id),
    });
  }

  get title(): string {
    return this.#title;
  }
  get mode(): RunMode {
    return this.#mode;
  }
  get cells(): readonly CellView[] {
    return this.#cells.list;
  }
  get kernel(): KernelState {
    return this.#kernel;
  }
  get grants(): readonly GrantRequest[] {
    return this.parts.grants.requests;
  }
  get modules(): ModulesOfNotebook {
    return this.parts.modules;
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
    return this.#cells.namesFor(cell);
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
    this.#cells.run(cell);
    void this.#keeper.keep();
  }
  runAll(): void {
    this.#cells.runAll();
    void this.#keeper.keep();
  }
  runStale(): void {
    this.#cells.runStale();
    void this.#keeper.keep();
  }
  stop(cell?: string): void {
    this.#cells.stop(cell);
  }
  restart(): void {
    this.#cells.restart();
  }
  approve(cell: string): void {
    this.#cells.approve(cell);
  }
  approveAll(): void {
    this.#cells.approveAll();
  }
  setControl(cell: string, index: number, value: ControlValue): void {
    this.#cells.setControl(cell, index, value);
  }
  press(cell: string): void {
    this.#cells.press(cell);
    void this.#keeper.keep();
  }
  look(handle: number, start: number, count: number): Promise<InspectedEntry[]> {
    return this.#cells.look(handle, start, count);
  }
  rows(handle: number, start: number, count: number): Promise<TableCell[][]> {
    return this.#cells.rows(handle, start, count);
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
    const outputs = new Map(this.cells.map((cell) => [cell.id, toNbOutputs(cell)]));
    return toIpynb(this.document.read(), outputs);
  }

  close(): void {
    this.#stopWatching();
    this.#leaveTabs();
    this.#cells.close();
    this.#versions.close();
    this.parts.modules.close();
    void this.#keeper.close();
    void this.#documentKeeper.close().then(() => this.document.close());
  }

  #onChange(change: NotebookChange): void {
    this.#cells.changed(change);
    // Who wrote it elsewhere keeps it there.
    const here = change.by !== 'elsewhere';
    if (change.notebook) this.#aboutChanged(here);
    if (here) this.#keeper.touched();
  }

  #aboutChanged(here: boolean): void {
    this.parts.modules.pinsChanged();
    const { title, mode } = this.document;
    if (mode !== this.#mode) this.#cells.setMode(mode);
    if (here && title !== this.#title) {
      void this.context.store.commit([{ type: 'notebook-saved', notebook: this.id, title }]);
    }
    this.#title = title;
    this.#mode = mode;
  }
}
