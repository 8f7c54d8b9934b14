import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ColumnType } from '../../../../src/core/dataset/types';
import { LoamError } from '../../../../src/core/errors';
import type { Evaluation } from '../../../../src/core/evaluation/types';
import {
  FORMAT_CHECKS,
  readFormat,
  type FormatName,
} from '../../../../src/core/formats/read-format';
import { expectFormat, readJson, readManifest } from '../../../../src/core/formats/read-manifest';
import { linkTo } from '../../../../src/core/hash/digest';
import { LINK_PLACES } from '../../../../src/core/links/link-places';
import { ingestText } from '../../../support/ingest-text';
import { MemoryObjects } from '../../../support/memory-objects';
import { realWork, type Work } from '../../../support/real-work';
import { spoilt } from '../../../support/spoilt';

const FORMATS = Object.keys(FORMAT_CHECKS) as FormatName[];
const works: Record<string, Work> = {};

beforeAll(async () => {
  works.binary = (await realWork('binary')).manifests;
  works.multiclass = (await realWork('multiclass', 'linear')).manifests;
  works.regression = (await realWork('regression')).manifests;
  works.baseline = (await realWork('binary', 'baseline')).manifests;
}, 120_000);

describe('what the program stores', () => {
  it('has a check for each format that has links, but for those of exported pages and of what cells show', () => {
    const elsewhere = [
      'loam.card/1',
      'loam.card/2',
      'loam.golden/1',
      'loam.golden/2',
      'loam.results/1',
      'loam.cell-result/1',
    ];
    expect([...FORMATS, ...elsewhere].sort()).toEqual(Object.keys(LINK_PLACES).sort());
  });

  it('passes its check, whatever the kind of task and of model', () => {
    for (const [name, work] of Object.entries(works)) {
      for (const format of FORMATS) {
        const { value } = work[format];
        expect(value.format).toBe(format);
        expect(readFormat(structuredClone(value)), `${name} ${format}`).toEqual({
          ok: true,
          value,
        });
      }
    }
  });

  it('passes its check, whatever file it was read from', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', 'NA', 'yes', 'no', '1e400', '-inf', '2020-02-30', '2021-03-04', '0', 'a'),
      fc.double().map(String),
      fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replace(/["\r\n,]/g, '')),
    );
    const type = fc.constantFrom<ColumnType>(
      'number',
      'integer',
      'category',
      'boolean',
      'datetime',
      'text',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 30 }),
        fc.option(type, { nil: undefined }),
        async (rows, forced) => {
          const lines = [['p', 'p', 'q'], ...rows].map((cells) => `${cells.join(',')},end`);
          const types: Record<string, ColumnType> = forced ? { p: forced, q: forced } : {};
          const read = await ingestText(lines.join('\n'), { types });
          for (const value of [read.manifest, read.profile]) {
            expect(readFormat(value)).toEqual({ ok: true, value });
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('meets every branch of its format once in these tests', () => {
    const { steps } = works.binary!['loam.preprocessing/1'].value;
    expect(new Set(steps.map(({ step }) => step))).toEqual(
      new Set(['numeric', 'one-hot', 'ordinal', 'date-parts']),
    );
    const { columns } = works.binary!['loam.dataset/1'].value;
    expect(new Set(columns.map(({ schema }) => schema.type)).size).toBe(6);
    const networks = Object.values(works).map((work) => work['loam.model/1'].value.network.type);
    expect(new Set(networks).size).toBe(2);
    const rules = Object.values(works).map((work) => work['loam.task/1'].value.rule.by);
    expect(new Set(rules)).toEqual(new Set(['stratified', 'time']));
  });
});

describe('a stored value that is wrong in one place', () => {
  it.each(FORMATS)('is refused wherever the place is: %s', (format) => {
    const kinds = Object.entries(works);
    let tried = 0;
    for (const [name, work] of kinds) {
      for (const { value, how } of spoilt(work[format].value)) {
        // What a function is given is a person's own, any field of it.
        if (/^\.(code\.settings|parameters) has/.test(how)) continue;
        const verdict = readFormat(value);
        expect(verdict.ok, `${name}: ${how}`).toBe(false);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(150);
  });

  it('is refused in the middle of long lists too', () => {
    const values = Object.values(works).flatMap((work) =>
      FORMATS.map((format) => work[format].value),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...values),
        fc.infiniteStream(fc.nat(100_000)),
        (value, draws) => {
          const copy = structuredClone(value);
          let place: object = copy;
          for (const draw of draws) {
            const keys = Object.keys(place);
            if (keys.length === 0) return;
            const key = keys[draw % keys.length]!;
            const held = (place as Record<string, unknown>)[key];
            if (held !== null && typeof held === 'object') {
              place = held;
              continue;
            }
            Object.assign(place, { [key]: { not: 'this' } });
            break;
          }
          expect(readFormat(copy).ok).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never makes the check throw, whatever JSON it is', () => {
    const named = fc
      .tuple(fc.constantFrom(...FORMATS), fc.dictionary(fc.string(), fc.jsonValue()))
      .map(([format, fields]) => ({ ...fields, format }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue({ maxDepth: 6 }), named), (value) => {
        expect(readFormat(value).ok).toBe(false);
      }),
    );
  });

  it('is refused at any depth of nesting', () => {
    const deep = JSON.parse(`${'{"a":['.repeat(50_000)}${']}'.repeat(50_000)}`) as unknown;
    expect(readFormat({ ...works.binary!['loam.task/1'].value, roles: deep }).ok).toBe(false);
    expect(readFormat(deep)).toEqual({ ok: false, reason: 'unknown-format', format: '' });
  });
});

describe('parts that do not belong together', () => {
  const change = <F extends FormatName>(
    work: string,
    format: F,
    edit: (value: Work[F]['value']) => void,
  ): boolean => {
    const value = structuredClone(works[work]![format].value) as Work[F]['value'];
    edit(value);
    return readFormat(value).ok;
  };

  it('are chunks that hold other rows than the dataset, and columns of one name', () => {
    expect(change('binary', 'loam.dataset/1', (d) => void d.rows++)).toBe(false);
    expect(change('binary', 'loam.dataset/1', (d) => void d.columns[0]!.chunks[0]!.rows--)).toBe(
      false,
    );
    expect(
      change('binary', 'loam.dataset/1', (d) => {
        d.columns[0]!.schema.name = d.columns[1]!.schema.name;
      }),
    ).toBe(false);
  });

  it('are a profile of too few quantiles, of more missing rows than rows, of words for numbers', () => {
    const column = (p: Work['loam.profile/1']['value']) => p.columns.find((c) => c.numeric)!;
    expect(change('binary', 'loam.profile/1', (p) => void column(p).numeric!.quantiles.pop())).toBe(
      false,
    );
    expect(
      change('binary', 'loam.profile/1', (p) => void (p.columns[0]!.missing = p.rows + 1)),
    ).toBe(false);
    expect(change('binary', 'loam.profile/1', (p) => void (column(p).type = 'text'))).toBe(false);
    expect(
      change('binary', 'loam.profile/1', (p) => void (p.columns[0]!.name = p.columns[1]!.name)),
    ).toBe(false);
  });

  it('are a task of one class, of classes in a regression, without its target, with two targets', () => {
    expect(change('binary', 'loam.task/1', (t) => void t.classes!.pop())).toBe(false);
    expect(change('regression', 'loam.task/1', (t) => void (t.classes = ['a', 'b']))).toBe(false);
    expect(change('binary', 'loam.task/1', (t) => void (t.target = 'nowhere'))).toBe(false);
    expect(change('binary', 'loam.task/1', (t) => void (t.roles[0]!.role = 'target'))).toBe(false);
    expect(change('binary', 'loam.task/1', (t) => void (t.classes = ['a', 'a']))).toBe(false);
    expect(
      change('binary', 'loam.task/1', (t) => {
        t.roles = t.roles.filter(({ role }) => role !== 'target');
      }),
    ).toBe(false);
    expect(
      change('binary', 'loam.task/1', (t) => void (t.roles[0]!.column = t.roles[1]!.column)),
    ).toBe(false);
  });

  it('are values of a recipe that may not run', () => {
    expect(change('binary', 'loam.recipe/1', (r) => void (r.trainer.epochs = 0))).toBe(false);
    expect(change('binary', 'loam.recipe/1', (r) => void (r.trainer.batch = 1e9))).toBe(false);
    expect(
      change('binary', 'loam.recipe/1', (r) => void r.preprocessing.push(r.preprocessing[0]!)),
    ).toBe(false);
  });

  it('are steps that make another number of inputs, and scales that nothing can be divided by', () => {
    expect(change('binary', 'loam.preprocessing/1', (p) => void p.width++)).toBe(false);
    expect(change('binary', 'loam.preprocessing/1', (p) => void p.steps.pop())).toBe(false);
    expect(
      change('binary', 'loam.preprocessing/1', (p) => {
        p.steps[0]!.column = p.steps[1]!.column;
      }),
    ).toBe(false);
    expect(
      change('binary', 'loam.preprocessing/1', ({ steps }) => {
        for (const step of steps) if (step.step === 'numeric') step.scale = 0;
      }),
    ).toBe(false);
  });

  it('are layers that do not join, outputs that fit no class, weights of a constant', () => {
    const layers = (m: Work['loam.model/1']['value']) =>
      m.network.type === 'layers' ? m.network.layers : [];
    const widen = (m: Work['loam.model/1']['value']) => {
      const second = layers(m)[1]!;
      if (second.layer === 'dense') second.inputs++;
    };
    expect(change('binary', 'loam.model/1', widen)).toBe(false);
    expect(change('binary', 'loam.model/1', (m) => void layers(m).pop())).toBe(false);
    expect(change('binary', 'loam.model/1', (m) => void layers(m).splice(0))).toBe(false);
    expect(change('multiclass', 'loam.model/1', (m) => void m.classes!.push('one more'))).toBe(
      false,
    );
    expect(change('binary', 'loam.model/1', (m) => void (m.weights = null))).toBe(false);
    expect(
      change('baseline', 'loam.model/1', (m) => void (m.weights = linkTo('0'.repeat(64)))),
    ).toBe(false);
    expect(change('binary', 'loam.model/1', (m) => void (m.threshold = null))).toBe(false);
    expect(
      change('binary', 'loam.model/1', (m) => void (m.inputs[0]!.name = m.inputs[1]!.name)),
    ).toBe(false);
    expect(
      change('binary', 'loam.model/1', ({ inputs }) => {
        inputs.find(({ type }) => type === 'boolean')!.labels = null;
      }),
    ).toBe(false);
    expect(change('regression', 'loam.model/1', (m) => void (m.threshold = 0.5))).toBe(false);
  });

  it('are a confusion that is not square, curves and rows of unknown classes, metrics told twice', () => {
    const wrong = (work: string, edit: (e: Evaluation) => void) =>
      expect(change(work, 'loam.evaluation/1', edit)).toBe(false);
    wrong('binary', (e) => void e.confusion!.pop());
    wrong('binary', (e) => void e.confusion![0]!.push(0));
    wrong('binary', (e) => void (e.confusion = null));
    wrong('binary', (e) => void (e.roc[0]!.positive = 'nobody'));
    wrong('binary', (e) => void (e.worst[0]!.answer = 'nobody'));
    wrong('binary', (e) => void (e.worst[0]!.truth = 1));
    wrong('binary', (e) => void e.metrics.push(e.metrics[0]!));
    wrong('binary', (e) => void (e.worst[0]!.row = e.worst[1]!.row));
    wrong('regression', (e) => void (e.worst[0]!.truth = 'text'));
    wrong('regression', (e) => void (e.residuals = null));
    wrong('regression', (e) => void (e.kind = 'binary'));
  });

  it('are curves of unequal length', () => {
    expect(change('binary', 'loam.curves/1', (c) => void c.train.pop())).toBe(false);
    expect(change('binary', 'loam.curves/1', (c) => void c.metricValidation.push(1))).toBe(false);
  });
});

describe('the verdict on a format', () => {
  it.each([
    [{ format: 'loam.task/2' }, 'newer-format', 'loam.task/2'],
    [{ format: 'loam.evaluation/10' }, 'newer-format', 'loam.evaluation/10'],
    [{ format: 'loam.task/1' }, 'wrong-shape', 'loam.task/1'],
    [{ format: 'loam.task/0' }, 'unknown-format', 'loam.task/0'],
    [{ format: 'loam.task/01' }, 'unknown-format', 'loam.task/01'],
    [{ format: 'loam.other/2' }, 'unknown-format', 'loam.other/2'],
    [{ format: 'constructor' }, 'unknown-format', 'constructor'],
    [{ format: '__proto__' }, 'unknown-format', '__proto__'],
    [{ format: 7 }, 'unknown-format', ''],
    [Object.create({ format: 'loam.task/1' }), 'unknown-format', ''],
    [['loam.task/1'], 'unknown-format', ''],
    ['loam.task/1', 'unknown-format', ''],
    [null, 'unknown-format', ''],
  ])('of %j is %s', (value, reason, format) => {
    expect(readFormat(value)).toEqual({ ok: false, reason, format });
  });
});

describe('reading a manifest', () => {
  const digest = '0'.repeat(64);
  const text = (value: string) => new TextEncoder().encode(value);

  it('gives it where it is of the format that is wanted', async () => {
    const { objects, manifests } = await realWork('binary', 'baseline');
    const { link, value } = manifests['loam.task/1'];
    expect(await readManifest(objects, link, 'loam.task/1')).toEqual(value);
  });

  it('says that it is damaged where it is right, but another thing', () => {
    const { value } = works.binary!['loam.recipe/1'];
    expect(() => expectFormat(value, 'loam.task/1', digest)).toThrow(
      new LoamError('object-damaged', { digest, reason: 'it is not of format loam.task/1' }),
    );
    expect(() => expectFormat({ ...value, more: 1 }, 'loam.recipe/1', digest)).toThrow(
      new LoamError('object-damaged', {
        digest,
        reason: 'its fields are not those of loam.recipe/1',
      }),
    );
  });

  it('says that it is newer where its number is higher', () => {
    expect(() => expectFormat({ format: 'loam.task/2' }, 'loam.task/1', digest)).toThrow(
      new LoamError('newer-data', { digest, format: 'loam.task/2' }),
    );
  });

  it.each([
    ['half of it', '{"format":'],
    ['a byte order mark first', '\ufeff{"format":"loam.task/1"}'],
    ['nothing', ''],
  ])('says that it is damaged where it is no JSON: %s', async (_, content) => {
    const objects = new MemoryObjects();
    const link = linkTo(await objects.put(text(content)));
    await expect(readJson(objects, link)).rejects.toMatchObject({ code: 'object-damaged' });
    const broken = linkTo(await objects.put(Uint8Array.of(0x22, 0xff, 0x22)));
    await expect(readJson(objects, broken)).rejects.toMatchObject({ code: 'object-damaged' });
  });
});

describe('the largest evaluations', () => {
  it('are checked in a few milliseconds', () => {
    const value = structuredClone(works.multiclass!['loam.evaluation/1'].value);
    const classes = Array.from({ length: 20 }, (_, i) => `class ${i}`);
    const points = Array.from({ length: 400 }, (_, i) => ({ x: i / 399, y: 1 / (i + 1) }));
    const curves = classes.map((positive) => ({ positive, points }));
    Object.assign(value, {
      classes,
      confusion: classes.map(() => classes.map(() => 3)),
      roc: curves,
      precisionRecall: curves,
      worst: [],
    });
    const times = Array.from({ length: 9 }, () => {
      const started = performance.now();
      expect(readFormat(value).ok).toBe(true);
      return performance.now() - started;
    });
    // 16,000 points; some 2 ms where the machine is quiet.
    expect(Math.min(...times)).toBeLessThan(25);
  });
});
