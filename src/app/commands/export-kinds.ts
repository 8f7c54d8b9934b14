/** How each kind of export is made. Builders and templates are loaded when they are first asked for. */
import { pagePreparation } from '../../deploy/page/page-preparation';
import type { ExportKind } from '../../core/log/export-kinds';
import type { ApiRuntime, ReleasePlan } from '../../deploy/api';
import type { BundleFiles } from '../../deploy/bundle';
import type { FormatName } from '../../deploy/formats';
import type { ExportInput } from '../../deploy/model/types';
import type { Signer } from '../../deploy/model/signer';
import type { RunOnnx } from '../../deploy/onnx';

type Models = readonly [ExportInput, ...ExportInput[]];

const PAGES = {
  nets: () => import('virtual:loam-template/page-nets'),
  linear: () => import('virtual:loam-template/page-linear'),
  trees: () => import('virtual:loam-template/page-trees'),
  all: () => import('virtual:loam-template/page-all'),
};
const HOSTED_PAGES = {
  nets: () => import('virtual:loam-template/page-hosted-nets'),
  linear: () => import('virtual:loam-template/page-hosted-linear'),
  trees: () => import('virtual:loam-template/page-hosted-trees'),
  all: () => import('virtual:loam-template/page-hosted-all'),
};

export interface BuiltExport {
  bytes: Uint8Array;
  signed: boolean;
}

/** What a person may choose of an API package. */
export interface ApiOptions {
  /** Default: `loam`. */
  runtime?: ApiRuntime;
  /** Default: the first version answers. */
  release?: ReleasePlan;
}

export interface Making {
  /** Null where this device has no key. */
  signer: Signer | null;
  /** Tries what is ONNX before it leaves. */
  runOnnx: RunOnnx;
  api: ApiOptions;
}

interface ExportMaker {
  /** What the file is, for the browser. */
  mime: string;
  ending: string;
  /** Whether several versions of a model may go into one. */
  several: boolean;
  /** Why it cannot hold a model that ONNX Runtime computes, and what can; null where it can. */
  withoutRuntime: string | null;
  /** The first model is the one that was asked for. */
  build(models: Models, making: Making): Promise<BuiltExport>;
}

const NO_RUNTIME =
  'ONNX Runtime computes it, which does not fit in: take the API package, or the ONNX file';
const NO_WEIGHTS = 'its parts are known to ONNX Runtime only: take the ONNX file';

const page: ExportMaker = {
  mime: 'text/html',
  ending: '.html',
  several: false,
  withoutRuntime: NO_RUNTIME,
  async build([input], { signer }) {
    const [{ default: template }, { buildPage, signPage }] = await Promise.all([
      PAGES[pagePreparation(input.model)](),
      import('../../deploy/page'),
    ]);
    const bytes = buildPage({ ...input, template });
    return signer
      ? { bytes: await signPage(bytes, signer), signed: true }
      : { bytes, signed: false };
  },
};

const ZIP = { mime: 'application/zip', ending: '.zip', several: false };

/** A folder that proves itself, as a zip. */
function bundle(
  make: (models: Models, making: Making) => Promise<BundleFiles>,
  { several = false, withoutRuntime = NO_RUNTIME as string | null } = {},
): ExportMaker {
  return {
    ...ZIP,
    several,
    withoutRuntime,
    async build(models, making) {
      const { signBundle, zipBundle } = await import('../../deploy/bundle');
      const files = await make(models, making);
      const { signer } = making;
      const whole = signer ? await signBundle(files, signer) : files;
      return { bytes: zipBundle(whole), signed: signer !== null };
    },
  };
}

/** A format of others, as a zip of its folder: their tools check it, not ours. */
function foreign(name: FormatName): ExportMaker {
  return {
    ...ZIP,
    withoutRuntime: NO_WEIGHTS,
    async build([input], { runOnnx }) {
      const [{ ECOSYSTEM_FORMATS }, { zipBundle }] = await Promise.all([
        import('../../deploy/formats'),
        import('../../deploy/bundle'),
      ]);
      const files = await ECOSYSTEM_FORMATS[name](input, runOnnx);
      return { bytes: zipBundle(files), signed: false };
    },
  };
}

/** ONNX Runtime computes it, by the file that was imported. */
function isKept({ model }: Pick<ExportInput, 'model'>): boolean {
  return model.manifest.network.type === 'onnx';
}

export const EXPORT_MAKERS: Record<ExportKind, ExportMaker> = {
  page,
  'page-folder': bundle(async ([input]) => {
    const [{ default: hosted }, { default: template }, { buildPageFolder }] = await Promise.all([
      HOSTED_PAGES[pagePreparation(input.model)](),
      import('virtual:loam-template/page-folder'),
      import('../../deploy/page-folder'),
    ]);
    return buildPageFolder(input, hosted, template);
  }),
  module: bundle(async ([input]) => {
    const [{ default: template }, { buildModule }] = await Promise.all([
      import('virtual:loam-template/module'),
      import('../../deploy/module'),
    ]);
    return buildModule(input, template);
  }),
  scorer: bundle(async ([input]) => {
    const [{ default: template }, { buildScorer }] = await Promise.all([
      import('virtual:loam-template/scorer'),
      import('../../deploy/scorer'),
    ]);
    return buildScorer(input, template);
  }),
  api: bundle(
    async (models, { api, runOnnx }) => {
      const { runtime = models.some(isKept) ? 'onnx' : 'loam' } = api;
      const [{ default: template }, { buildApi }] = await Promise.all([
        import('virtual:loam-template/api'),
        import('../../deploy/api'),
      ]);
      if (runtime === 'loam') return buildApi({ ...api, runtime, models, template });
      const [{ default: over }, { exportOnnx }] = await Promise.all([
        import('virtual:loam-template/api-onnx'),
        import('../../deploy/onnx'),
      ]);
      for (const model of models) {
        if (!isKept(model)) await exportOnnx(model, runOnnx);
      }
      return buildApi({ ...api, runtime, models, template: { ...template, ...over } });
    },
    { several: true, withoutRuntime: null },
  ),
  onnx: {
    mime: 'application/octet-stream',
    ending: '.onnx',
    several: false,
    withoutRuntime: null,
    async build([input], { runOnnx }) {
      // What came as a file leaves as that file.
      const { weights } = input.model;
      if (isKept(input) && weights) return { bytes: weights, signed: false };
      const { exportOnnx } = await import('../../deploy/onnx');
      const { bytes } = await exportOnnx(input, runOnnx);
      return { bytes, signed: false };
    },
  },
  tfjs: foreign('tfjs'),
  safetensors: foreign('safetensors'),
  mlflow: foreign('mlflow'),
  huggingface: foreign('huggingface'),
};
