/** A Python with the tools in it, and the checks that it runs. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Report, Status } from './report';

const HERE = import.meta.dirname;

export interface Toolbox {
  /** Of its environment, below the temporary folder. */
  name: string;
  /** Beside this file. */
  requirements: string;
  /** Environment variable that names an interpreter which has them already. */
  given: string;
}

interface Python {
  command: string;
}

function attempt(command: string, args: string[]): string | null {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return null;
  return error?.message ?? (stderr.trim().split('\n').at(-1) || `ended with ${status}`);
}

/** Where the packages cannot be had, why. */
export function openPython(
  root: string,
  { name, requirements, given }: Toolbox,
): Python | { missing: string } {
  const own = process.env[given];
  if (own) return { command: own };
  const venv = join(root, name);
  const noVenv = attempt('python3', ['-m', 'venv', venv]);
  if (noVenv !== null) return { missing: `no Python virtual environment could be made: ${noVenv}` };
  const command = join(venv, process.platform === 'win32' ? 'Scripts/python' : 'bin/python');
  console.log(`Installing ${requirements} from PyPI ...`);
  const packages = ['-m', 'pip', 'install', '--quiet', '--requirement'];
  const noPackages = attempt(command, [...packages, join(HERE, requirements)]);
  if (noPackages !== null) return { missing: `PyPI gave no packages: ${noPackages}` };
  return { command };
}

interface CheckLine {
  status: Status;
  name: string;
  detail: string;
}

export interface CheckScript {
  /** Beside this file. */
  file: string;
  tools: readonly string[];
}

function runCheck(
  { command }: Python,
  file: string,
  tool: string,
  root: string,
  report: Report,
): void {
  const { stdout, stderr, status } = spawnSync(command, [join(HERE, file), tool, root], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: {
      ...process.env,
      HF_HUB_OFFLINE: '1',
      MLFLOW_DISABLE_TELEMETRY: 'true',
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  const lines = (stdout ?? '').split('\n').filter((text) => text.startsWith('{"status"'));
  for (const line of lines) {
    const { status: outcome, name, detail } = JSON.parse(line) as CheckLine;
    report.add(outcome, `${tool}: ${name}`, detail);
  }
  if (status !== 0) {
    report.add('failed', tool, (stderr ?? '').trim().split('\n').slice(-3).join(' | '));
  } else if (lines.length === 0) report.add('failed', tool, 'it checked nothing');
}

/** One process per tool, so that none takes others down with it. */
export function runChecks(
  python: Python | { missing: string },
  { file, tools }: CheckScript,
  root: string,
  report: Report,
): void {
  for (const tool of tools) {
    if ('missing' in python) report.add('skipped', tool, python.missing);
    else runCheck(python, file, tool, root, report);
  }
}
