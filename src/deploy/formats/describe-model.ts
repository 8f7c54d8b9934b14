/** What the folders of other tools say of a model beside its numbers. */
import { canonicalBytes } from '../../core/json/canonical';
import { METRICS } from '../../core/metrics/names';
import { modelParts, type ModelParts } from '../model/model-parts';
import type { CardEvaluation, ExportInput } from '../model/types';
import type { FormatFiles } from './types';

const encoder = new TextEncoder();

export function textFile(text: string): Uint8Array {
  return encoder.encode(text);
}

/** For people: indented, its keys in the order they were written. */
export function jsonFile(value: unknown): Uint8Array {
  return encoder.encode(`${JSON.stringify(value, null, 2)}\n`);
}

/** Preparation, signature and golden examples, as Loam keeps them. */
export function addModelJson(files: FormatFiles, { model }: ExportInput, parts: ModelParts): void {
  files.set('model-manifest.json', canonicalBytes(model.manifest));
  files.set('preprocessing.json', canonicalBytes(model.preprocessing));
  files.set('golden.json', canonicalBytes(parts.golden));
  files.set('card.json', canonicalBytes(parts.card));
}

/** Whatever is written of the input later, its parts belong together. @throws LoamError `internal` */
export function checkedParts(input: ExportInput): ModelParts {
  return modelParts(input);
}

/** As Markdown; empty without an evaluation. */
export function metricTable(evaluation: CardEvaluation | null): string {
  if (!evaluation) return '';
  const guessing = new Map(evaluation.baseline.map(({ name, value }) => [name, value]));
  const shown = (x: number | null | undefined) =>
    x === null || x === undefined ? '–' : String(Number(x.toPrecision(4)));
  const rows = evaluation.metrics.map(({ name, value, low, high }) => {
    const interval = low === null || high === null ? '–' : `${shown(low)} to ${shown(high)}`;
    return `| ${METRICS[name].label} | ${shown(value)} | ${interval} | ${shown(guessing.get(name))} |`;
  });
  return ['| Metric | Model | 95 % interval | Baseline |', '|---|---|---|---|', ...rows].join('\n');
}

/** Markdown shows it as it is: no markup, one line. */
export function plainMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+!|<>~&]/g, (c) => `\\${c}`);
}
