/** The whole program in one tab: the directory of workspaces and the one that is open. */
import { LoamError } from '../core/errors';
import {
  createWorkspace,
  listWorkspaces,
  openWorkspace,
  removeWorkspace,
  renameWorkspace,
  type WorkspaceInfo,
} from '../storage';
import type { WorkOptions } from './commands/evaluate-run';
import { Session } from './session.svelte';
import { startWorkers, type WorkerClients } from './worker-clients';

/** Remembers which workspace this browser had open; a convenience, never truth. */
const LAST_OPEN = 'loam-last-workspace';

/** Of a workspace that nobody has named. */
const NAME = 'My workspace';

const UNLISTED: WorkspaceInfo = { id: '', name: '', createdAt: 0 };

export class Loam {
  #workspaces = $state.raw<WorkspaceInfo[]>([]);
  #session = $state.raw<Session>() as Session;

  private constructor() {}

  static async open(): Promise<Loam> {
    const last = localStorage.getItem(LAST_OPEN);
    const workers = startWorkers();
    const loam = new Loam();
    loam.#workspaces = await listWorkspaces();
    const known = loam.#workspaces.find(({ id }) => id === last) ?? loam.#workspaces[0];
    await loam.#enter(await orMade(known), { workers, isNew: !known });
    return loam;
  }

  get workspaces(): WorkspaceInfo[] {
    return this.#workspaces;
  }

  get session(): Session {
    return this.#session;
  }

  get workspace(): WorkspaceInfo {
    return this.#workspaces.find(({ id }) => id === this.#session.id) ?? UNLISTED;
  }

  async switchTo(id: string): Promise<void> {
    if (id === this.#session.id) return;
    this.#leave();
    await this.#enter(id);
  }

  async create(name: string): Promise<void> {
    const { id } = await createWorkspace(name.trim() || NAME);
    this.#leave();
    await this.#enter(id, { isNew: true });
  }

  async rename(name: string): Promise<void> {
    await renameWorkspace(this.#session.id, name.trim());
    this.#workspaces = await listWorkspaces();
  }

  /** Deletes the open workspace and everything in it; another one, or a new empty one, opens. */
  async removeCurrent(): Promise<void> {
    const { id } = this.#session;
    this.#leave();
    await removeWorkspace(id);
    const [next] = await listWorkspaces();
    await this.#enter(await orMade(next), { isNew: !next });
  }

  /** The open workspace as one `.loam` file. */
  async pack(options: WorkOptions = {}): Promise<Blob> {
    return this.#session.workers.keeper.call('pack', { workspace: this.#session.id }, options);
  }

  /** Restores a `.loam` file as a workspace of its own and opens it. */
  async unpack(file: Blob, options: WorkOptions = {}): Promise<void> {
    const { id } = await this.#session.workers.keeper.call('unpack', { file }, options);
    await this.switchTo(id);
  }

  #leave(): void {
    if (this.#session.busy) {
      throw new LoamError('internal', {
        message: 'Work is under way in this workspace. Wait for it or cancel it first.',
      });
    }
    this.#session.close();
  }

  async #enter(
    id: string,
    { workers = startWorkers(), isNew = false }: { workers?: WorkerClients; isNew?: boolean } = {},
  ): Promise<void> {
    const [store, workspaces] = await Promise.all([openWorkspace(id), listWorkspaces()]);
    this.#session = new Session(store, { workers, isNew });
    this.#workspaces = workspaces;
    localStorage.setItem(LAST_OPEN, id);
  }
}

/** The id of a workspace, which is made where there is none. */
async function orMade(known: WorkspaceInfo | undefined): Promise<string> {
  return (known ?? (await createWorkspace(NAME))).id;
}
