/** The console that a cell has. What it cannot show (groups, timers) is taken and says nothing. */
import type { ConsoleLine } from '../protocol';

type Write = (level: ConsoleLine['level'], values: unknown[]) => void;

export function consoleOf(write: Write): Record<string, (...values: unknown[]) => void> {
  const at =
    (level: ConsoleLine['level']) =>
    (...values: unknown[]) =>
      write(level, values);
  const nothing = () => undefined;
  return {
    log: at('log'),
    debug: at('log'),
    dir: at('log'),
    table: at('log'),
    group: at('log'),
    trace: at('log'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    assert: (holds, ...values) => {
      if (!holds) write('error', ['Assertion failed', ...values]);
    },
    groupCollapsed: at('log'),
    groupEnd: nothing,
    clear: nothing,
    count: nothing,
    countReset: nothing,
    time: nothing,
    timeEnd: nothing,
    timeLog: nothing,
  };
}
