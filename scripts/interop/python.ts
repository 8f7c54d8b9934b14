/** A Python with the tools in it, and the checks that it runs. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Report, Status } from './report';

const HERE = import.meta.dirname;

interface Python {
  command: string;
}

function attempt(command: string, args: string[]): string | null {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return null;
  return error?.message ?? (stderr.trim().split('\n').at(-1) || `ended with ${status}`);
}

/** Where the packages cannot be had, why. */
export function openPython(root: string): Python | { missing: string } {
  const given = process.env.LOAM_INTEROP_PYTHON;
  if (given) return { command: given };
  const venv = join(root, 'venv');
  const noVenv = attempt('python3', ['-m', 'venv', venv]);
  if (noVenv !== null) return { missing: `no Python virtual environment could be made: ${noVenv}` };
  const command = join(venv, process.platform === 'win32' ? 'Scripts/python' : 'bin/python');
  console.log('Installing the tools of other formats from PyPI ...');
  const packages = ['-m', 'pip', 'install', '--quiet', '--requirement'];
  const noPackages = attempt(command, [...packages, join(HERE, 'requirements.txt')]);
  if (noPackages !== null) return { missing: `PyPI gave no packages: ${noPackages}` };
  return { command };
}

interface CheckLine {
  status: Status;
  name: string;
  detail: string;
}

/** One process per tool, so that none takes others down with it. */
export function runCheck({ command }: Python, tool: string, root: string, report: Report): void {
  const { stdout, stderr, status } = spawnSync(command, [join(HERE, 'checks.py'), tool, root], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, HF_HUB_OFFLINE: '1', MLFLOW_DISABLE_TELEMETRY: 'true' },
  });
  for (const line of (stdout ?? '').split('\n').filter((text) => text.startsWith('{"status"'))) {
    const { status: outcome, name, detail } = JSON.parse(line) as CheckLine;
    report.add(outcome, `${tool}: ${name}`, detail);
  }
  if (status !== 0) {
    report.add('failed', tool, (stderr ?? '').trim().split('\n').slice(-3).join(' | '));
  }
}
