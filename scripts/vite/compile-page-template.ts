/**
 * Compiles src/deploy/templates/page into one HTML text without outside references. Its policy names
 * the one script and the one style by their hash, so a browser refuses either when it was changed.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleTemplate, fillShell, hashSource, type CompiledTemplate } from './bundle-template';
import type { PagePreparation } from '../../src/deploy/page/page-preparation';
import { PAGE_SLOTS } from '../../src/deploy/page/page-slots';

export const PAGE_TEMPLATE_SOURCE = fileURLToPath(
  new URL('../../src/deploy/templates/page/', import.meta.url),
);

/** For a file on disk, or for a folder on a server: there it has a web manifest and a service worker. */
export type PagePlace = 'file' | 'server';

function standIn(...names: readonly string[]): string {
  return names
    .map((name) => `export const ${name} = () => { throw new Error("no code for it here"); };`)
    .join('\n');
}

/** What stands in a page for code that most models never call, whatever they are. */
const UNPREPARED: Readonly<Record<string, string>> = {
  'src/ml/preprocess/derive.ts': 'export const makeDeriver = () => (table) => table;',
  'src/ml/explain/made-of.ts': 'export const madeOf = () => new Map();',
  'src/core/math/sin.ts': standIn('sin'),
  'src/core/math/cos.ts': standIn('cos'),
  'src/core/calibrate/apply.ts': standIn('calibrated', 'calibratedShare', 'logitsOfShares'),
  'src/ml/preprocess/hashed-text.ts': standIn('textVectors'),
};

const NO_TREES = {
  'src/core/recipe/describe-trees.ts': standIn('treeSettings', 'treeTrainingSettings'),
  'src/ml/predict/trees.ts': standIn('makeTreesPass', 'treeTensors', 'goesLeft'),
  'src/ml/explain/tree-shap.ts': standIn('treeShapSteps'),
};
const NO_MIXED_ROWS = { 'src/ml/explain/explain.ts': standIn('explain') };

const STAND_INS: Record<PagePreparation, Readonly<Record<string, string>>> = {
  nets: {
    ...UNPREPARED,
    ...NO_TREES,
    // Nothing of a net is explained exactly.
    'src/ml/explain/explain-model.ts': `import { explain } from './explain';
      export const makeExplainer = ({ manifest: { inputs }, predictor }) => ({
        explain: (row, options) => explain(predictor, inputs, { ...row }, options),
      });
      export const explainModel = (model, row, options) => makeExplainer(model).explain(row, options);`,
  },
  linear: {
    ...UNPREPARED,
    ...NO_TREES,
    ...NO_MIXED_ROWS,
    'src/ml/predict/layers/conv2d.ts': standIn('conv2dLayer'),
    'src/ml/predict/layers/depthwise2d.ts': standIn('depthwise2dLayer'),
    'src/ml/predict/layers/embedding.ts': standIn('embeddingLayer'),
    'src/ml/predict/layers/normalise.ts': standIn('batchNormLayer', 'layerNormLayer'),
    'src/ml/predict/layers/pool2d.ts': standIn('pool2dLayer'),
  },
  trees: {
    ...UNPREPARED,
    ...NO_MIXED_ROWS,
    'src/ml/predict/forward.ts': standIn('makeForwardPass'),
    'src/ml/explain/linear-shap.ts': standIn('linearShap'),
  },
  // Only whoever writes an expression is told what is wrong with it.
  all: {
    'src/core/expression/print.ts':
      'export const printExpression = () => "this part"; export const columnWord = (name) => name;',
  },
};

const FILE_LINKS = '<link rel="icon" href="data:," />';
const SERVER_LINKS =
  '<link rel="icon" href="icon.svg" />\n    <link rel="manifest" href="manifest.webmanifest" />';

export async function compilePageTemplateWithFiles(
  place: PagePlace,
  preparation: PagePreparation,
): Promise<CompiledTemplate> {
  const shellPath = `${PAGE_TEMPLATE_SOURCE}shell.html`;
  const [shell, { script, style, files }] = await Promise.all([
    readFile(shellPath, 'utf8'),
    bundleTemplate(`${PAGE_TEMPLATE_SOURCE}main.ts`, STAND_INS[preparation]),
  ]);
  const policy = [
    "default-src 'none'",
    `script-src '${hashSource(script)}'`,
    `style-src '${hashSource(style)}'`,
    ...(place === 'server'
      ? ["img-src 'self' data:", "worker-src 'self' blob:", "manifest-src 'self'"]
      : ['img-src data:', 'worker-src blob:']),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const html = fillShell(shell, {
    '%loam-policy%': policy,
    '<!--loam-icon-->': place === 'server' ? SERVER_LINKS : FILE_LINKS,
    '<!--loam-style-->': `<style>${style}</style>`,
    '<!--loam-data-->': PAGE_SLOTS,
    '<!--loam-script-->': `<script>${script}</script>`,
  });
  return { html, files: [shellPath, ...files] };
}

const compiled = new Map<PagePreparation, Promise<string>>();

/** The page template as text: equal sources give equal text. Each is compiled once per process. */
export function compilePageTemplate(preparation: PagePreparation): Promise<string> {
  let template = compiled.get(preparation);
  if (!template) {
    template = compilePageTemplateWithFiles('file', preparation).then(({ html }) => html);
    compiled.set(preparation, template);
  }
  return template;
}
