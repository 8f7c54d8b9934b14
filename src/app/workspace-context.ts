/** What work in an open workspace stands on; `Session` is the one implementation. */
import type { Found, Wanted } from '../core/formats/read-format';
import type { Link } from '../core/hash/digest';
import type { Operation } from '../core/log/types';
import type { Lease, WorkspaceStore } from '../storage';
import type { AppEffects } from './effects';
import type { StorageStatus } from './storage-status.svelte';
import type { WorkerClients } from './worker-clients';

export interface LeasedWork<T> {
  /** Recorded in one commit that ends the lease; none records nothing. */
  ops: Operation[];
  value: T;
}

export interface WorkspaceContext {
  readonly id: string;
  readonly store: WorkspaceStore;
  readonly workers: WorkerClients;
  readonly effects: AppEffects;
  readonly storage: StorageStatus;
  /** @throws LoamError `object-missing`, `object-damaged` where it is no such manifest, `newer-data` */
  json<W extends Wanted>(link: Link, format: W): Promise<Found<W>>;
  /** Work that writes objects and then names them: the lease ends with the commit, or on any failure. */
  underLease<T>(work: (lease: Lease) => Promise<LeasedWork<T>>): Promise<T>;
}
