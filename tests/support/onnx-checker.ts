/** The checker of python3-onnx, where there is one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's Python with python3-onnx, or another that is named. */
const python = process.env.LOAM_PYTHON ?? '/usr/bin/python3';
export const hasChecker = spawnSync(python, ['-c', 'import onnx']).status === 0;
if (!hasChecker) console.log(`The checker of python3-onnx was not asked: ${python} has no onnx.`);

const SCRIPT = [
  'import onnx, sys',
  'from onnx import checker, shape_inference',
  'for path in sys.argv[1:]:',
  '  model = onnx.load(path)',
  '  checker.check_model(model, full_check=True)',
  '  shape_inference.infer_shapes(model, strict_mode=True)',
].join('\n');

/** Whether it takes all of them, and what it says where it does not. */
export function askChecker(models: readonly Uint8Array[]): {
  status: number | null;
  stderr: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'loam-onnx-'));
  const files = models.map((bytes, i) => {
    const path = join(folder, `${i}.onnx`);
    writeFileSync(path, bytes);
    return path;
  });
  const { status, stderr } = spawnSync(python, ['-c', SCRIPT, ...files], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return { status, stderr };
}
