import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../../../src/deploy/templates/api/gate/read-body';
import { Refused } from '../../../../../src/deploy/templates/api/http-error';

const LIMIT = 8;

/** A body on its way, and what was made of it: its text, or the class of its refusal. */
function arriving(announced: number | null) {
  const headers = announced === null ? {} : { 'content-length': String(announced) };
  const stream = Object.assign(new PassThrough(), { headers });
  const made: string[] = [];
  readBody(stream as unknown as IncomingMessage, LIMIT, (error, body) =>
    made.push(error instanceof Refused ? error.refusal : String(error ?? body)),
  );
  return { stream, made };
}

const later = () => new Promise((resolve) => setTimeout(resolve));

describe('a body', () => {
  it('is there with its last byte, before the stream has ended', async () => {
    const { stream, made } = arriving(4);
    stream.write('{"a');
    await later();
    expect(made).toEqual([]);
    stream.write('}');
    await later();
    expect(made).toEqual(['{"a}']);
    stream.end();
    await later();
    expect(made).toHaveLength(1);
  });

  it('whose length is not announced is there at its end', async () => {
    const { stream, made } = arriving(null);
    stream.write('[1');
    stream.write(']');
    await later();
    expect(made).toEqual([]);
    stream.end();
    await later();
    expect(made).toEqual(['[1]']);
  });

  it('may be empty', async () => {
    const { stream, made } = arriving(0);
    stream.end();
    await later();
    expect(made).toEqual(['']);
  });

  it('is taken at the limit, and refused one byte over, announced or not', async () => {
    for (const announce of [true, false]) {
      for (const [length, outcome] of [
        [LIMIT, 'x'.repeat(LIMIT)],
        [LIMIT + 1, 'too-large'],
      ] as const) {
        const { stream, made } = arriving(announce ? length : null);
        stream.end('x'.repeat(length));
        await later();
        expect(made).toEqual([outcome]);
        // What was not looked at holds nothing up; of what is announced as too large nothing is read.
        expect(stream.readableEnded).toBe(length === LIMIT || !announce);
      }
    }
  });

  it('that breaks off is refused', async () => {
    const { stream, made } = arriving(6);
    stream.write('[1');
    await later();
    stream.destroy(new Error('aborted'));
    await later();
    expect(made).toEqual(['bad-request']);
  });
});
