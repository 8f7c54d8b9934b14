import * as aq from 'arquero';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOAM_DOCS } from '../../../../src/kernel/library';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../support/notebook-place';
import { runCell } from '../../../support/run-cell';

let place: NotebookPlace;

beforeAll(async () => {
  place = await notebookPlace({ effects: { wait: () => new Promise((go) => setTimeout(go, 5)) } });
  await place.add('churn', sampleLines('churn.csv', 600));
  await place.add('digits', sampleLines('digits.csv', 300));
});

afterAll(() => place.close());

describe('the documentation of the library', () => {
  it('names each thing once, with a signature and whole sentences', () => {
    expect(new Set(LOAM_DOCS.map(({ name }) => name)).size).toBe(LOAM_DOCS.length);
    for (const { name, signature, text } of LOAM_DOCS) {
      expect(signature, name).toContain(name.split('.').at(-1)!);
      expect(text, name).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('covers every verb and every kind of model that the library has', () => {
    const { loam } = place;
    const names = new Set(LOAM_DOCS.map(({ name }) => name));
    for (const verb of Object.keys(loam)) expect(names, verb).toContain(`loam.${verb}`);
    for (const kind of Object.keys(loam.model)) expect(names, kind).toContain(`loam.model.${kind}`);
  });

  it.each(LOAM_DOCS.map((doc) => [doc.name, doc] as const))(
    'has an example of %s that runs and answers something',
    async (_, { example }) => {
      const answer = await runCell(example, { loam: place.loam, aq });
      expect(answer).toBeDefined();
      expect(answer).not.toBeNull();
    },
    60_000,
  );
});
