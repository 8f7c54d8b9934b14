/** What notebooks stand on: the open workspace, and its trainings. */
import type { ActiveRuns } from '../active-runs.svelte';
import type { WorkspaceContext } from '../workspace-context';

export type NotebookPlace = WorkspaceContext & { readonly runs: ActiveRuns };
