/** A bundle as one zip: the same bytes for the same files, whenever and wherever it is packed. */
import { zipSync, type Zippable } from 'fflate';
import { digestOf } from '../../core/hash/digest';
import { COMMENT_LENGTH_AT, END_BYTES, sealOf } from './zip-form';
import type { BundleFiles } from './types';

/** fflate writes the local time of a date; this is midnight of 1980-01-01 in every zone. */
const START_OF_ZIP = new Date(1980, 0, 1);

/** The archive's comment names the SHA-256 of all before it, so that every byte of the zip counts. */
export function zipBundle(files: BundleFiles): Uint8Array {
  const entries: Zippable = {};
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    entries[path] = bytes;
  const zip = zipSync(entries, { level: 9, mtime: START_OF_ZIP, os: 3, attrs: 0o100644 << 16 });
  const length = sealOf('').length;
  new DataView(zip.buffer, zip.byteOffset).setUint16(
    zip.length - END_BYTES + COMMENT_LENGTH_AT,
    length,
    true,
  );
  const sealed = new Uint8Array(zip.length + length);
  sealed.set(zip);
  sealed.set(sealOf(digestOf(zip)), zip.length);
  return sealed;
}
