export { buildNotebookPage } from './build-notebook-page';
export { modelLeaves } from './model-leaves';
export { openModel, openNotebookPage, type OpenedModel } from './open-notebook-page';
export type {
  ControlSetting,
  LiveCell,
  LivePart,
  NotebookEnvelope,
  NotebookPageInput,
  PageBlock,
  PageChart,
  PageControl,
  PageFailure,
  PageModel,
  PageOutput,
  PageTable,
  PageValue,
} from './types';
