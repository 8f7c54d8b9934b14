/** Files that are no text whatever they are called. */
const SIGNATURES: [kind: string, start: number[]][] = [
  ['PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG image', [0xff, 0xd8, 0xff]],
  ['GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['ZIP archive or Excel workbook', [0x50, 0x4b, 3, 4]],
  ['old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['gzip archive', [0x1f, 0x8b]],
  ['bzip2 archive', [0x42, 0x5a, 0x68]],
  ['xz archive', [0xfd, 0x37, 0x7a, 0x58]],
  ['Zstandard archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ['WebAssembly module', [0, 0x61, 0x73, 0x6d]],
  ['executable', [0x7f, 0x45, 0x4c, 0x46]],
];

/** What the bytes are, in words; null where they may be text in an encoding of one byte and more. */
export function notText(head: Uint8Array): string | null {
  for (const [kind, start] of SIGNATURES) {
    if (start.every((byte, i) => head[i] === byte)) return kind;
  }
  const length = Math.min(head.length, 65_536);
  let controls = 0;
  for (let i = 0; i < length; i++) {
    const byte = head[i]!;
    if (byte < 32 && (byte < 9 || byte > 13) && byte !== 27) controls++;
  }
  return controls > 0.1 * length ? 'binary file' : null;
}
