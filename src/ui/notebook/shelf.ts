/** Where screens find the notebooks of the open workspace. */
import type { NotebookShelf } from '../../app/notebook/shelf-types';
import type { Session } from '../../app/session.svelte';

/** Null where this workspace keeps none. */
export function shelfOf(session: Session): NotebookShelf | null {
  return (session as Session & { notebooks?: NotebookShelf }).notebooks ?? null;
}
