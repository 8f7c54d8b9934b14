/** One model version as an npm package: an ES module that predicts, its types, and a custom element. */
import { buildBundle } from '../bundle/build-bundle';
import { plainName } from '../bundle/plain-name';
import type { BundleFiles, TemplateFiles } from '../bundle/types';
import { deriveScript } from '../model/derive-script';
import { modelParts } from '../model/model-parts';
import type { ExportInput } from '../model/types';
import { ELEMENT_DECLARATIONS, indexDeclarations } from './declarations';
import { modelData } from './model-data';
import { readme } from './readme';

function packageJson({ name, version, model }: ExportInput): string {
  const manifest = {
    name: plainName(name),
    version: `${version}.0.0`,
    private: true,
    description: `Predicts ${model.manifest.target}`,
    type: 'module',
    engines: { node: '>=20.19' },
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './element': { types: './element.d.ts', default: './element.js' },
      './package.json': './package.json',
    },
    types: './index.d.ts',
    sideEffects: ['./element.js'],
    scripts: { test: 'node --test test.mjs', verify: 'node verify.mjs' },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** @throws LoamError `internal` where the parts of the input do not belong together */
export function buildModule(input: ExportInput, template: TemplateFiles): BundleFiles {
  const { cardLink, objects } = modelParts(input);
  const texts = {
    'package.json': packageJson(input),
    'README.md': readme(plainName(input.name)),
    'index.d.ts': indexDeclarations(input.model.manifest),
    'element.d.ts': ELEMENT_DECLARATIONS,
    'model-data.js': modelData(cardLink, objects),
  };
  const derive = deriveScript([input.model.preprocessing]);
  const encoder = new TextEncoder();
  const made: BundleFiles = new Map(
    Object.entries(texts).map(([path, text]) => [path, encoder.encode(text)]),
  );
  if (derive !== null) made.set('derive.js', encoder.encode(derive));
  return buildBundle({ kind: 'module', models: [input], template, made });
}
