/** What the server takes from the outside world; tests hand in their own. */
export interface Effects {
  /** Milliseconds that only go forward. */
  elapsed(): number;
  /** Now, as ISO 8601. */
  date(): string;
  /** Takes one line of the log, without its line end. */
  writeLog(line: string): void;
}

export const defaultEffects: Effects = {
  elapsed: () => performance.now(),
  date: () => new Date().toISOString(),
  writeLog: (line) => void process.stdout.write(`${line}\n`),
};
