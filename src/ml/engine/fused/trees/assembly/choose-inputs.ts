/** Which inputs a split may use: those of its tree, or a draw of its own. */
import { Problem } from './problem';

/** Fills `problem.active`, ascending; returns how many. */
export function chooseInputs(problem: Problem, node: u32): u32 {
  const chosen = problem.chosen;
  const active = problem.active;
  if (problem.perSplit) draw(problem, problem.choice + ((<usize>node * chosen) << 2));
  else memory.copy(active, problem.choice, (<usize>chosen) << 2);
  return chosen;
}

/** The first steps of a Fisher-Yates shuffle, one random word each, then sorted. */
function draw(problem: Problem, words: usize): void {
  const active = problem.active;
  const inputs = problem.inputs;
  const chosen = problem.chosen;
  for (let i: u32 = 0; i < inputs; i++) store<u32>(active + (i << 2), i);
  for (let i: u32 = 0; i < chosen; i++) {
    const word = <u64>load<u32>(words + (i << 2));
    const j = i + <u32>((word * <u64>(inputs - i)) >> 32);
    const drawn = load<u32>(active + (j << 2));
    store<u32>(active + (j << 2), load<u32>(active + (i << 2)));
    let at = i;
    // What was drawn is kept sorted; the slot at i is free.
    for (; at > 0 && load<u32>(active + ((at - 1) << 2)) > drawn; at--) {
      store<u32>(active + (at << 2), load<u32>(active + ((at - 1) << 2)));
    }
    store<u32>(active + (at << 2), drawn);
  }
}
