/** Lines of JSON on standard output: one event each, with its time and level. */
import type { Effects } from './effects';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Log {
  /** Whether each answered request is worth a line. */
  logsRequests: boolean;
  write(level: LogLevel, event: string, facts?: Record<string, unknown>): void;
}

export function makeLog(least: LogLevel, { date, writeLog }: Effects): Log {
  const most = LOG_LEVELS.indexOf(least);
  return {
    logsRequests: least === 'debug',
    write(level, event, facts = {}) {
      if (LOG_LEVELS.indexOf(level) > most) return;
      writeLog(JSON.stringify({ time: date(), level, event, ...facts }));
    },
  };
}
