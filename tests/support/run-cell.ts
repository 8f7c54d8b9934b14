/** Runs code as a cell does: the value of its last expression is the answer. Plain JavaScript only. */
import { parse } from 'acorn';

export async function runCell(code: string, names: Record<string, unknown>): Promise<unknown> {
  const { body } = parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    allowAwaitOutsideFunction: true,
  });
  const last = body.at(-1);
  const answering =
    last?.type === 'ExpressionStatement'
      ? `${code.slice(0, last.start)}return (${code.slice(last.start, last.end).replace(/;\s*$/, '')});`
      : code;
  const AsyncFunction = (async () => undefined).constructor as new (
    ...a: string[]
  ) => (...a: unknown[]) => Promise<unknown>;
  return new AsyncFunction(...Object.keys(names), answering)(...Object.values(names));
}
