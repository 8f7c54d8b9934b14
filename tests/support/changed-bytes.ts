/** Places in the files of a bundle to change one byte at: every file in turn, each of its bytes as likely as any other. */
import { stream } from '../../src/core/random/philox';
import type { BundleFiles } from '../../src/deploy/bundle';

export interface ChangedByte {
  path: string;
  at: number;
  /** What the byte is combined with by exclusive or: 1 to 255. */
  flip: number;
}

const SEED = Number(process.env.LOAM_SEED ?? 20_261_128);

export function changedBytes(files: BundleFiles, count: number, name: string): ChangedByte[] {
  const random = stream(SEED, `changed bytes: ${name}`);
  const all = [...files].filter(([, bytes]) => bytes.length > 0);
  return Array.from({ length: count }, (_, i) => {
    const [path, bytes] = all[i % all.length]!;
    const at = Math.floor(random.uniform(2 * i) * bytes.length);
    return { path, at, flip: 1 + Math.floor(random.uniform(2 * i + 1) * 255) };
  });
}

export function withChangedByte(files: BundleFiles, { path, at, flip }: ChangedByte): BundleFiles {
  const bytes = files.get(path)!.slice();
  bytes[at] = bytes[at]! ^ flip;
  return new Map(files).set(path, bytes);
}
