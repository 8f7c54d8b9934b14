import { describe, expect, it } from 'vitest';
import { ERROR_CODES, LoamError } from '../../../src/core/errors';
import { explain } from '../../../src/core/messages';

describe('messages', () => {
  it.each(ERROR_CODES)(
    'say what happened, what was kept and what to do for %s without any fact',
    (code) => {
      const sentences = Object.values(explain(new LoamError(code)));
      expect(sentences).toHaveLength(3);
      for (const sentence of sentences) {
        expect(sentence).toMatch(/^[A-Z“].*\.$/);
        expect(sentence).not.toMatch(/undefined|%|\s{2}|null/);
      }
    },
  );

  it('are different for every code', () => {
    const all = ERROR_CODES.map((code) => explain(new LoamError(code)).what);
    expect(new Set(all).size).toBe(all.length);
  });

  it('fill in the facts that are given', () => {
    const error = new LoamError('file-unbalanced-quote', { name: 'a$&.csv', line: 7 });
    expect(explain(error).what).toBe(
      '“a$&.csv” has a quote that is opened on line 7 and never closed.',
    );
  });

  it('add the reason, with a percent sign left as it is', () => {
    const error = new LoamError('internal', { message: '100% odd' });
    expect(explain(error).what).toBe('Something went wrong inside Loam. (100% odd)');
  });
});
