/** The brief of one data and target, current also with what other tabs save. */
import { loadBrief } from '../app/commands/save-brief';
import type { Session } from '../app/session.svelte';
import type { Brief } from '../core/brief/types';

export class FollowedBrief {
  #value = $state.raw<Brief | null>(null);
  #loaded = $state.raw(false);

  /** Made while a component is, and follows as long as it stands; `of` may change. */
  constructor(session: Session, of: () => Pick<Brief, 'dataset' | 'target'> | null) {
    const dataset = $derived(of()?.dataset ?? null);
    const target = $derived(of()?.target ?? null);
    $effect(() => {
      this.#value = null;
      this.#loaded = false;
      if (dataset === null || target === null) return;
      const [name, column] = [dataset, target];
      const query = session.follow(
        (store) => store.find('briefs', 'dataset', name),
        () => loadBrief(session, name, column),
      );
      $effect(() => {
        this.#value = query.value;
        this.#loaded = query.loaded;
      });
      return () => query.close();
    });
  }

  /** Null until it is there, and where nobody wrote one. */
  get value(): Brief | null {
    return this.#value;
  }

  get loaded(): boolean {
    return this.#loaded;
  }
}
