import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoamError, LoamError } from '../../../../src/core/errors';
import { digestOf, identityOf, linkDigest, linkTo } from '../../../../src/core/hash/digest';
import { canonicalBytes, canonicalJson } from '../../../../src/core/json/canonical';
import { buildPage, readPage } from '../../../../src/deploy/page';
import { toBase64 } from '../../../../src/deploy/page/base64';
import {
  asciiJson,
  CLOSE,
  DATA_OPEN,
  SEAL_OPEN,
  SIGNATURE_OPEN,
} from '../../../../src/deploy/page/markup';
import type { PageEnvelope } from '../../../../src/deploy/page/types';
import { start } from '../../../../src/deploy/templates/page/start';
import { bareTemplate } from '../../../support/bare-template';
import { pageInputOf } from '../../../support/page-input';
import { randomData } from '../../../support/page-tables';

const [sample] = fc.sample(randomData, { numRuns: 1, seed: 11 });
const input = pageInputOf({ ...sample!, template: bareTemplate, note: 'naïve </script> note' });
const page = buildPage(input);
const html = new TextDecoder().decode(page);
const bytesOf = (text: string) => new TextEncoder().encode(text);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof LoamError ? error.code : `not a LoamError: ${String(error)}`;
  }
  return 'nothing thrown';
}

/** What the page's own script would see, as far as it looks. */
function startOf(bytes: Uint8Array) {
  const text = new TextDecoder().decode(bytes);
  const inside = (open: string) => {
    const from = text.indexOf(open) + open.length;
    return text.includes(open) ? text.slice(from, text.indexOf(CLOSE, from)) : null;
  };
  const texts = new Map([
    ['loam-page', inside(DATA_OPEN)],
    ['loam-seal', inside(SEAL_OPEN)],
    ['loam-signature', inside(SIGNATURE_OPEN)],
  ]);
  const document = {
    getElementById(id: string) {
      const textContent = texts.get(id) ?? null;
      return textContent === null ? null : { textContent };
    },
  };
  return start(document as unknown as Document);
}

/** A page whose seal and digests are right, around changed values: what a careful forger would send. */
function forged(change: (values: Record<string, unknown>) => void): Uint8Array {
  const contents = readPage(page);
  const values: Record<string, never> = structuredClone({
    card: contents.card,
    golden: contents.golden,
    model: contents.model.manifest,
    preprocessing: contents.model.preprocessing,
    recipe: contents.recipe,
    task: contents.task,
  }) as never;
  change(values);
  const { card, golden, model, preprocessing, recipe, task } = values as Record<
    string,
    Record<string, unknown>
  >;
  const link = (value: unknown) => linkTo(identityOf(value));
  model!.preprocessing = link(preprocessing);
  recipe!.task = link(task);
  golden!.model = link(model);
  Object.assign(card!, {
    model: link(model),
    recipe: link(recipe),
    task: link(task),
    golden: link(golden),
  });
  const objects: Record<string, string> = {};
  for (const value of [card, golden, model, preprocessing, recipe, task]) {
    objects[identityOf(value)] = toBase64(canonicalBytes(value));
  }
  const { weights, manifest } = contents.model;
  objects[linkDigest(manifest.weights!)] = toBase64(weights!);
  const envelope: PageEnvelope = {
    format: 'loam.page/1',
    template: digestOf(bytesOf(bareTemplate)),
    card: link(card),
    objects,
  };
  return sealed(canonicalJson(envelope));
}

function sealed(json: string): Uint8Array {
  const data = asciiJson(json);
  const [head, rest] = html.split(DATA_OPEN) as [string, string];
  const seal = html.split(SEAL_OPEN)[1]!.slice(0, 64);
  const after = rest.slice(rest.indexOf(CLOSE));
  return bytesOf((head + DATA_OPEN + data + after).replace(seal, digestOf(bytesOf(data))));
}

describe('reading a page back', () => {
  it('notices every changed byte, wherever it is', () => {
    fc.assert(
      fc.property(fc.nat(page.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = page.slice();
        changed[at] = (changed[at]! + by) & 255;
        expect(['page-damaged', 'page-not-loam']).toContain(codeOf(() => readPage(changed)));
      }),
      { numRuns: 200 },
    );
  });

  it('refuses at its own start whatever was changed inside its data or its seal', async () => {
    expect((await startOf(page)).type).toBe('ready');
    const from = html.indexOf(DATA_OPEN) + DATA_OPEN.length;
    const to = html.indexOf(CLOSE, from);
    const offset = bytesOf(html.slice(0, from)).length;
    const sealAt = bytesOf(html.slice(0, html.indexOf(SEAL_OPEN) + SEAL_OPEN.length)).length;
    const place = fc.oneof(
      fc.nat(to - from - 1).map((i) => offset + i),
      fc.nat(63).map((i) => sealAt + i),
    );
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = page.slice();
        changed[at] = (changed[at]! + by) & 255;
        expect((await startOf(changed)).type).toBe('refused');
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a page that was cut off anywhere', () => {
    fc.assert(
      fc.property(fc.nat(page.length - 1), (length) => {
        const code = codeOf(() => readPage(page.slice(0, length)));
        expect(['page-damaged', 'page-not-loam']).toContain(code);
      }),
    );
  });

  it('says of other files that they are not pages of Loam', () => {
    for (const other of ['', 'a,b\n1,2\n', '<!doctype html><p>hello</p>', '\u0000\u0001']) {
      expect(codeOf(() => readPage(bytesOf(other)))).toBe('page-not-loam');
    }
    expect(codeOf(() => readPage(Uint8Array.of(0x89, 0x50, 0x4e, 0x47)))).toBe('page-not-loam');
  });

  it('answers a LoamError for any bytes at all around its mark', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (a, b) => {
        const bytes = new Uint8Array([...a, ...bytesOf(DATA_OPEN), ...b]);
        expect(['page-damaged', 'page-not-loam']).toContain(codeOf(() => readPage(bytes)));
      }),
    );
  });

  it('answers a LoamError for any JSON under a right seal', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(codeOf(() => readPage(sealed(json)))).toBe('page-damaged');
      }),
    );
  });

  it('tells a page of a later Loam from a damaged one', () => {
    expect(codeOf(() => readPage(sealed('{"format":"loam.page/3"}')))).toBe('newer-data');
  });

  it('takes a page whose parts were all made anew, as the hashes allow', () => {
    const contents = readPage(forged(() => undefined));
    expect(contents.model.link).toBe(input.model.link);
  });

  it('refuses forged contents that do not make sense, though every hash is right', () => {
    const forgeries: ((values: Record<string, Record<string, never>>) => unknown)[] = [
      ({ card }) => (card!.name = 7 as never),
      ({ card }) => (card!.more = 'field' as never),
      ({ card }) =>
        ((card!.dataset as unknown as { manifest: string }).manifest = input.model.link),
      ({ golden }) => (golden!.examples = [] as never),
      ({ golden }) =>
        ((golden!.examples as unknown as { output: string[] }[])[0]!.output[0] = '0'.repeat(16)),
      ({ golden }) => (golden!.examples = 'none' as never),
      ({ model }) => (model!.inputs = null as never),
      ({ model }) => (model!.network = { type: 'layers', layers: [] } as never),
      ({ model }) => (model!.target = 'another' as never),
      ({ model }) => delete model!.threshold,
      ({ preprocessing }) => (preprocessing!.width = 1 as never),
      ({ preprocessing }) => (preprocessing!.steps = [{ step: 'numeric' }] as never),
      ({ recipe }) => (recipe!.engine = 'magic' as never),
      ({ recipe }) => (recipe!.format = 'loam.recipe/9' as never),
      ({ task }) => (task!.metric = 'constructor' as never),
      ({ task }) => (task!.roles = {} as never),
    ];
    for (const change of forgeries) {
      expect(
        codeOf(() => readPage(forged(change as never))),
        String(change),
      ).toBe('page-damaged');
    }
  });

  it('says in plain words what is wrong', () => {
    const changed = bytesOf(html.replace('<title>', '<title>x'));
    try {
      readPage(changed);
      expect.unreachable();
    } catch (error) {
      expect(isLoamError(error, 'page-damaged') && error.facts.reason).toBe(
        'its text outside the data was changed',
      );
    }
  });
});
