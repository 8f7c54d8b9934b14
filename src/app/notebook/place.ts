/** What notebooks stand on: the open workspace, and its trainings. */
import type { ActiveRuns } from '../active-runs.svelte';
import type { ActiveStudies } from '../studies/active-studies.svelte';
import type { WorkspaceContext } from '../workspace-context';

export type NotebookPlace = WorkspaceContext & {
  readonly runs: ActiveRuns;
  readonly studies: ActiveStudies;
};
