/** What a scorer added to each row of a file. */
import { readFile } from 'node:fs/promises';
import Papa from 'papaparse';

/** @param width columns that were there before */
export async function scoredCells(path: string, width: number, rows: number): Promise<string[][]> {
  const [, ...lines] = Papa.parse<string[]>(await readFile(path, 'utf8'), { newline: '\n' }).data;
  return lines.slice(0, rows).map((line) => line.slice(width));
}
