import * as aq from 'arquero';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import cageTf from 'virtual:loam-template/cage-tf';
import { analyseCell } from '../../../../src/kernel/analysis';
import { plot } from '../../../../src/kernel/cage/plot';
import { LOAM_DOCS } from '../../../../src/kernel/library';
import { kernelInNode } from '../../../support/node-kernel';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../support/notebook-place';
import { runCell } from '../../../support/run-cell';

let place: NotebookPlace;
/** The cell that declares each name, in the examples that have several. */
const declared: Record<string, string> = {};

/** The names that cells declare, with what they are. */
async function namesOf(cells: readonly string[]): Promise<Record<string, unknown>> {
  const names: Record<string, unknown> = {};
  for (const source of cells) {
    const here = analyseCell(source).declares.map(({ name }) => name);
    for (const name of here) declared[name] = source;
    Object.assign(names, await runCell(`${source}\n;({ ${here.join(', ')} })`, names));
  }
  return names;
}

beforeAll(async () => {
  place = await notebookPlace({
    plot,
    effects: { wait: () => new Promise((go) => setTimeout(go, 5)) },
    desk: {
      cellsBehind: (name) =>
        declared[name] ? [{ cell: 'd', source: declared[name], modules: [] }] : null,
    },
    startKernel: kernelInNode(cageTf),
  });
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
    async (_, { cells = [], example }) => {
      const answer = await runCell(example, { loam: place.loam, aq, ...(await namesOf(cells)) });
      expect(answer).toBeDefined();
      expect(answer).not.toBeNull();
    },
    60_000,
  );
});
