/** Answers of which some memory is handed over to the cage instead of copied; the sender's is empty afterwards. */

const lists = new WeakMap<object, Transferable[]>();

export function handingOver<T extends object>(answer: T, memory: Transferable[]): T {
  lists.set(answer, memory);
  return answer;
}

export function memoryOf(answer: unknown): Transferable[] {
  return typeof answer === 'object' && answer !== null ? (lists.get(answer) ?? []) : [];
}
