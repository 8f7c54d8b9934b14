/** What the address of a comparison names: runs, and trials of studies. */
export type Compared =
  { type: 'run'; id: string } | { type: 'trial'; study: string; number: number };

const TRIAL = /^([\w-]+):(\d{1,6})$/;

export function readCompared(text: string): Compared {
  const trial = TRIAL.exec(text);
  return trial
    ? { type: 'trial', study: trial[1]!, number: Number(trial[2]) }
    : { type: 'run', id: text };
}

/** As an address names it. */
export function trialRef(study: string, number: number): string {
  return `${study}:${number}`;
}

/** The path of the comparison of these, the reference first. */
export function comparePath(refs: readonly string[]): string {
  return `compare/${refs.join(',')}`;
}

export const MOST_COMPARED = 6;

/** Cells of a table as text to paste elsewhere: a line of names, then one per row. */
export function cellsText(rows: readonly (readonly string[])[], separator: ',' | '\t'): string {
  return rows
    .map((cells) =>
      cells
        .map((cell) =>
          cell.includes(separator) || /["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
        )
        .join(separator),
    )
    .join('\n');
}
