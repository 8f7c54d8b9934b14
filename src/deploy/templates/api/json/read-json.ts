/**
 * A body as JSON, read once and looked through once: not deep, and without the names that reach an object's
 * prototype. Plain reading is `JSON.parse`; only a body with whole numbers past 2^53 is read by exact-json.ts.
 */
import { isUtf8 } from 'node:buffer';
import { Refused } from '../http-error';
import { parseExactly } from './exact-json';

const MOST_LEVELS = 16;
/** A whole number of 16 digits or more, after what may stand before a number. */
const LONG_WHOLE_NUMBER = /[[:,\s]-?\d{16,}(?![\d.eE])/;

function badJson(reason: string): Refused {
  return new Refused('bad-json', `the body ${reason}`);
}

function look(value: unknown, levels: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (levels === 0) throw badJson(`has more than ${MOST_LEVELS} levels of lists and objects`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const each: unknown = value[i];
      if (typeof each === 'object') look(each, levels - 1);
    }
    return;
  }
  for (const name in value) {
    if (name === '__proto__') throw badJson('has a field named __proto__, which is not taken');
    const each = (value as Record<string, unknown>)[name];
    if (typeof each !== 'object' || each === null) continue;
    if (name === 'constructor' && Object.hasOwn(each, 'prototype')) {
      throw badJson('has a field constructor.prototype, which is not taken');
    }
    look(each, levels - 1);
  }
}

export function textOfBody(body: Buffer): string {
  if (body.length === 0) throw badJson('is empty, and JSON was expected');
  const text = body.toString('utf8');
  // What is not UTF-8 is decoded to this, which may also have been sent: only then all bytes are looked at.
  if (text.includes('\ufffd') && !isUtf8(body)) throw badJson('is not UTF-8');
  return text;
}

function parsed(parse: () => unknown): unknown {
  let value: unknown;
  try {
    value = parse();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw badJson(`is not JSON: ${(error as Error).message.slice(0, 120)}`);
  }
  look(value, MOST_LEVELS);
  return value;
}

/** Numbers as doubles. @throws Refused `bad-json` */
export function readJson(body: Buffer): unknown {
  const text = textOfBody(body);
  return parsed(() => JSON.parse(text));
}

/** Whole numbers that a double may not hold are bigints. @throws Refused `bad-json` */
export function readExactJson(body: Buffer): unknown {
  const text = textOfBody(body);
  return parsed(() => (LONG_WHOLE_NUMBER.test(text) ? parseExactly(text) : JSON.parse(text)));
}
