/** How each kind of export is made. Builders and templates are loaded when they are first asked for. */
import type { ExportKind } from '../../core/log/export-kinds';
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
  build(models: readonly ExportInput[], signer: Signer | null): Promise<BuiltExport>;
}

const PAGE: ExportMaker = {
  mime: 'text/html',
  ending: '.html',
  several: false,
  async build([input], signer) {
    const [{ default: template }, { buildPage, signPage }] = await Promise.all([
      import('virtual:loam-template/page'),
      import('../../deploy/page'),
    ]);
    const page = buildPage({ ...input!, template });
    return signer
      ? { bytes: await signPage(page, signer), signed: true }
      : { bytes: page, signed: false };
  },
};

export const EXPORT_MAKERS: Partial<Record<ExportKind, ExportMaker>> = { page: PAGE };
