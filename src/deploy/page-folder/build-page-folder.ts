/** One model version as a page on a web server, which installs and then works without a network. */
import { canonicalBytes } from '../../core/json/canonical';
import { buildBundle } from '../bundle/build-bundle';
import type { BundleFiles, TemplateFiles } from '../bundle/types';
import type { ExportInput } from '../model/types';
import { buildPage } from '../page';

/** What a browser reads before it installs the page. */
function webManifest({ name, version, model }: ExportInput) {
  return {
    name: `${name} ${version}`,
    short_name: name.slice(0, 12),
    description: `Predicts ${model.manifest.target}`,
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#f7f5f0',
    theme_color: '#2f6b3c',
    icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
  };
}

/**
 * @param page the compiled page for a server
 * @param template the folder's other files
 * @throws LoamError `internal` where the parts of the input do not belong together
 */
export function buildPageFolder(
  input: ExportInput,
  page: string,
  template: TemplateFiles,
): BundleFiles {
  const made: BundleFiles = new Map([
    ['index.html', buildPage({ ...input, template: page })],
    ['manifest.webmanifest', canonicalBytes(webManifest(input))],
  ]);
  return buildBundle({ kind: 'page', models: [input], template, made });
}
