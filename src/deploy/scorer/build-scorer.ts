/** One model version as a script for Node that scores files: `node score.mjs in.csv out.csv`. */
import { buildBundle } from '../bundle/build-bundle';
import { plainName } from '../bundle/plain-name';
import type { BundleFiles, TemplateFiles } from '../bundle/types';
import type { ExportInput } from '../model/types';

function packageJson({ name, version, model }: ExportInput): string {
  const manifest = {
    name: plainName(name),
    version: `${version}.0.0`,
    private: true,
    description: `Predicts ${model.manifest.target} for the rows of a CSV file`,
    type: 'module',
    engines: { node: '>=20.19' },
    bin: './score.mjs',
    scripts: { score: 'node score.mjs', verify: 'node verify.mjs' },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** @throws LoamError `internal` where the parts of the input do not belong together */
export function buildScorer(input: ExportInput, template: TemplateFiles): BundleFiles {
  const made: BundleFiles = new Map([
    ['package.json', new TextEncoder().encode(packageJson(input))],
  ]);
  return buildBundle({ kind: 'scorer', models: [input], template, made });
}
