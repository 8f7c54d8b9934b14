/**
 * Protocol Buffers as fields one after another, from bytes that may be hostile: nothing is read past the end of a message,
 * a message is only looked into by who knows what it is, and so nothing nests deeper than the code that reads it.
 * Wire format: https://protobuf.dev/programming-guides/encoding
 */
import { unreadable } from './unreadable';

const TWO_32 = 4294967296;
const LONGEST_VARINT = 10;
/** Of one text. */
const MOST_TEXT = 1 << 16;

const text = new TextDecoder('utf-8', { fatal: true });

/** One field: a whole number, or the bytes of it. `end`: where the next one begins in the message. */
export type WireField =
  | { field: number; end: number; wire: 'varint'; value: number }
  | { field: number; end: number; wire: 'fixed64' | 'fixed32' | 'bytes'; bytes: Uint8Array };

class Cursor {
  at = 0;

  constructor(readonly bytes: Uint8Array) {}

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  /** As int64: a number past 2^53 is rounded. */
  varint(): number {
    let low = 0;
    let high = 0;
    for (let i = 0; i < LONGEST_VARINT; i++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw unreadable('it ends within a number');
      const bits = byte & 127;
      if (i < 4) low += bits * 2 ** (7 * i);
      else if (i === 4) {
        low += (bits & 15) * 2 ** 28;
        high += bits >> 4;
      } else high += bits * 2 ** (7 * i - 32);
      if (byte < 128) {
        high %= TWO_32;
        return high >= TWO_32 / 2 ? (high - TWO_32) * TWO_32 + low : high * TWO_32 + low;
      }
    }
    throw unreadable('a number that is too long');
  }

  take(length: number): Uint8Array {
    if (length < 0 || length > this.bytes.length - this.at) {
      throw unreadable('it ends within a field');
    }
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/** @throws LoamError `model-unreadable` */
export function* wireFields(message: Uint8Array): Generator<WireField> {
  const cursor = new Cursor(message);
  while (!cursor.done) {
    const tag = cursor.varint();
    const field = Math.floor(tag / 8);
    if (field < 1 || field > 536870911) throw unreadable('a field without a number');
    switch (tag % 8) {
      case 0: {
        const value = cursor.varint();
        yield { field, end: cursor.at, wire: 'varint', value };
        break;
      }
      case 1: {
        const bytes = cursor.take(8);
        yield { field, end: cursor.at, wire: 'fixed64', bytes };
        break;
      }
      case 2: {
        const bytes = cursor.take(cursor.varint());
        yield { field, end: cursor.at, wire: 'bytes', bytes };
        break;
      }
      case 5: {
        const bytes = cursor.take(4);
        yield { field, end: cursor.at, wire: 'fixed32', bytes };
        break;
      }
      default:
        throw unreadable('a field of an unknown kind');
    }
  }
}

function mismatch(field: WireField): never {
  throw unreadable(`field ${field.field} has another kind than it should`);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function messageOf(field: WireField): Uint8Array {
  return field.wire === 'bytes' ? field.bytes : mismatch(field);
}

export function intOf(field: WireField): number {
  return field.wire === 'varint' ? field.value : mismatch(field);
}

export function floatOf(field: WireField): number {
  return field.wire === 'fixed32' ? viewOf(field.bytes).getFloat32(0, true) : mismatch(field);
}

export function textOf(field: WireField): string {
  const bytes = messageOf(field);
  if (bytes.length > MOST_TEXT) throw unreadable('a text that is too long');
  try {
    return text.decode(bytes);
  } catch (cause) {
    throw unreadable('a text that is no UTF-8', cause);
  }
}

/** Adds one number, or a packed run of them. */
export function addInts(list: number[], field: WireField): void {
  if (field.wire === 'varint') list.push(field.value);
  else {
    const cursor = new Cursor(messageOf(field));
    while (!cursor.done) list.push(cursor.varint());
  }
}

/** Adds one number, or a packed run of them. */
export function addFloats(list: number[], field: WireField): void {
  const bytes = field.wire === 'fixed32' ? field.bytes : messageOf(field);
  if (bytes.length % 4 !== 0) throw unreadable('numbers that are cut off');
  const view = viewOf(bytes);
  for (let at = 0; at < bytes.length; at += 4) list.push(view.getFloat32(at, true));
}

/** Adds one number, or a packed run of them. */
export function addDoubles(list: number[], field: WireField): void {
  const bytes = field.wire === 'fixed64' ? field.bytes : messageOf(field);
  if (bytes.length % 8 !== 0) throw unreadable('numbers that are cut off');
  const view = viewOf(bytes);
  for (let at = 0; at < bytes.length; at += 8) list.push(view.getFloat64(at, true));
}
