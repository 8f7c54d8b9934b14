/** Storage's door. */
export {
  createWorkspace,
  listWorkspaces,
  removeWorkspace,
  renameWorkspace,
  type WorkspaceInfo,
} from './directory';
export type { Checkpoints, StoredCheckpoint } from './checkpoints';
export type { Collected, CollectOptions } from './collect';
export type { Documents } from './documents';
export { platformHash, type StorageEffects } from './effects';
export type { FsckOptions, FsckReport } from './fsck';
export type { Lease } from './leases';
export { packWorkspace, type LoamFileOptions } from './loam-file/pack';
export { unpackWorkspace, type Restored } from './loam-file/unpack';
export { live, type Live } from './live';
export type { Snapshot } from './snapshot';
export type { FindField, TableReader } from './tables';
export {
  joinWorkspace,
  openWorkspace,
  type LocalSettings,
  type Usage,
  type WorkspaceStore,
} from './workspace-store';
