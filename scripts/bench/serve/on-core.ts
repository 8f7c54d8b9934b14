/**
 * Processes on cores of their own, so that the scheduler cannot put the load beside one server and apart from another: an
 * answer that must wake the other core takes a fifth longer than one that need not.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Of the server that is asked; the others idle meanwhile. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

const canChoose =
  process.platform === 'linux' &&
  availableParallelism() > LOAD_CORE &&
  spawnSync('taskset', ['-c', `${SERVER_CORE},${LOAD_CORE}`, 'true']).status === 0;

/** Node with these words, as a program and its words; on a core where the system lets one choose. */
export function nodeOnCore(core: number, words: readonly string[]): [string, string[]] {
  return canChoose
    ? ['taskset', ['-c', String(core), process.execPath, ...words]]
    : [process.execPath, [...words]];
}
