/** How each kind of export is made. Builders and templates are loaded when they are first asked for. */
import type { ExportKind } from '../../core/log/export-kinds';
import type { BundleFiles } from '../../deploy/bundle';
import type { FormatName } from '../../deploy/formats';
import type { ExportInput } from '../../deploy/model/types';
import type { Signer } from '../../deploy/model/signer';

export interface BuiltExport {
  bytes: Uint8Array;
  signed: boolean;
}

interface ExportMaker {
  /** What the file is, for the browser. */
  mime: string;
  ending: string;
  /** Whether several versions of a model may go into one. */
  several: boolean;
  /** The first model is the one that was asked for. */
  build(
    models: readonly [ExportInput, ...ExportInput[]],
    signer: Signer | null,
  ): Promise<BuiltExport>;
}

const page: ExportMaker = {
  mime: 'text/html',
  ending: '.html',
  several: false,
  async build([input], signer) {
    const [{ default: template }, { buildPage, signPage }] = await Promise.all([
      import('virtual:loam-template/page'),
      import('../../deploy/page'),
    ]);
    const bytes = buildPage({ ...input, template });
    return signer
      ? { bytes: await signPage(bytes, signer), signed: true }
      : { bytes, signed: false };
  },
};

type Models = readonly [ExportInput, ...ExportInput[]];

const ZIP = { mime: 'application/zip', ending: '.zip', several: false };

/** A folder that proves itself, as a zip. */
function bundle(make: (models: Models) => Promise<BundleFiles>, several = false): ExportMaker {
  return {
    ...ZIP,
    several,
    async build(models, signer) {
      const { signBundle, zipBundle } = await import('../../deploy/bundle');
      const files = await make(models);
      const whole = signer ? await signBundle(files, signer) : files;
      return { bytes: zipBundle(whole), signed: signer !== null };
    },
  };
}

/** A format of others, as a zip of its folder: their tools check it, not ours. */
function foreign(name: FormatName): ExportMaker {
  return {
    ...ZIP,
    async build([input]) {
      const [{ ECOSYSTEM_FORMATS }, { zipBundle }] = await Promise.all([
        import('../../deploy/formats'),
        import('../../deploy/bundle'),
      ]);
      const files = await ECOSYSTEM_FORMATS[name](input);
      return { bytes: zipBundle(files), signed: false };
    },
  };
}

export const EXPORT_MAKERS: Record<ExportKind, ExportMaker> = {
  page,
  'page-folder': bundle(async ([input]) => {
    const [{ default: hosted }, { default: template }, { buildPageFolder }] = await Promise.all([
      import('virtual:loam-template/page-hosted'),
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
  api: bundle(async (models) => {
    const [{ default: template }, { buildApi }] = await Promise.all([
      import('virtual:loam-template/api'),
      import('../../deploy/api'),
    ]);
    return buildApi({ models: [...models], template });
  }, true),
  onnx: {
    mime: 'application/octet-stream',
    ending: '.onnx',
    several: false,
    async build([input]) {
      const { writeOnnx } = await import('../../deploy/onnx');
      return { bytes: writeOnnx(input.model), signed: false };
    },
  },
  tfjs: foreign('tfjs'),
  safetensors: foreign('safetensors'),
  mlflow: foreign('mlflow'),
  huggingface: foreign('huggingface'),
};
