/** A training that a cell shows, as its curves stand on record. */
import { METRICS } from '../../core/metrics/names';
import { epochWord } from '../../core/recipe/describe';
import type { PageChart, PageOutput } from '../../deploy/notebook-page/types';
import { loadRun } from '../commands/load-run';
import type { WorkspaceContext } from '../workspace-context';

const finite = (values: readonly (number | null)[]) =>
  values.map((value) => (value !== null && Number.isFinite(value) ? value : null));

/** Nothing for a run that is not in this workspace, or has measured nothing yet. */
export async function runCharts(context: WorkspaceContext, id: string): Promise<PageOutput[]> {
  const run = await loadRun(context, id);
  if (!run?.curves || run.recipe.format === 'loam.recipe/3') return [];
  const { train, validation, metric, metricValidation } = run.curves;
  const step = epochWord(run.recipe.model);
  const charts: PageChart[] = [
    {
      title: 'Loss',
      step,
      curves: [
        { label: 'train', values: finite(train) },
        { label: 'validation', values: finite(validation) },
      ],
    },
  ];
  if (metricValidation.some((value) => value !== null)) {
    const curves = [{ label: 'validation', values: finite(metricValidation) }];
    charts.push({ title: METRICS[metric].label, step, curves });
  }
  return [{ type: 'run', name: run.row.name, model: run.row.model, charts }];
}
