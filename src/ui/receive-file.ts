/** A file dropped anywhere goes where its kind belongs: a workspace, an exported page or bundle, a notebook, a module, a model made elsewhere, or data. */
import type { AppContext } from './context';
import { plural } from './format';

const PAGE = /\.html?$/i;
const BUNDLE = /\.zip$/i;
const WORKSPACE = /\.loam$/i;
const NOTEBOOK = /\.([mc]?[jt]s|ipynb)$/i;

type Place = Pick<AppContext, 'loam' | 'router' | 'toasts'>;

/** Files of one model made elsewhere: those of TensorFlow.js are several, and ONNX has large weights in a file beside its own. */
function areModel(files: readonly File[]): boolean {
  if (files.some(({ name }) => /\.onnx$|\.bin$/i.test(name))) {
    return files.every(({ name }) => /\.(onnx|bin|json|data|onnx_data)$/i.test(name));
  }
  return files.length === 1 && /^model\.json$/i.test(files[0]!.name);
}

/** One file at a time is looked at before it is saved; the others are named, not lost in silence. */
export async function receiveFiles(app: Place, files: readonly File[]): Promise<void> {
  const [file, ...others] = files;
  if (!file) return;
  if (areModel(files)) {
    app.loam.session.beginModelImport(files);
    app.router.go('import-model');
    return;
  }
  if (others.length > 0) {
    app.toasts.show({
      tone: 'info',
      text: `Opening ${file.name}. One file at a time: bring the other ${plural(others.length, 'file')} again after it.`,
    });
  }
  await receiveFile(app, file);
}

/** @param signer fingerprint of the key; null for none */
function signatureText(signer: string | null): string {
  return signer ? `Signed by key ${signer.slice(0, 8)}.` : 'It is not signed.';
}

export async function receiveFile({ loam, router, toasts }: Place, file: File): Promise<void> {
  if (WORKSPACE.test(file.name)) {
    toasts.show({ tone: 'info', text: `Restoring ${file.name}` });
    await loam.unpack(file);
    toasts.show({ tone: 'ok', text: `Opened ${loam.workspace.name}, every object verified.` });
    router.go('');
  } else if (PAGE.test(file.name)) {
    const { restorePage } = await import('../app/commands/restore-page');
    const { id, signer } = await restorePage(loam.session, file);
    toasts.show({
      tone: 'ok',
      text: `The page proved itself: model, recipe and card are in this workspace. ${signatureText(signer)}`,
    });
    router.go(`models/${id}`);
  } else if (BUNDLE.test(file.name)) {
    const { restoreBundle } = await import('../app/commands/restore-bundle');
    const { ids, files, signer } = await restoreBundle(loam.session, file);
    toasts.show({
      tone: 'ok',
      text: `The bundle proved itself: ${plural(files, 'file')} and ${plural(ids.length, 'model')} are as they were made. ${signatureText(signer)}`,
    });
    router.go(`models/${ids[0]!}`);
  } else if (NOTEBOOK.test(file.name)) {
    const brought = await loam.session.notebooks.bring(file);
    if (brought.type === 'module') {
      const { moduleAdded } = await import('./notebook/modules/module-added');
      toasts.show(moduleAdded(brought));
      return;
    }
    toasts.show({
      tone: 'ok',
      text: `Opened ${file.name}. Nothing in it runs before you approve it.`,
    });
    router.go(`notebooks/${encodeURIComponent(brought.id)}`);
  } else {
    loam.session.beginImport(file);
    router.go('import');
  }
}
