/**
 * A worker's calls open their workspace and close it again. Where one follows the other, the store stays open
 * between them: opening takes longer than most answers.
 */
interface Store {
  readonly isOpen: boolean;
  close(): void;
}

interface Held<S> {
  workspace: string;
  opening: Promise<S>;
  store: S | null;
  users: number;
}

/**
 * `open`, with the store of the last workspace kept; `close` of what it answers ends one use. Leases taken of
 * such a store are the caller's to let go of.
 */
export function keepOpen<S extends Store>(
  open: (workspace: string) => Promise<S>,
): (workspace: string) => Promise<S> {
  let last: Held<S> | null = null;

  function closeUnused(held: Held<S>): void {
    if (held.users === 0 && held !== last) held.store?.close();
  }

  function hold(workspace: string): Held<S> {
    const usable = last?.workspace === workspace && last.store?.isOpen !== false;
    if (last && usable) return last;
    const before = last;
    const held: Held<S> = { workspace, opening: open(workspace), store: null, users: 0 };
    last = held;
    if (before) closeUnused(before);
    return held;
  }

  return async (workspace) => {
    const held = hold(workspace);
    held.users++;
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      held.users--;
      closeUnused(held);
    };
    try {
      held.store = await held.opening;
    } catch (error) {
      if (last === held) last = null;
      end();
      throw error;
    }
    return Object.create(held.store, { close: { value: end } }) as S;
  };
}
