/** The script of an exported notebook with live inputs: draws it as it was saved, and waits for an input to move. */
import { drawPage } from '../../../deploy/templates/notebook-page/page';
import { start } from '../../../deploy/templates/notebook-page/start';
import type { NotebookEnvelope } from '../../../deploy/notebook-page/types';
import { createKernel } from '../../../kernel/host/create-kernel';
import { openWrittenFrame } from '../../../kernel/host/frame';
import type { CageCode, RunningKernel } from '../../../kernel/host/kernel-options';
import { FRAME_ID } from './frame-mark';
import { LiveNotebook } from './live-notebook';
import { pageVerbs } from './page-verbs';

/** In place of libraries that no live cell uses, though a word in it may look like one of their names. */
const WITHOUT =
  'return { loaded: () => Promise.resolve(), elementOf: () => null, tableOf: () => null };';

/** A browser without workers of this kind never answers. */
const START_MS = 10_000;

async function startKernel(
  { live, ...envelope }: NotebookEnvelope,
  lost: () => void,
): Promise<RunningKernel> {
  const { runtime, plot } = live!.code;
  const code: Record<CageCode, string> = {
    runtime,
    plot: plot ?? WITHOUT,
    arquero: WITHOUT,
    tf: WITHOUT,
  };
  const frame = JSON.parse(document.getElementById(FRAME_ID)!.textContent!) as string;
  const kernel = createKernel({
    frameUrl: '',
    code: (name) => Promise.resolve(code[name]),
    verbs: pageVerbs(envelope),
    document,
    openCage: () => openWrittenFrame(document, frame),
    onState: (state) => {
      if (state === 'lost') lost();
    },
  });
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('the cage did not begin')), START_MS);
  });
  try {
    await Promise.race([kernel.ready, late]);
  } catch (error) {
    kernel.close();
    throw error;
  }
  return kernel;
}

const started = start(document);
const live = started.type === 'ready' ? started.envelope.live : null;
let notebook: LiveNotebook | null = null;
const view = drawPage(
  document,
  started,
  live && {
    controls: new Set(live.controls),
    onset: (cell, index, value) => notebook?.set(cell, index, value),
  },
);
if (view && live && started.type === 'ready') {
  const { envelope } = started;
  notebook = new LiveNotebook({
    live,
    view,
    start: (lost) => startKernel(envelope, lost),
    reopen: () => location.reload(),
  });
}
