/**
 * Files whose numbers lie in others beside them, as exporters write them from some size on (PyTorch's from 256 bytes per tensor): made one
 * file again, as if it had been saved as one. Nothing is fetched; a file that was not chosen is asked for by name.
 * Keys: https://github.com/onnx/onnx/blob/main/docs/ExternalData.md
 */
import { ProtobufWriter } from '../protobuf';
import { intOf, messageOf, textOf, wireFields, type WireField } from './protobuf-reader';
import { shown, unreadable } from './unreadable';

/** Of the whole file that is made: a little more than the files together may be, which is what it is unless bytes are taken twice. */
const MOST_BYTES = 9 << 24;
const SPARE = 64;

const INITIALISER = 5;
const GRAPH = 7;
const RAW_DATA = 9;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;

interface External {
  tensor: string;
  /** The file, without folders. */
  location: string;
  offset: number;
  /** Bytes; null for all that follow. */
  length: number | null;
}

/** A message with some of its fields written anew, the others byte by byte as they are. */
function rewritten(
  message: Uint8Array,
  change: (field: WireField) => ProtobufWriter | null,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let from = 0;
  let start = 0;
  for (const field of wireFields(message)) {
    const changed = change(field);
    if (changed) {
      parts.push(message.subarray(from, start), changed.finish());
      from = field.end;
    }
    start = field.end;
  }
  parts.push(message.subarray(from));
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Null for a tensor that holds its numbers. */
function readExternal(tensor: Uint8Array): External | null {
  const entries = new Map<string, string>();
  let name = '';
  let external = false;
  for (const field of wireFields(tensor)) {
    if (field.field === 8) name = textOf(field);
    else if (field.field === DATA_LOCATION) external = intOf(field) === 1;
    else if (field.field === EXTERNAL_DATA) {
      let key = '';
      let value = '';
      for (const part of wireFields(messageOf(field))) {
        if (part.field === 1) key = textOf(part);
        else if (part.field === 2) value = textOf(part);
      }
      entries.set(key, value);
    }
  }
  if (!external) return null;
  const number = (key: string) => (entries.has(key) ? Number(entries.get(key)) : null);
  const [offset, length] = [number('offset') ?? 0, number('length')];
  const fits = [offset, length ?? 0].every((n) => Number.isSafeInteger(n) && n >= 0);
  const location = (entries.get('location') ?? '').split(/[/\\]/).at(-1)!;
  if (!fits || location === '') throw unreadable(`where the numbers of “${shown(name)}” are`);
  return { tensor: name, location, offset, length };
}

function withNumbers(tensor: Uint8Array, numbers: Uint8Array): ProtobufWriter {
  const nothing = new ProtobufWriter();
  const rest = rewritten(tensor, ({ field }) =>
    field === EXTERNAL_DATA || field === DATA_LOCATION ? nothing : null,
  );
  const raw = new ProtobufWriter().bytes(RAW_DATA, numbers).finish();
  const whole = new Uint8Array(rest.length + raw.length);
  whole.set(rest);
  whole.set(raw, rest.length);
  return new ProtobufWriter().bytes(INITIALISER, whole);
}

export interface Joined {
  bytes: Uint8Array;
  /** Names of the files that numbers were taken from. */
  used: Set<string>;
}

/**
 * @param files by name, without folders
 * @returns the file itself where its numbers are in it
 * @throws LoamError `model-unreadable` for what is no ONNX file, for a file that is not among `files`, or numbers past its end
 */
export function withExternalData(
  model: Uint8Array,
  files: ReadonlyMap<string, Uint8Array>,
): Joined {
  const used = new Set<string>();
  let total = model.length;
  const initialiser = (field: WireField): ProtobufWriter | null => {
    if (field.field !== INITIALISER) return null;
    const tensor = messageOf(field);
    const external = readExternal(tensor);
    if (!external) return null;
    const { location, offset, length } = external;
    const called = `the numbers of the tensor “${shown(external.tensor)}”`;
    const file = files.get(location);
    if (!file) throw unreadable(`${called} are in ${shown(location)}: choose that file as well`);
    const end = length === null ? file.length : offset + length;
    if (offset > end || end > file.length)
      throw unreadable(`${called} end past ${shown(location)}`);
    total += end - offset + SPARE;
    if (total > MOST_BYTES) throw unreadable(`it is larger than ${MOST_BYTES} bytes`);
    used.add(location);
    return withNumbers(tensor, file.subarray(offset, end));
  };
  const graph = (field: WireField): ProtobufWriter | null => {
    if (field.field !== GRAPH) return null;
    const whole = rewritten(messageOf(field), initialiser);
    return used.size === 0 ? null : new ProtobufWriter().bytes(GRAPH, whole);
  };
  const bytes = rewritten(model, graph);
  return used.size === 0 ? { bytes: model, used } : { bytes, used };
}
